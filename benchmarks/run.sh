# Sourced by the scripts beside it, which set $here: builds what is missing or older than its
# sources, and runs Java.
root=$(dirname "$here")
# shellcheck source=.mvn/find-jdk.sh
. "$root/.mvn/find-jdk.sh"
built=$here/target
stamp=$built/benchmarks.stamp

outdated() {
  [ -r "$stamp" ] && [ -r "$built/classpath" ] || return 0
  set +f
  changed=$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src \
    -path '*/src/test' -prune -o -newer "$stamp" -print 2>/dev/null | head -n 1)
  set -f
  [ -n "$changed" ]
}

run() {
  if [ -z "${BENCHSTREAM_NO_BUILD-}" ] && outdated; then
    printf 'Building ...\n' >&2
    mkdir -p "$built"
    : >"$built/benchmarks.started"
    if ! (cd "$root" && ./mvnw -q -pl benchmarks -am -Dmaven.test.skip=true \
      -Dspotless.check.skip=true package) >"$built/build.log" 2>&1; then
      tail -n 40 "$built/build.log" >&2
      printf '\nThe build failed; the whole log is %s\n' "$built/build.log" >&2
      exit 1
    fi
    mv "$built/benchmarks.started" "$stamp"
  fi
  exec "$JAVA_HOME/bin/java" \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.benchstream.schemas \
    -Dbenchmarks.home="$here" \
    -Dlogback.configurationFile=io/benchstream/benchmarks/logback-benchmark.xml \
    -cp "$built/classes:$(cat "$built/classpath")" "$@"
}

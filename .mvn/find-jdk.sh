# Sourced by mvnw and benchstream: exports JAVA_HOME as a JDK of at least version 25.
# Order: JAVA_HOME, then `java` on the PATH, then the usual places of JDKs; the newest of those wins.

benchstream_jdk_required=25

# Prints the feature version of the JDK in $1 (its `release` file says it without starting a JVM).
benchstream_jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

benchstream_find_jdk() {
  for home in "${JAVA_HOME-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /)")")")"; do
    version=$(benchstream_jdk_version "$home")
    if [ "${version:-0}" -ge "$benchstream_jdk_required" ]; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  best=0
  found=
  set +f
  for home in /usr/lib/jvm/* /usr/local/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    version=$(benchstream_jdk_version "$home")
    if [ "${version:-0}" -ge "$benchstream_jdk_required" ] && [ "$version" -gt "$best" ]; then
      best=$version
      found=$home
    fi
  done
  [ -n "$found" ] && printf '%s\n' "$found"
}

benchstream_jdk=$(benchstream_find_jdk) || {
  cat >&2 <<EOF
Benchstream needs a JDK of version $benchstream_jdk_required or newer, and found none: neither in JAVA_HOME
(${JAVA_HOME:-not set}), nor on the PATH, nor in the usual places (/usr/lib/jvm, ~/.sdkman, ~/.jdks, ...).
Install one, for example:
  Debian, Ubuntu   apt-get install openjdk-25-jdk-headless, or temurin-25-jdk from adoptium.net
  macOS            brew install --cask temurin@25
  anywhere         sdk install java 25-tem   (sdkman.io)
or set JAVA_HOME to the one you have.
EOF
  exit 1
}
JAVA_HOME=$benchstream_jdk
export JAVA_HOME
unset benchstream_jdk benchstream_jdk_required

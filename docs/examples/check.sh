#!/bin/sh
# Runs both consumers of this folder on a running Benchstream and says whether they agree:
#   docs/examples/check.sh localhost:9092 http://localhost:8081/apis/registry/v3 [topic]
# Needs a build of Benchstream, and Python with the packages confluent-kafka and avro.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
# shellcheck source=.mvn/find-jdk.sh
. "$root/.mvn/find-jdk.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$JAVA_HOME/bin/java" -cp "$(cat "$root/cli/target/classpath")" "$here/ConsumeKpis.java" "$@" \
  2>"$work/java.log" | LC_ALL=C sort >"$work/java"
"${PYTHON:-python3}" "$here/consume_kpis.py" "$@" | LC_ALL=C sort >"$work/python"

lines=$(wc -l <"$work/java")
if [ "$lines" -eq 0 ]; then
  cat "$work/java.log" >&2
  echo "there are no final KPIs on the topic" >&2
  exit 1
fi
# What came between the two runs is in the second only.
if [ -n "$(LC_ALL=C comm -23 "$work/java" "$work/python")" ]; then
  LC_ALL=C comm -23 "$work/java" "$work/python" | head -n 5 >&2
  echo "the consumers do not agree" >&2
  exit 1
fi
echo "both consumers read the same $lines final KPIs"

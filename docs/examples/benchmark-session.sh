#!/usr/bin/env bash
# A benchmark session with nothing but curl: open it, register a target, look, query, collect, get the files, delete it.
#   benchmark-session.sh TARGET [SECONDS]       TARGET: host:port of a server under load that has /metrics
# GATEWAY is http://127.0.0.1:8002 where it is not set; files go to the present directory. Where the gateway wants a token,
# BENCHSTREAM_TOKEN_FILE names the file that holds one with the role write; CURL_CA_BUNDLE the certificate of your own authority.
set -euo pipefail
target=$1
seconds=${2:-20}
gateway=${GATEWAY:-http://127.0.0.1:8002}
session=${SESSION:-bench01}
job=${JOB:-3607637}

ask() {
  if [ -n "${BENCHSTREAM_TOKEN_FILE:-}" ]; then
    # By a pipe: arguments can be seen by everybody on the machine.
    curl -sS --fail-with-body --max-time 90 -H @<(printf 'Authorization: Bearer %s\n' "$(<"$BENCHSTREAM_TOKEN_FILE")") "$@"
  else
    curl -sS --fail-with-body --max-time 90 "$@"
  fi
}
call() { ask -H 'Content-Type: application/json' "$@"; echo; }

echo '== Create a session'
call -X POST "$gateway/api/v1/sessions" -d "{\"session_id\": \"$session\"}"

echo '== Register a target'
call -X POST "$gateway/api/v1/sessions/$session/targets" -d "{
  \"job_id\": \"$job\",
  \"target_type\": \"vllm\",
  \"scrape_config\": {
    \"job_name\": \"vllm-$job\",
    \"metrics_path\": \"/metrics\",
    \"scrape_interval\": \"1s\",
    \"targets\": [\"$target\"]
  }
}"

echo '== Check the targets'
for _ in $(seq 60); do
  targets=$(call "$gateway/api/v1/prometheus/targets?cluster=$session")
  case $targets in *'"health":"up"'*) break ;; esac
  sleep 1
done
echo "$targets"

echo "== The load runs for $seconds s"
start=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep "$seconds"
end=$(date -u +%Y-%m-%dT%H:%M:%SZ)

echo '== Query metrics'
call -X POST "$gateway/api/v1/prometheus/query" -d '{"query": "up"}'

echo '== Collect the window'
# curl waits and asks again by itself where the window is not final yet (503 with Retry-After).
call --retry 10 -X POST "$gateway/api/v1/sessions/$session/collect" -d "{
  \"start_time\": \"$start\",
  \"end_time\": \"$end\",
  \"output_dir\": \"results\"
}"

echo '== Get the files'
ask -O "$gateway/api/v1/sessions/$session/artifacts/metrics_summary.csv"
ask -O "$gateway/api/v1/sessions/$session/artifacts/MANIFEST.json"
ask -o artifacts.zip "$gateway/api/v1/sessions/$session/artifacts.zip"

echo '== Session status'
call "$gateway/api/v1/sessions/$session"

echo '== Delete the session'
call -X DELETE "$gateway/api/v1/sessions/$session"

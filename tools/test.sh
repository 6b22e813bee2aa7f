#!/usr/bin/env bash
# Installs what is missing, builds everything in Release, runs every test program (tests/*Tests) and closes with
# the line 'N passed, N failed, N skipped'. Arguments go to every test program (-class "*Name*").
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

require_dotnet
require_ffmpeg
require_postgresql
echo "Building …"
# a compiler lives for minutes only: what proves hot in it is compiled well at once
DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=A dotnet build "$root/MlNetVad.sln" -c Release -nologo -v quiet -clp:ErrorsOnly

passed=0 failed=0 skipped=0 programs=0
log="$(mktemp)" aside_log="$(mktemp)"
trap 'rm -f "$log" "$aside_log"; kill $(jobs -p) 2>/dev/null || true' EXIT

# The number before or after a word in a runner's summary line, such as 'Failed: 2'.
figure() {
  grep -oE "$1: *[0-9]+" <<<"$2" | grep -oE '[0-9]+' || echo 0
}

run() {
  (cd "$root" && exec dotnet "tests/$1/bin/Release/net10.0/$1.dll" -noLogo -noColor "${@:2}") 2>&1
}

# A cluster's tests wait most of the time, for nodes that die and come back: they run beside the programs before them.
aside=MlNetVad.Orleans.Tests
run "$aside" "$@" >"$aside_log" &
aside_process=$!

for project in "$root"/tests/*Tests; do
  name="$(basename "$project")"
  [ -f "$project/$name.csproj" ] || continue
  echo
  echo "== $name"
  programs=$((programs + 1))
  code=0
  if [ "$name" = "$aside" ]; then
    wait "$aside_process" || code=$?
    tee "$log" <"$aside_log"
  else
    run "$name" "$@" | tee "$log" || code=$?
  fi
  summary="$(grep -E 'Total: *[0-9]+' "$log" | tail -n 1 || true)"
  total="$(figure Total "$summary")"
  bad=$(($(figure Failed "$summary") + $(figure Errors "$summary")))
  left=$(($(figure Skipped "$summary") + $(figure 'Not Run' "$summary")))
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    echo "$name ended with exit code $code before its tests were done." >&2
    bad=1
    total=$((total + 1))
  fi
  passed=$((passed + total - bad - left))
  failed=$((failed + bad))
  skipped=$((skipped + left))
done

echo
if [ "$programs" -eq 0 ] || [ $((passed + failed)) -eq 0 ]; then
  echo "error: no test ran." >&2
  failed=$((failed + 1))
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]

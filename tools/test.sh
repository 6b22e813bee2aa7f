#!/usr/bin/env bash
# Installs what is missing, builds everything in Release, runs every test program (tests/*Tests) and closes with
# the line 'N passed, N failed, N skipped'. Arguments go to every test program (-class "*Name*").
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

require_dotnet
require_ffmpeg
require_postgresql
echo "Building …"
dotnet build "$root/MlNetVad.sln" -c Release -nologo -v quiet -clp:ErrorsOnly

passed=0 failed=0 skipped=0 programs=0
logs="$(mktemp -d)"
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$logs"' EXIT

# The number before or after a word in a runner's summary line, such as 'Failed: 2'.
figure() {
  grep -oE "$1: *[0-9]+" <<<"$2" | grep -oE '[0-9]+' || echo 0
}

run() {
  local code=0
  (cd "$root" && exec dotnet "tests/$1/bin/Release/net10.0/$1.dll" -noLogo -noColor "${@:2}") 2>&1 || code=$?
  echo "$code" >"$logs/$1.code"
}

heading() {
  echo
  echo "== $1"
}

# Adds what a program's log says to the sums.
count() {
  local name="$1" code summary total bad left
  programs=$((programs + 1))
  code="$(cat "$logs/$name.code")"
  summary="$(grep -E 'Total: *[0-9]+' "$logs/$name" | tail -n 1 || true)"
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
}

# A cluster's tests wait most of the time, for nodes that die and come back, and the small programs leave a processor free: they run
# one after the other beside the large ones.
aside=(MlNetVad.Orleans.Tests MlNetVad.Onnx.Tests MlNetVad.Pretrained.Tests MlNetVad.Torch.Tests)
for name in "${aside[@]}"; do
  run "$name" "$@" >"$logs/$name"
done &

for project in "$root"/tests/*Tests; do
  name="$(basename "$project")"
  if [ -f "$project/$name.csproj" ] && [[ " ${aside[*]} " != *" $name "* ]]; then
    heading "$name"
    run "$name" "$@" | tee "$logs/$name"
    count "$name"
  fi
done

wait
for name in "${aside[@]}"; do
  heading "$name"
  cat "$logs/$name"
  count "$name"
done

echo
if [ "$programs" -eq 0 ] || [ $((passed + failed)) -eq 0 ]; then
  echo "error: no test ran." >&2
  failed=$((failed + 1))
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]

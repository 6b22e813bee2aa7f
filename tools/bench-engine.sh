#!/usr/bin/env bash
# Measures the tensor engine in alternation with OpenBLAS and PyTorch; installs those peers where they are missing.
# Run it when nothing else runs on the machine.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

usage() {
  cat <<'TEXT'
usage: tools/bench-engine.sh [--json | --markdown] [--filter TEXT] [--rounds N]

  (nothing)      prints a line a case
  --json         prints {"ratios": {name: ours/peer speed}, "bars": {name: the least it must be}}
  --markdown     prints the table of docs/performance.md
  --filter TEXT  only the cases whose name contains TEXT, such as sgemm or experts
  --rounds N     rounds of alternation (default 6)
A case's line goes to standard error as soon as it is measured.
TEXT
}

for argument in "$@"; do
  case "$argument" in
    -h | --help)
      usage
      exit 0
      ;;
  esac
done

require_peers() {
  if /usr/bin/python3 -c 'import torch' 2>/dev/null && ldconfig -p | grep -q 'libopenblas\.so\.0'; then
    return
  fi
  local hint="the peers python3-torch and libopenblas0-pthread are missing"
  command -v apt-get >/dev/null || fail "$hint, and this machine has no apt-get."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || fail "$hint; install them (sudo apt-get install python3-torch libopenblas0-pthread)."
    as_root=(sudo -n)
  fi
  echo "Installing python3-torch and libopenblas0-pthread …" >&2
  {
    "${as_root[@]}" apt-get update -qq &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-torch libopenblas0-pthread
  } >&2 || fail "apt-get could not install the peers; its message stands above."
}

# A machine may hold OpenBLAS, and PyTorch with it, to an older processor's kernels; the peers run on what the machine has.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE

require_dotnet
require_peers
echo "Building …" >&2
dotnet build "$root/tests/MlNetVad.Benchmarks" -c Release -nologo -v quiet -clp:ErrorsOnly >&2
exec dotnet "$root/tests/MlNetVad.Benchmarks/bin/Release/net10.0/MlNetVad.Benchmarks.dll" engine "$@"

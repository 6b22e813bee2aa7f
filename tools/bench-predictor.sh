#!/usr/bin/env bash
# Measures the whole predictor network in alternation with the same network in PyTorch, where that is present.
# Run it when nothing else runs on the machine.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

usage() {
  cat <<'TEXT'
usage: tools/bench-predictor.sh [--json] [--rounds N]

  (nothing)      prints our times and the peer's, at one and two threads, their ratio and its bar
  --json         prints also {"ratios": {name: ours/peer speed}, "bars": {name: the least it must be}}
  --rounds N     rounds of alternation (default 9)
The peer is sfn_torch.py in the folder that MLNETVAD_PEERS names (default ../shared/peers beside the repository); it needs
PyTorch in /usr/bin/python3, which tools/bench-engine.sh installs. Without it only our times are printed.
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

# A machine may hold OpenBLAS, and PyTorch with it, to an older processor's kernels; the peers run on what the machine has.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE

require_dotnet
export MLNETVAD_PEERS="${MLNETVAD_PEERS:-$root/../shared/peers}"
if [ -f "$MLNETVAD_PEERS/sfn_torch.py" ]; then
  /usr/bin/python3 -c 'import torch' 2>/dev/null || fail "the peer needs python3-torch; install it, as tools/bench-engine.sh does."
fi
echo "Building …" >&2
dotnet build "$root/tests/MlNetVad.Benchmarks" -c Release -nologo -v quiet -clp:ErrorsOnly >&2
exec dotnet "$root/tests/MlNetVad.Benchmarks/bin/Release/net10.0/MlNetVad.Benchmarks.dll" predictor "$@"

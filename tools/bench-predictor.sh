#!/usr/bin/env bash
# Measures the whole predictor network in alternation with the same network in PyTorch.
# Run it when nothing else runs on the machine.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

usage() {
  cat <<'TEXT'
usage: tools/bench-predictor.sh [--json] [--rounds N]

  (nothing)      prints our times and the peer's, at one and two threads, their ratio and its bar
  --json         prints also {"ratios": {name: ours/peer speed}, "bars": {name: the least it must be}}
  --rounds N     rounds of alternation (default 9)
The peer is sfn_torch.py in the folder that MLNETVAD_PEERS names (default ../shared/peers beside the repository); it runs
on Debian's PyTorch with OpenBLAS, installed where they are missing. Without the file only our times are printed.
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
  # Without OpenBLAS Debian's PyTorch runs on the reference BLAS, ten times slower; a peer counts in its best form.
  for package in python3-torch libopenblas0-pthread; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || install_package "$package" ||
      fail "the peer needs $package, which could not be installed, see above."
  done
fi
echo "Building …" >&2
dotnet build "$root/tests/MlNetVad.Benchmarks" -c Release -nologo -v quiet -clp:ErrorsOnly >&2
exec dotnet "$root/tests/MlNetVad.Benchmarks/bin/Release/net10.0/MlNetVad.Benchmarks.dll" predictor "$@"

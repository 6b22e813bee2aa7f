#!/usr/bin/env bash
# Sourced by demo.sh and test.sh: checks for the .NET SDK and installs ffmpeg where it is missing.
# Everything it says goes to standard error.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

fail() {
  echo "error: $*" >&2
  exit 1
}

require_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing; install it (https://dot.net) so that 'dotnet' is on the PATH."
  dotnet --list-sdks | grep -q '^10\.' || fail "the .NET 10 SDK is missing; found: $(dotnet --list-sdks | tr '\n' ' ')"
}

require_ffmpeg() {
  if command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null; then
    return
  fi
  local hint="ffmpeg is missing and cannot be installed here; install it so that 'ffmpeg' and 'ffprobe' are on the PATH"
  command -v apt-get >/dev/null || fail "$hint (no apt-get on this machine)."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || fail "$hint (sudo apt-get install ffmpeg)."
    as_root=(sudo -n)
  fi
  echo "Installing ffmpeg …" >&2
  {
    "${as_root[@]}" apt-get update -qq &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ffmpeg
  } >&2 || fail "apt-get could not install ffmpeg; its message stands above."
}

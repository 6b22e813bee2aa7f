#!/usr/bin/env bash
# Sourced by the other tools: checks for the .NET SDK and installs ffmpeg, and for tests PostgreSQL, where they are
# missing. Everything else comes by NuGet; the native libraries in it need nothing that .NET itself does not need.
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

# Installs a Debian package; says why not and returns 1 where that cannot be done.
install_package() {
  local as_root=()
  command -v apt-get >/dev/null || { echo "no apt-get on this machine" >&2; return 1; }
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || { echo "sudo apt-get install $1" >&2; return 1; }
    as_root=(sudo -n)
  fi
  echo "Installing $1 …" >&2
  local said   # hundreds of lines, which only a failure is worth
  said="$({ "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"; } 2>&1)" ||
    { echo "$said" >&2; return 1; }
}

require_ffmpeg() {
  if command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null; then
    return
  fi
  install_package ffmpeg ||
    fail "ffmpeg is missing and could not be installed, see above; install it so that 'ffmpeg' and 'ffprobe' are on the PATH."
}

# Tests start a PostgreSQL server of their own and are skipped without it.
require_postgresql() {
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || install_package postgresql ||
    echo "PostgreSQL is missing and could not be installed, see above; the tests that need it are skipped." >&2
}

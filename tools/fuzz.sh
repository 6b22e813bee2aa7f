#!/usr/bin/env bash
# tools/fuzz.sh [MINUTES [SEED]]: damaged files of every kind for every reader, in a child process with limits of time and
# memory, until 10,000 were read or the time is over. Ends with 1 where one did harm.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

require_dotnet
require_ffmpeg
dotnet build "$root/tests/MlNetVad.Fuzz" -c Release -nologo -v quiet -clp:ErrorsOnly
exec dotnet "$root/tests/MlNetVad.Fuzz/bin/Release/net10.0/MlNetVad.Fuzz.dll" "${2:-1}" 10000 "${1:-60}"

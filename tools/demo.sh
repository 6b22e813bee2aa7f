#!/usr/bin/env bash
# The whole road on the embedded scene: installs what is missing, builds, trains, saves, loads the zip in a new
# process, scores, evaluates. Writes to ./demo. Arguments go to 'mlnetvad demo': --json, --output DIR, …
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

require_dotnet
require_ffmpeg
echo "Building …" >&2
dotnet build "$root/src/MlNetVad.Cli" -c Release -nologo -v quiet -clp:ErrorsOnly >&2
exec dotnet "$root/src/MlNetVad.Cli/bin/Release/net10.0/MlNetVad.Cli.dll" demo "$@"

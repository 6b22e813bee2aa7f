#!/usr/bin/env bash
# Builds the solution against the official ML.NET and runs every test on it.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: tools/check-official.sh [DIR]

Builds the solution with -p:MlNet=official and runs all tests against the official ML.NET.
  (no DIR)  takes the official packages, in the versions that Directory.Packages.props pins,
            from the package sources that this machine has configured
  DIR       takes the official assemblies (Microsoft.ML*.dll and native libraries) from this folder,
            without packages
The output goes to artifacts/official, apart from the usual build. Exit code: 0 when everything builds and passes.
TEXT
}

case "${1:-}" in
  -h | --help)
    usage
    exit 0
    ;;
  -*)
    usage >&2
    exit 2
    ;;
esac
if [[ $# -gt 1 ]]; then
  usage >&2
  exit 2
fi

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
artifacts="$root/artifacts/official"
properties=(-p:MlNet=official)

if [[ $# -eq 1 ]]; then
  if [[ ! -d "$1" ]]; then
    echo "check-official: '$1' is not a folder; give the folder that holds the official Microsoft.ML*.dll." >&2
    exit 2
  fi
  folder=$(cd "$1" && pwd)
  if ! compgen -G "$folder/Microsoft.ML*.dll" > /dev/null; then
    echo "check-official: '$folder' holds no Microsoft.ML*.dll; give the folder that holds the official assemblies." >&2
    exit 2
  fi
  properties+=("-p:OfficialAssemblies=$folder")
  echo "check-official: the official assemblies in $folder"
else
  echo "check-official: the official packages of this machine's package sources"
fi

cd "$root"
if ! dotnet build MlNetVad.sln -c Release --artifacts-path "$artifacts" -nologo -v q "${properties[@]}"; then
  echo "check-official: the build failed. What compiles only against src/compat is a defect." >&2
  echo "  Where a package was not found, this machine's sources do not carry it: give DIR (see --help)." >&2
  exit 1
fi

failed=()
for project in tests/*/*.Tests.csproj tests/*/*.Conformance.csproj; do
  [[ -e "$project" ]] || continue
  name=$(basename "$project" .csproj)
  echo "== $name"
  dotnet "$artifacts/bin/$name/release/$name.dll" || failed+=("$name")
done

if [[ ${#failed[@]} -gt 0 ]]; then
  echo "check-official: failed: ${failed[*]}" >&2
  exit 1
fi
echo "check-official: everything builds and passes against the official ML.NET"

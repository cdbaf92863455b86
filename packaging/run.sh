#!/bin/bash
# Installs what is missing, builds the release, and runs it: with arguments the command
# line program, without them the window.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

heirloom_install "${heirloom_packages[@]}" || exit 1
heirloom_build release OFF heirloom-cli || exit 1

program="$heirloom_source/build/release/app/heirloom-cli"
if [ $# -eq 0 ]; then
  cat <<'USAGE'
Heirloom restores the faces in old and damaged photographs, on this machine.

The window is still being built. Until then, from the command line:

  packaging/run.sh restore PHOTO_OR_FOLDER... --output out/
  packaging/run.sh detect PHOTO... --json
  packaging/run.sh inspect PHOTO... --json
  packaging/run.sh models list
  packaging/run.sh restore --help
USAGE
  exit 0
fi
exec "$program" "$@"

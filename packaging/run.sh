#!/bin/bash
# Installs what is missing, builds the release, and runs it: with arguments the command
# line program, without them the window.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

heirloom_install "${heirloom_packages[@]}" || exit 1
program=heirloom
[ $# -eq 0 ] || program=heirloom-cli
heirloom_build release OFF "$program" || exit 1

if [ $# -eq 0 ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  cat >&2 <<'USAGE'
There is no screen here to show the window on. From the command line:

  packaging/run.sh restore PHOTO_OR_FOLDER... --output out/
  packaging/run.sh detect PHOTO... --json
  packaging/run.sh inspect PHOTO... --json
  packaging/run.sh models list
  packaging/run.sh restore --help
USAGE
  exit 2
fi
exec "$heirloom_source/build/release/app/$program" "$@"

#!/bin/bash
# Brings resources/translations up to date with the sources: new strings appear unfinished,
# gone ones are dropped. Needs Python 3 and Qt's lupdate.
#
#   packaging/translations/update.sh [FOLDER]    default: resources/translations
set -euo pipefail
source="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
folder="${1:-$source/resources/translations}"
lupdate="$(command -v lupdate || echo /usr/lib/qt6/bin/lupdate)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

python3 "$source/packaging/translations/collect_core_messages.py" "$source" >"$work/core_messages.cpp"
# lupdate 6.4 passes over a plural whose number is a static_cast, so it reads copies.
cp -r "$source/ui" "$source/app" "$work"
find "$work/ui" "$work/app" -name '*.cpp' -exec sed -i 's/static_cast<int>(/int(/g' {} +
# -I: the headers tell the full names of the classes, which are the contexts of tr().
options=(-no-obsolete -locations none -silent -source-language en -I "$work")
"$lupdate" "${options[@]}" "$work/core_messages.cpp" -ts "$folder/core_zh_CN.ts"
"$lupdate" "${options[@]}" "$work/ui" "$work/app" -ts "$folder/heirloom_zh_CN.ts"
"$lupdate" "${options[@]}" -pluralonly "$work/ui" "$work/app" -ts "$folder/heirloom_en.ts"

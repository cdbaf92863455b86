#!/bin/bash
# Renders the window for people to look at: run.sh PROGRAM FOLDER
# Needs xvfb and, for Chinese, fonts-noto-cjk.
set -eu
program="$1" folder="$2"
rm -rf "$folder"
mkdir -p "$folder/150"
screen="-screen 0 2880x1620x24"
xvfb-run -a -s "$screen" "$program" "$folder" 1366x768 1920x1080
QT_SCALE_FACTOR=1.5 xvfb-run -a -s "$screen" "$program" "$folder/150" 1366x768
echo "$(find "$folder" -name '*.png' | wc -l) pictures in $folder"

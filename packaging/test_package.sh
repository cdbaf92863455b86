#!/bin/bash
# Installs the package into a fresh, minimal Debian 12, works with it there as an ordinary
# user, and removes it again. Needs root, debootstrap, Xvfb and xdotool; downloads about
# 300 MB.
#
#   packaging/test_package.sh [PACKAGE.deb]    default: the one in build/release
#
# HEIRLOOM_MIRROR names another mirror of Debian's packages, HEIRLOOM_SCREENSHOT a file for
# a picture of the window. Exit status: 0 good, 1 not, 77 skipped.
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"
source="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
package="${1:-$(ls -t "$source"/build/release/heirloom_*.deb 2>/dev/null | head -1 || true)}"
# The mirror that this machine's apt uses; with none, debootstrap has its own.
mirror="${HEIRLOOM_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' \
  'Created-By: Packages' 'Codename: bookworm' 'Component: main' | head -1)}"
screenshot="${HEIRLOOM_SCREENSHOT:-}"

say() { echo "$*" >&2; }
fail() { say "FAILED: $*"; exit 1; }
skip() { say "Skipped: $*"; exit 77; }

[ "$(id -u)" -eq 0 ] || skip "root is needed to make a Debian system in a folder."
for tool in debootstrap Xvfb xdotool unshare; do
  command -v "$tool" >/dev/null || skip "$tool is not installed."
done
[ -f "$package" ] || fail "there is no package; build it first: cmake --build build/release --target package"

# A mount and process namespace of its own: whatever happens, no mount and no process stays.
if [ -z "${HEIRLOOM_PACKAGE_TEST:-}" ]; then
  folder="$(mktemp -d)"
  trap 'rm -rf "$folder"' EXIT
  HEIRLOOM_PACKAGE_TEST="$folder" unshare --mount --pid --fork --kill-child "$0" "$package"
  exit
fi

folder="$HEIRLOOM_PACKAGE_TEST"
root="$folder/root"
log="$folder/log"
user=visitor
runtime=/run/visitor
photo=/usr/share/heirloom/samples/cabinet-card.jpg

quietly() { "$@" >"$log" 2>&1 || { tail -30 "$log" >&2; fail "$*"; }; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
as_user() {
  chroot --userspec="$user:$user" "$root" env -i HOME="/home/$user" USER="$user" \
    XDG_RUNTIME_DIR="$runtime" LANG=C.UTF-8 PATH=/usr/bin:/bin DISPLAY="${DISPLAY:-}" \
    sh -c "cd && $1"
}

make_system() {
  say "Making a minimal Debian 12 ..."
  quietly debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"}
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mkdir -p "$root/etc/apt/apt.conf.d"
  # A proxy that this machine's apt uses.
  apt-config dump Acquire::http 2>/dev/null | grep -i '::Proxy "' >"$root/etc/apt/apt.conf.d/90proxy" || true
  quietly inside useradd --create-home "$user"
  inside install --directory --owner="$user" --mode=700 "$runtime"  # as logging in does
}

# Only what the package depends on: the recommended rest must not be needed.
install_package() {
  say "Installing $(basename "$package") ..."
  cp "$package" "$root/tmp/heirloom.deb"
  quietly inside apt-get update
  quietly inside apt-get install -y --no-install-recommends /tmp/heirloom.deb
  say "  $(inside dpkg-query -W | wc -l) packages, $(du -sxm "$root" | cut -f1) MB in all"
}

restore_photo() {
  say "Restoring a photo ..."
  as_user "heirloom-cli restore $photo --output restored" >"$log" 2>&1 ||
    { cat "$log" >&2; fail "heirloom-cli restore"; }
  grep -q "1 face restored" "$log" || { cat "$log" >&2; fail "no face was restored"; }
  [ -s "$root/home/$user/restored/cabinet-card_restored.jpg" ] || fail "no restored photo"
}

# The command of the desktop entry, with a photo for %F.
entry_command() {
  sed -n 's/^Exec=//p' "$root/usr/share/applications/heirloom.desktop" | sed "s|%F|$photo|"
}

open_window() {
  say "Opening the window from its desktop entry ..."
  local command display_number window
  command="$(entry_command)"
  as_user "command -v ${command%% *}" >/dev/null || fail "Exec does not resolve: $command"
  exec 3<>"$folder/display"
  Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 2>/dev/null &
  screen=$!
  trap 'kill $screen; wait $screen || true' EXIT  # or its lock file stays
  for _ in $(seq 100); do [ -s "$folder/display" ] && break; sleep 0.1; done
  display_number="$(tr -d '\n' <"$folder/display")"
  [ -n "$display_number" ] || fail "Xvfb did not start"
  export DISPLAY=":$display_number"
  as_user "exec $command" >"$log" 2>&1 &
  local program=$!
  window="$(timeout 30 xdotool search --sync --onlyvisible --class '^heirloom$' | head -1)" ||
    { cat "$log" >&2; fail "no window appeared"; }
  # The photo that was named shows by its name in the title once it is open.
  for _ in $(seq 100); do
    xdotool getwindowname "$window" | grep -q cabinet-card && break
    sleep 0.1
  done
  xdotool getwindowname "$window" | grep -q cabinet-card || fail "the photo was not opened"
  say "  window \"$(xdotool getwindowname "$window")\""
  [ -z "$screenshot" ] || { sleep 3; import -window root "$screenshot"; }
  [ -s "$log" ] && { say "  it said:"; sed 's/^/    /' "$log" >&2; }
  kill -0 "$program" 2>/dev/null || fail "the window's program ended by itself"
  xdotool windowfocus --sync "$window" key ctrl+q
  for _ in $(seq 100); do kill -0 "$program" 2>/dev/null || break; sleep 0.1; done
  ! kill -0 "$program" 2>/dev/null || fail "the program goes on without its window"
}

# Outside the user's home nothing may stay: neither what the package brought nor what the
# programs wrote.
remove_package() {
  say "Removing and purging ..."
  inside dpkg -L heirloom | sort >"$folder/brought"
  quietly inside apt-get remove -y heirloom
  quietly inside dpkg --purge heirloom
  rm -f "$root/tmp/heirloom.deb"
  local left
  left="$(while read -r path; do
      if [ -f "$root$path" ] || { [ -d "$root$path" ] && [[ "$path" == *heirloom* ]]; }; then echo "$path"; fi
    done <"$folder/brought"
    find "$root" -xdev \( -path "$root/home" -o -path "$root$runtime" \) -prune -o \( -iname '*heirloom*' -o -user "$(inside id -u $user)" \) -printf '/%P\n')"
  [ -z "$left" ] || { say "$left"; fail "these stayed behind"; }
  [ -s "$root/home/$user/restored/cabinet-card_restored.jpg" ] || fail "the user's photo is gone"
  say "  left in the user's home:"
  (cd "$root/home/$user" && find . -mindepth 1 -maxdepth 3 -newer "$root/etc/passwd" -printf '    ~/%P\n') >&2
}

make_system
install_package
restore_photo
open_window
remove_package
say "The package is good."

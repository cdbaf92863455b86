# Shared by run.sh and test.sh: installs what is missing and builds the release.
# Sourced, not run. Messages go to stderr, so that stdout stays the program's own.

heirloom_source="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# A second clone finds what the first one compiled.
export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$heirloom_source}"
export CCACHE_NOHASHDIR="${CCACHE_NOHASHDIR:-1}"

# Debian 12 package names.
heirloom_packages=(
  g++ cmake ninja-build ccache pkg-config
  libtorch-dev libopenblas0-pthread libdnnl-dev
  libopencv-dev opencv-data
  libexiv2-dev liblcms2-dev libssl-dev zlib1g-dev
  libjpeg62-turbo-dev libpng-dev libtiff-dev libwebp-dev
  libfreetype-dev libfontconfig-dev
  libcli11-dev nlohmann-json3-dev libcurl4-openssl-dev
)
heirloom_packages+=(  # the window
  qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
  qt6-translations-l10n
)
heirloom_test_packages=(
  libgtest-dev libqt6test6 python3-minimal fonts-noto-cjk
  desktop-file-utils appstream man-db libimage-exiftool-perl imagemagick strace liblcms2-utils
)

heirloom_say() { echo "$*" >&2; }

heirloom_install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      heirloom_say "These packages are missing and need root to be installed: ${missing[*]}"
      return 1
    fi
    as_root=(sudo)
  fi
  heirloom_say "Installing ${#missing[@]} packages: ${missing[*]}"
  local log
  log="$(mktemp)"
  if ! { "${as_root[@]}" apt-get update &&
         "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
           apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -20 "$log" >&2
    heirloom_say "The packages could not be installed; the whole log is in $log."
    return 1
  fi
  rm -f "$log"
}

# heirloom_build PRESET TESTS [TARGET...]: configures where that is still to be done, and
# builds what changed. TESTS is ON or OFF; tests once configured stay.
heirloom_build() {
  local preset="$1" tests="$2"
  shift 2
  local targets=("${@:-all}")
  local folder="$heirloom_source/build/$preset" log
  log="$(mktemp)"
  if [ ! -f "$folder/build.ninja" ] ||
     { [ "$tests" = ON ] && ! grep -q '^HEIRLOOM_BUILD_TESTS:BOOL=ON' "$folder/CMakeCache.txt"; }; then
    heirloom_say "Building Heirloom ($preset); the first time takes some minutes."
    if ! (cd "$heirloom_source" &&
          cmake --preset "$preset" -DHEIRLOOM_BUILD_TESTS="$tests") >"$log" 2>&1; then
      tail -40 "$log" >&2
      heirloom_say "CMake could not configure the build; the whole log is in $log."
      return 1
    fi
  fi
  if ! cmake --build "$folder" --target "${targets[@]}" >"$log" 2>&1; then
    grep -E "error|FAILED" "$log" | head -40 >&2
    heirloom_say "The build failed; the whole log is in $log."
    return 1
  fi
  rm -f "$log"
}

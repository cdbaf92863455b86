#!/bin/bash
# Installs what is missing, builds, and runs the test suite. --all adds the slow tests and
# the whole suite once more under AddressSanitizer and UndefinedBehaviorSanitizer.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

all=no
for argument in "$@"; do
  case "$argument" in
    --all) all=yes ;;
    *) heirloom_say "usage: packaging/test.sh [--all]"; exit 2 ;;
  esac
done

heirloom_install "${heirloom_packages[@]}" "${heirloom_test_packages[@]}" || exit 1
heirloom_build release ON || exit 1

jobs="$(nproc)"
release=(ctest --test-dir "$heirloom_source/build/release" --output-on-failure -j "$jobs")
if [ "$all" = no ]; then
  exec "${release[@]}" -LE slow
fi
"${release[@]}" || exit 1

heirloom_build asan ON || exit 1
# Leaks inside libraries that keep their state to the end of the process are not ours.
export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1"
export UBSAN_OPTIONS="print_stacktrace=1"
exec ctest --test-dir "$heirloom_source/build/asan" --output-on-failure -j "$jobs"

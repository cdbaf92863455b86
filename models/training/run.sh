#!/bin/bash
# Trains one of the bundled models for MINUTES on whatever is there (GPU or CPU), going on from
# its last checkpoint.
#
#   models/training/run.sh MINUTES [restorer|detector] [options of its train.py]
#
# HEIRLOOM_WORK    folder of the state (default: models/training/.cache/NETWORK)
# HEIRLOOM_SHARED  folder with data/faces (default: shared beside the checkout)
# PYTHON           the interpreter (default: the first one that has PyTorch)
set -euo pipefail
minutes=${1:?usage: run.sh MINUTES [restorer|detector] [options]}
network=${2:-restorer}
shift $(($# > 1 ? 2 : 1))
cd "$(dirname "$0")"
work=${HEIRLOOM_WORK:-$PWD/.cache/$network}
mkdir -p "$work"

for python in ${PYTHON:-python3 /usr/bin/python3} ''; do
    [ -n "$python" ] && "$python" -c 'import torch, numpy, PIL' 2>/dev/null && break
done
if [ -z "$python" ]; then
    echo "PyTorch for Python is absent. On Debian: apt-get install --no-install-recommends" \
        "python3-torch python3-numpy python3-pil python3-opencv" >&2
    exit 77
fi

# Pages stay with the process, and waiting threads sleep: where something else uses the cores,
# spinning ones make the training five times slower.
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=100000000000
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
export OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=0 OPENBLAS_NUM_THREADS=1

case $network in
restorer)
    [ -s "$work/faces-256.npz" ] || "$python" -m restorer.data "$work/faces-256.npz"
    exec nice -n 19 "$python" -m restorer.train --work "$work" --minutes "$minutes" "$@"
    ;;
detector)
    cd detector
    exec nice -n 19 "$python" train.py --work "$work" --minutes "$minutes" "$@"
    ;;
*)
    echo "Unknown network: $network (restorer or detector)" >&2
    exit 2
    ;;
esac

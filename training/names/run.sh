#!/bin/sh
# Trains, exports and scores the tagger of people, places and organisations: everything in public/models/names/.
# About 12 minutes on one CPU core: three seeds, of which the first ships. Needs python3 with torch, onnx and numpy (Debian: python3-torch python3-onnx
# python3-numpy libopenblas0-pthread), and `npm ci` for the scores.
#   NEARSIDE_DATA   the data folder (default ../shared/data)
#   PYTHON          the interpreter (default python3)
set -eu
cd "$(dirname "$0")/../.."
export NEARSIDE_DATA="${NEARSIDE_DATA:-../shared/data}"
export NEARSIDE_WORK="${NEARSIDE_WORK:-training/.cache/names}"
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive OPENBLAS_NUM_THREADS=1 PYTHONHASHSEED=0
# Keeps memory that was used once, instead of giving it back and asking again in every step.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=4000000000 MALLOC_TOP_PAD_=500000000
PYTHON="${PYTHON:-python3}"
mkdir -p "$NEARSIDE_WORK"
"$PYTHON" training/names/train.py
"$PYTHON" training/names/export.py
node training/names/write-card.mjs
node scripts/hash-models.mjs

#!/bin/sh
# Trains, exports and scores the proofreader: everything in public/models/proofread/. Three seeds, of which the first
# ships: seven minutes on a GPU, about twelve hours on one CPU core. Needs python3 with torch, onnx and numpy (Debian:
# python3-torch python3-onnx python3-numpy libopenblas0-pthread), and `npm ci` for the scores.
#   NEARSIDE_DATA     the data folder (default ../shared/data)
#   NEARSIDE_WORKERS  processes that make mistakes while the model learns (default 0; on a GPU 1 or 2 are worth it)
#   PYTHON            the interpreter (default python3)
set -eu
cd "$(dirname "$0")/../.."
export NEARSIDE_DATA="${NEARSIDE_DATA:-../shared/data}"
export NEARSIDE_WORK="${NEARSIDE_WORK:-training/.cache/proofread}"
export OMP_WAIT_POLICY=passive OPENBLAS_NUM_THREADS=1 PYTHONHASHSEED=0
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=4000000000 MALLOC_TOP_PAD_=500000000
PYTHON="${PYTHON:-python3}"
mkdir -p "$NEARSIDE_WORK"
"$PYTHON" training/common/make_parity_words.py
"$PYTHON" training/proofread/prepare.py
"$PYTHON" training/proofread/train.py
"$PYTHON" training/proofread/export.py
for seed in 20241 20242; do
  NEARSIDE_TARGET="$NEARSIDE_WORK/seed-$seed" "$PYTHON" training/proofread/export.py "$seed"
  NEARSIDE_TARGET="$NEARSIDE_WORK/seed-$seed" node training/proofread/score.mjs --json > "$NEARSIDE_WORK/seed-$seed.json"
done
node training/proofread/write-card.mjs
node scripts/hash-models.mjs

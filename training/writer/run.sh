#!/bin/sh
# Trains, exports and scores the language model that completes text: everything in public/models/writer/. About an hour on
# one CPU core that computes in bfloat16 (AVX512_BF16 or AMX), ten times that on others. Goes on from the last checkpoint.
# Needs python3 with torch, onnx and numpy (Debian: python3-torch python3-onnx python3-numpy libopenblas0-pthread), and
# `npm ci` for the scores.
#   NEARSIDE_DATA   the data folder (default ../shared/data)
#   PYTHON          the interpreter (default python3)
set -eu
cd "$(dirname "$0")/../.."
export NEARSIDE_DATA="${NEARSIDE_DATA:-../shared/data}"
export NEARSIDE_WORK="${NEARSIDE_WORK:-training/.cache/writer}"
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive OPENBLAS_NUM_THREADS=1 PYTHONHASHSEED=0
# Large tensors from the heap, which keeps its pages: to map them anew for each step takes longer than to compute.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=16000000000 MALLOC_TOP_PAD_=268435456 MALLOC_ARENA_MAX=1
PYTHON="${PYTHON:-python3}"
mkdir -p "$NEARSIDE_WORK"
[ -e "$NEARSIDE_WORK/test.json" ] || "$PYTHON" training/writer/prepare.py
"$PYTHON" training/writer/train.py
"$PYTHON" training/writer/export.py
"$PYTHON" training/writer/perplexity.py
"$PYTHON" training/writer/ngram.py
node training/writer/write-card.mjs
node scripts/hash-models.mjs

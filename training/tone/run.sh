#!/bin/sh
# Trains, scores and describes the tone model: everything in public/models/tone/. About five minutes on one CPU
# core. Needs python3 with numpy and scipy, and `npm ci` for the scores.
#   NEARSIDE_DATA   the data folder (default ../shared/data)
#   PYTHON          the interpreter (default python3)
set -eu
cd "$(dirname "$0")/../.."
export NEARSIDE_DATA="${NEARSIDE_DATA:-../shared/data}"
export NEARSIDE_WORK="${NEARSIDE_WORK:-training/.cache/tone}"
export OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONHASHSEED=0
mkdir -p "$NEARSIDE_WORK" public/models/tone
"${PYTHON:-python3}" training/tone/train.py
node training/tone/write-card.mjs
node scripts/hash-models.mjs

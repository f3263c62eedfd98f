#!/bin/sh
# Trains, scores and describes the summariser: everything in public/models/summarise/. About five minutes on one
# CPU core. Needs python3 with numpy, and `npm ci` for the scores.
#   NEARSIDE_DATA   the data folder (default ../shared/data)
#   PYTHON          the interpreter (default python3)
set -eu
cd "$(dirname "$0")/../.."
export NEARSIDE_DATA="${NEARSIDE_DATA:-../shared/data}"
export OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONHASHSEED=0
PYTHON="${PYTHON:-python3}"
mkdir -p public/models/summarise
"$PYTHON" training/summarise/make_parity.py
"$PYTHON" training/summarise/train.py
node training/summarise/write-card.mjs
node scripts/hash-models.mjs

#!/bin/sh
# Trains, scores and describes the router's difficulty: src/routing/difficulty/difficulty-model.json and its card. About
# two minutes on one CPU core. Needs python3 with numpy and scipy, and `npm ci` for the features, which the application's
# own code computes.
#   NEARSIDE_DATA    the data folder (default ../shared/data)
#   NEARSIDE_GSM8K   GSM8K's training problems: grade_school_math/data/train.jsonl of openai/grade-school-math at commit
#                    3101c7d5072418e28b9008a6636bde82a006892c, MIT
#   PYTHON           the interpreter (default python3)
set -eu
cd "$(dirname "$0")/../.."
export NEARSIDE_DATA="${NEARSIDE_DATA:-../shared/data}"
export NEARSIDE_WORK="${NEARSIDE_WORK:-training/.cache/router}"
export NEARSIDE_GSM8K="${NEARSIDE_GSM8K:-$NEARSIDE_WORK/gsm8k-train.jsonl}"
export OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
echo "17f347dc51477c50d4efb83959dbb7c56297aba886e5544ee2aaed3024813465  $NEARSIDE_GSM8K" | sha256sum -c -
mkdir -p "$NEARSIDE_WORK"
"${PYTHON:-python3}" training/router/prompts.py > "$NEARSIDE_WORK/prompts.jsonl"
node training/router/features.mjs < "$NEARSIDE_WORK/prompts.jsonl" > "$NEARSIDE_WORK/features.jsonl"
"${PYTHON:-python3}" training/router/train.py --compare
node training/router/write-card.mjs

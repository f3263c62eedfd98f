#!/bin/sh
# Fits the language detector's calibration, scores it and writes its card: everything in public/models/language/.
# About two minutes. Needs `npm ci` only.
#   NEARSIDE_DATA   the data folder (default ../shared/data)
set -eu
cd "$(dirname "$0")/../.."
export NEARSIDE_DATA="${NEARSIDE_DATA:-../shared/data}"
mkdir -p public/models/language
node training/language/calibrate.mjs
node training/language/write-card.mjs
node scripts/hash-models.mjs

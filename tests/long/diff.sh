#!/usr/bin/env bash
# Compares 1,000 random pairs of sets, and holds kinds, smallest witnesses and counts against full enumeration. Then ten times as
# many pairs with plans and answers that age: what is called alike must be alike, for random responses on random days.
#
#   tests/long/diff.sh [SEED [CASES]]          seed 0 and 1,000 pairs if nothing is said
#
# Takes minutes rather than seconds, after an optimised build. The same seed compares the same pairs on every machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
export DIFF_SEED=${1:-0} DIFF_CASES=${2:-1000}
echo "diff: $DIFF_CASES pairs, seed $DIFF_SEED"
time cargo test --locked --release --test it diff::kinds_witnesses_and_counts_equal_enumeration -- --nocapture
export COMPLETE_SEED=$DIFF_SEED COMPLETE_CASES=$((10 * DIFF_CASES))
time cargo test --locked --release --test it diff_complete::what_is_called_alike_is_alike -- --nocapture

#!/usr/bin/env bash
# Plants slips of the pen at random in the shipped set and in three sets of other fields: so many of each kind, by a seed. Prints those that
# nothing finds, and how many `check`, the scenarios and `diff` find.
#
#   tests/long/slips.sh [SLIPS [SEED]]    12 of each kind and seed 1 if nothing is said
#
# Takes about half an hour for 12, nearly all of it for the shipped set.
set -euo pipefail
cd "$(dirname "$0")/../.."
time SLIPS=${1:-12} SLIPS_SEED=${2:-1} cargo test --locked --release --test it -- --ignored --nocapture slips::slips_of_all_sets

#!/usr/bin/env bash
# Tries every law that is stated over random questionnaires, responses, files, conditions and texts on 10,000 cases each,
# where `cargo test` takes a sample.
#
#   tests/long/properties.sh [SEED [CASES]]    seed 1 and 10,000 cases if nothing is said
#
# Takes minutes rather than seconds, after an optimised build. `cargo test` uses seed 0, so this meets others.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PROPTEST_RNG_SEED=${1:-1} PROPTEST_CASES=${2:-10000}
echo "properties: $PROPTEST_CASES cases of each law, seed $PROPTEST_RNG_SEED"
# The modules that have laws. `new_sets` starts the program for each case: a tenth of the cases is enough there.
time cargo test --locked --release --test it -- ageing:: blanks:: certainty:: plans:: private:: batch:: conditions:: contracts:: diagnostics:: documents:: graphs:: \
  interviews:: outside:: periods:: properties:: reading:: report_laws:: reports:: responses:: scenarios::
export PROPTEST_CASES=$((PROPTEST_CASES / 10))
time cargo test --locked --release --test it -- new_sets:: smp_scenarios::every_interview

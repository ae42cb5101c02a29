#!/usr/bin/env bash
# Holds every proof against full enumeration of 1,000 random small sets a law, where `cargo test` tries a few dozen.
#
#   tests/long/proofs.sh [SEED [CASES]]        seed 0 and 1,000 cases if nothing is said
#
# Takes minutes rather than seconds, after an optimised build. The same seed tries the same sets on every machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PROOF_SEED=${1:-0} PROOF_CASES=${2:-1000} PROOF_SPACE=${PROOF_SPACE:-3000}
echo "proofs: $PROOF_CASES sets of at most $PROOF_SPACE responses for each law, seed $PROOF_SEED"
time cargo test --locked --release --test it -- proofs:: plans::promises_about guidelines::what_is_told --nocapture
echo "reasons: the fewest answers that decide, of every scenario person"
time REASON_EACH=1 cargo test --locked --release --test it -- smp_scenarios::for_nearly_everybody --nocapture

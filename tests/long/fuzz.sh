#!/usr/bin/env bash
# Fuzzes every reader for ten minutes, from the seeds of `fuzz/seeds` and the fixtures.
#
#   tests/long/fuzz.sh [SECONDS [TARGET…]]     600 seconds and all targets if nothing is said
#
# Takes as long as it is told for each of the five targets, on one core. Chance is the fuzzer's own; it prints its seed.
# Needs `cargo install cargo-fuzz --locked`.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-600}
shift || true
exec fuzz/run "$seconds" "$@"

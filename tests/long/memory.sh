#!/usr/bin/env bash
# Holds that the memory of `batch` stays below 32 MB, however long its input: lines, rows of CSV and packed lines, from a file and
# from a pipe, short records and whole ones.
#
#   tests/long/memory.sh [RESPONSES]           1000000 if nothing is said
#
# Takes minutes, after an optimised build. Needs Python 3.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --locked --release --bin candidacy
exec python3 tests/long/memory.py "${CARGO_TARGET_DIR:-target}/release/candidacy" "${1:-1000000}"

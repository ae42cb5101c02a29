#!/usr/bin/env bash
# How the time and the memory of `check`, `diff`, `list` and `graph` grow with a set: five sorts of sets with 125 to 2,000 questions. Prints
# the tables of docs/speed.md.
#
#   tests/long/growth.sh [SIZE ...]            125 250 500 1000 2000 if nothing is said
#
# Takes minutes, after an optimised build. Needs Python 3.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --locked --release --bin candidacy
exec python3 tests/long/growth.py "${CARGO_TARGET_DIR:-target}/release/candidacy" "$@"

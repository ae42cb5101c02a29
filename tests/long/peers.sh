#!/usr/bin/env bash
# Judges the same responses with other rule engines, checks that all agree, and measures them.
#
#   tests/long/peers.sh [ROUNDS [RESPONSES]]   5 rounds of 200,000 responses if nothing is said
#
# Takes about half an hour, most of it building the engines; the responses are drawn from a fixed seed.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec benches/peers/run.sh "$@"

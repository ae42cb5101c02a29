#!/bin/sh
# Builds every engine alone (so that no engine's features leak into another), runs all of them in turn for some rounds, and
# prints medians. Usage: benches/peers/run.sh [ROUNDS [RESPONSES]]. Needs a Rust toolchain and python3; no network after the
# first build.
set -eu
cd "$(dirname "$0")"
rounds=${1:-5} count=${2:-200000}
engines="ours native datalogic zen minijinja cel"
built=""
for engine in $engines; do
    if cargo build --quiet --release -p "peer-$engine"; then built="$built $engine"; else echo "not built: $engine" >&2; fi
done
: > results.jsonl
round=0
while [ "$round" -lt "$rounds" ]; do
    for engine in $built; do "target/release/peer-$engine" "$count" >> results.jsonl; done
    round=$((round + 1))
done
target/release/peer-ours growth > growth.jsonl
target/release/peer-ours threads > threads.jsonl
python3 summary.py

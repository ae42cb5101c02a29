#!/bin/sh
# Measures this project beside other rule engines, and as whole processes, and prints tables. One command:
#
#   benches/peers/run.sh [ROUNDS [RESPONSES]]
#
# Each engine is built alone, so that no engine's features leak into another. Then all run in turn for some rounds, on both
# question sets. Needs a Rust toolchain and python3, and node with npm for two of the engines; no network after the first build.
set -eu
cd "$(dirname "$0")"
rounds=${1:-5} count=${2:-200000}
# json-rules-engine takes a thousand times as long as others. It judges fewer responses; the summary says how many.
slow_course="$count 20000" slow_smp="10000 2000"
export CARGO_TARGET_DIR="$PWD/target"
release="$CARGO_TARGET_DIR/release"

mkdir -p made
cargo build --quiet --release -p peer-prepare
"$release/peer-prepare" "$count" > made/sets.jsonl
built=""
for engine in ours native datalogic zen zen-table cel minijinja; do
    if cargo build --quiet --release -p "peer-$engine"; then built="$built $engine"; else echo "not built: $engine" >&2; fi
done
node=""
if command -v node > /dev/null && command -v npm > /dev/null && (cd node && npm ci --silent --no-audit --no-fund); then
    node=yes
else
    echo "not measured: json-logic-engine, json-rules-engine (node or npm is missing, or cannot install)" >&2
fi

: > made/results.jsonl
round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    for set in course smp; do
        echo "round $round of $rounds: $set" >&2
        for engine in $built; do
            "$release/peer-$engine" "$set" "$count" >> made/results.jsonl || echo "failed: $engine on $set" >&2
        done
        [ -n "$node" ] || continue
        if [ "$set" = course ]; then slow=$slow_course; else slow=$slow_smp; fi
        node node/bench.mjs json-logic-engine "$set" "$count" >> made/results.jsonl || echo "failed: json-logic-engine on $set" >&2
        # shellcheck disable=SC2086
        node node/bench.mjs json-rules-engine "$set" $slow >> made/results.jsonl || echo "failed: json-rules-engine on $set" >&2
    done
done
"$release/peer-ours" growth > made/growth.jsonl
"$release/peer-ours" threads > made/threads.jsonl

cargo build --quiet --release --manifest-path ../../Cargo.toml
python3 process.py "$release/candidacy" "$rounds" > made/process.json
python3 summary.py

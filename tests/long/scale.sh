#!/usr/bin/env bash
# Judges the same rows by one program alone, by Spark on two workers of which one is killed midway, and by DuckDB, through the
# scripts in examples/scale, and holds every record against the others. Prints the table of docs/scale.md.
#
#   tests/long/scale.sh [ROWS [SEED]]     1,000,000 rows and seed 1 if nothing is said
#
# Needs Java 17 or newer and Python 3.10 or newer; PySpark, DuckDB and pyarrow are fetched into target/scale.
set -euo pipefail
cd "$(dirname "$0")/../.."
java -version 2>&1 | head -1 | grep -qE '"(1[7-9]|[2-9][0-9])' ||
  { echo 'scale: Java 17 or newer is missing, on which Spark runs' >&2; exit 1; }
python=target/scale/bin/python
if [ ! -x "$python" ]; then
  python3 -m venv target/scale
  "$python" -m pip install --quiet pyspark==4.3.0 duckdb==2.0.1 pyarrow==26.0.1 pandas==3.1.1
fi
cargo build --locked --release --bin candidacy
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
PATH="$PWD/target/scale/bin:$PATH"
CANDIDACY=${CARGO_TARGET_DIR:-$PWD/target}/release/candidacy
SPARK_LOCAL_IP=127.0.0.1
export PATH CANDIDACY SPARK_LOCAL_IP
"$python" tests/long/scale.py "${1:-1000000}" "${2:-1}" "$folder"

#!/usr/bin/env bash
# Everything here, one after the other: tests/long/all.sh. The fuzzers alone
# take 50 minutes. Without the other engines, which have `peers.sh`.
set -euo pipefail
cd "$(dirname "$0")"
for one in proofs diff properties slips kills fuzz; do
  printf '\n== %s\n' "$one"
  "./$one.sh"
done

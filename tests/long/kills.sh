#!/usr/bin/env bash
# Kills interviews, and makes the calls of the system fail by which drafts are written and deleted: each in turn, and signals
# at random moments. After each it is held that no answer is lost, that nothing that was said to be deleted is there, and
# that the folder is empty once somebody has finished. Prints a table.
#
#   tests/long/kills.sh [KILLS [SEED]]    500 random signals and seed 1 if nothing is said; Linux, with strace
#
# Takes a few minutes, after the build.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v strace > /dev/null; then
  echo "kills: strace is missing, which makes calls of the system fail; trying to install it" >&2
  apt-get install -y strace >&2 || { echo "kills: install strace, and run this again" >&2; exit 1; }
fi
time KILLS=${1:-500} KILLS_SEED=${2:-1} cargo test --locked --test it -- --ignored --nocapture kills::

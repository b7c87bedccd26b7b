#!/bin/bash
# Fuzzes one target that scripts/fuzz has built: run.sh TARGET SECONDS
# TARGET is VarlinkCodecFuzz, VarlinkIDLFuzz, CaseFuzz or DeviceFuzz/NAME. Found inputs go to
# .build-fuzz/found/TARGET; scripts/fuzz --keep takes the interesting ones into the target's seeds.
set -euo pipefail
target=$1 seconds=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$root/.build-fuzz
product=${target%%/*} name=${target#*/}
seeds=$root/Tests/Fuzz/$product/Corpus
if [ "$name" != "$product" ]; then seeds=$seeds/$name; fi
found=$scratch/found/$target
log=$found.log
mkdir -p "$found"

# The backtracer would name itself instead of our frame. libFuzzer's own limit on memory is there to
# find parsers that a device makes grow. Its limit on time is by the wall's clock: a machine that
# stands still for ten seconds is no parser that hangs.
leaks=suppressions=$root/Tests/Fuzz/leaks.supp:print_suppressions=0
HALLWAY_FUZZ_TARGET=$name SWIFT_BACKTRACE=enable=no LSAN_OPTIONS=$leaks "$scratch/release/$product" \
  -max_total_time="$seconds" -max_len=4096 -timeout=60 -rss_limit_mb=1024 -print_final_stats=1 \
  -artifact_prefix="$found-" "$found" "$seeds" >"$log" 2>&1 ||
  { tail -40 "$log"; echo "FAILED: $target; the input is $found-*"; exit 1; }
grep -q "Loaded 1 modules" "$log" || { echo "$target: built without coverage" >&2; exit 1; }

runs=$(grep -oP 'stat::number_of_executed_units: *\K\d+' "$log")
covered=$(grep -oP ' cov: \K\d+' "$log" | tail -1)
printf '%-28s %11d executions, %6s edges covered, %5d inputs\n' "$target" "$runs" "$covered" \
  "$(find "$found" "$seeds" -type f | wc -l)"

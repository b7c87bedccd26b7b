#!/bin/sh
# Fuzzes one target with libFuzzer and AddressSanitizer: run.sh TARGET [SECONDS]
# Found inputs go to .build-fuzz/TARGET; keep the interesting ones in the target's Corpus folder.
set -eu
target=$1 seconds=${2:-60}
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$root/.build-fuzz
# One --sanitize option only: with two, which one takes effect changes from build to build.
swift build --package-path "$root" -c release --product "$target" --sanitize=fuzzer \
  -Xswiftc -sanitize=fuzzer,address -Xswiftc -DFUZZING --scratch-path "$scratch"
binary=$scratch/release/$target
# A fuzzer without instrumentation runs blind and always passes.
nm "$binary" | grep -q __asan_report || { echo "$target: built without AddressSanitizer" >&2; exit 1; }
mkdir -p "$scratch/$target"
log=$scratch/$target.log
# The backtracer would name itself instead of our frame.
SWIFT_BACKTRACE=enable=no "$binary" -max_total_time="$seconds" -max_len=4096 -timeout=10 \
  -artifact_prefix="$scratch/" "$scratch/$target" "$root/Tests/Fuzz/$target/Corpus" \
  >"$log" 2>&1 || { tail -40 "$log"; exit 1; }
grep -q "Loaded 1 modules" "$log" || { echo "$target: built without coverage" >&2; exit 1; }
tail -2 "$log"

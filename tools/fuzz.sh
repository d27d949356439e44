#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Runs each target of fuzz/ for some seconds, from the seeds in fuzz/seeds; prints TAP.
# Usage: tools/fuzz.sh SECONDS [TARGET ...]
set -u

seconds=${1:-20}
[ $# -gt 0 ] && shift
build="build-fuzz"
seeds=$PWD/fuzz/seeds

if ! echo 'int LLVMFuzzerTestOneInput(const char *, long); int LLVMFuzzerTestOneInput(const char *a, long b) { return !a && b; }' |
	clang -fsanitize=fuzzer -xc -o /dev/null - 2>/dev/null; then
	echo '1..0 # SKIP clang has no libFuzzer here'
	exit 0
fi
if [ ! -f $build/build.ninja ]; then
	CC=clang meson setup $build --buildtype=debugoptimized -Dwerror=false -Dfuzz=enabled \
		-Dc_args=-fsanitize=fuzzer-no-link \
		-Db_sanitize=address,undefined -Db_lundef=false >$build.log 2>&1 || {
		cat $build.log
		exit 1
	}
	rm -f $build.log
fi
meson compile -C $build >$build/compile.log 2>&1 || {
	cat $build/compile.log
	exit 1
}

if [ $# = 0 ]; then
	# shellcheck disable=SC2013 # names without blanks
	for file in $(grep -l LLVMFuzzerTestOneInput fuzz/*.c); do
		[ "$file" = fuzz/replay.c ] || set -- "$@" "$(basename "$file" .c)"
	done
fi
echo "1..$#"

# Two at a time: a target is one thread, and the smallest machine this runs on has two cores.
number=0
status=0
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
run() {
	corpus=$build/corpus/$1
	mkdir -p "$corpus"
	folders=$corpus
	[ -d "$seeds/$1" ] && folders="$corpus $seeds/$1"
	# shellcheck disable=SC2086 # two folders
	if "$build/fuzz/fuzz_$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
		-print_final_stats=1 -artifact_prefix="$build/$1-" $folders >"$build/$1.log" 2>&1; then
		echo "# $1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$1.log") inputs" >"$build/$1.tap"
		echo "ok $2 - $1" >>"$build/$1.tap"
	else
		tail -n 60 "$build/$1.log" | sed 's/^/# /' >"$build/$1.tap"
		echo "not ok $2 - $1" >>"$build/$1.tap"
	fi
}
while [ $# -gt 0 ]; do
	number=$((number + 1))
	first=$1
	second=${2:-}
	run "$first" $number &
	if [ -n "$second" ]; then
		number=$((number + 1))
		run "$second" $number
		shift
	fi
	shift
	wait
	for name in $first $second; do
		cat "$build/$name.tap"
		grep -q '^not ok' "$build/$name.tap" && status=1
	done
done
exit $status

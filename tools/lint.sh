#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# clang-format and clang-tidy over the project's C; prints TAP. Usage: tools/lint.sh BUILD
set -u

build=${1:-build}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=0

# report NUMBER NAME TOOL STATUS: the result, and what the tool said when it was not content.
report() {
	if ! command -v "$3" >/dev/null 2>&1; then
		echo "ok $1 - $2 # SKIP $3 is not installed"
	elif [ "$4" = 0 ]; then
		echo "ok $1 - $2"
	else
		sed 's/^/# /' "$log"
		echo "not ok $1 - $2"
		failed=1
	fi
}

sources() {
	find include src tests fuzz tools -path fuzz/seeds -prune -o \( -name '*.c' "$@" \) -type f -print | sort
}

echo 1..2
sources -o -name '*.h' | xargs clang-format --dry-run -Werror >"$log" 2>&1
report 1 clang-format clang-format $?

# Only what the build compiles has the flags that clang-tidy needs. The analyzer gets a third of the
# states that it would look at by itself in one function, as in its shallow mode: with all of them it
# takes longer than everything else that is checked.
sources | grep -F "$(sed -n 's/^ *"file": "\(\.\.\/\)*\(.*\)".*/\2/p' "$build/compile_commands.json")" |
	xargs -n 4 -P "$(nproc)" clang-tidy -quiet -p "$build" --extra-arg=-Wno-unknown-warning-option \
		--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=75000 \
		>"$log" 2>/dev/null
report 2 clang-tidy clang-tidy $?
exit $failed

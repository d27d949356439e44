#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Installs the packages that a task needs, and says which. Silent when all are there.
#
#	tools/setup.sh [--check] build|test|lint|fuzz|trees ...
#
# --check installs nothing and says what is missing. Status: 0, or 1 when something is missing that
# the build cannot do without. What only tests need and cannot be had is named, and they skip it.
set -eu

# package[|other name], and a command that succeeds where it is there: for machines without dpkg.
packages() {
	case $1 in
	build)
		cat <<-'END'
			gcc             cc --version
			libc6-dev       echo '#include <linux/types.h>' | cc -fsyntax-only -xc -
			meson           meson --version
			ninja-build     ninja --version
			pkgconf|pkg-config  pkg-config --version
			libfyaml-dev    pkg-config --exists libfyaml
			libgit2-dev     pkg-config --exists libgit2
			libarchive-dev  pkg-config --exists libarchive
			scdoc           pkg-config --exists scdoc
			python3         python3 --version
		END
		;;
	test)
		packages build
		cat <<-'END'
			libcmocka-dev   pkg-config --exists cmocka
			python3-tap     python3 -c 'import tap'
			python3-yaml    python3 -c 'import yaml'
			python3-jsonschema  python3 -c 'import jsonschema'
			clang           clang --version
		END
		;;
	lint)
		packages test
		cat <<-'END'
			clang-format    clang-format --version
			clang-tidy      clang-tidy --version
		END
		;;
	fuzz)
		packages test
		cat <<-'END'
			libclang-rt-dev echo 'int x;' | clang -fsanitize=fuzzer-no-link -c -o /dev/null -xc -
		END
		;;
	trees)
		packages test
		cat <<-'END'
			apt             apt-get --version
			dpkg-dev        dpkg-source --version
			xz-utils        xz --version
		END
		;;
	*)
		echo "setup.sh: no such task: $1" >&2
		exit 2
		;;
	esac
}

# Prints the packages of stdin's list that are not there, one a line.
missing() {
	if [ "$debian" = yes ]; then
		installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p')
	fi
	sort -u | while read -r names probe; do
		found=no
		if [ "$debian" = yes ]; then
			for name in $(echo "$names" | tr '|' ' '); do
				if printf '%s\n' "$installed" | grep -qxF -- "$name"; then found=yes; fi
			done
		elif sh -c "$probe" >/dev/null 2>&1 </dev/null; then
			found=yes
		fi
		if [ "$found" = no ]; then echo "${names%%|*}"; fi
	done
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo -- "$@"
	fi
}

apt() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
		-o Dpkg::Use-Pty=0 "$@" </dev/null
}

# Brings the lists of packages up to date, once, and only when what is asked for is not in them.
updated=no
update() {
	if [ "$updated" = no ]; then
		updated=yes
		apt update >>"$log" 2>&1
	fi
}

install() {
	if ! apt-get -qq -s --no-install-recommends install "$@" >/dev/null 2>&1 </dev/null; then
		update || true
	fi
	apt install -y --no-install-recommends "$@" >>"$log" 2>&1 && return 0
	update || return 1
	apt install -y --no-install-recommends "$@" >>"$log" 2>&1
}

check=no
if [ "${1:-}" = --check ]; then
	check=yes
	shift
fi
debian=no
if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then debian=yes; fi

list=$(for task in "${@:-build}"; do packages "$task"; done)
wanted=$(printf '%s\n' "$list" | missing | tr '\n' ' ')
wanted=${wanted% }
if [ -z "$wanted" ]; then exit 0; fi

if [ "$check" = yes ] && [ "$debian" = yes ]; then
	echo "Not installed: $wanted" >&2
	echo "To install it: make setup" >&2
	exit 1
fi
if [ "$debian" = no ]; then
	echo "Not found, by the names that Debian gives them: $wanted" >&2
	exit 0
fi
if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
	echo "Not installed: $wanted" >&2
	echo "There is no sudo; as root: apt-get install --no-install-recommends $wanted" >&2
	exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing: $wanted"
# shellcheck disable=SC2086 # a list of words
if install $wanted; then exit 0; fi

# All together failed: one by one, so that one package that cannot be had costs only itself.
for name in $wanted; do install "$name" || true; done
left=$(printf '%s\n' "$list" | missing | tr '\n' ' ')
left=${left% }
if [ -z "$left" ]; then exit 0; fi
if [ -n "$(packages build | missing)" ]; then
	tail -n 20 "$log" >&2
	echo "Could not be installed: $left" >&2
	exit 1
fi
echo "Could not be installed: $left; the tests that need it are skipped." >&2

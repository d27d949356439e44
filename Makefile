# SPDX-License-Identifier: BSD-3-Clause
# A thin front to meson. "make help" lists the targets.

BUILD ?= build
PREFIX ?= /usr/local
MESON_ARGS ?=
# Seconds that "make fuzz" gives to each target.
FUZZ_SECONDS ?= 20

# The standard's text, one folder an edition; the tests that hold the registry to it need it.
STANDARD = $(if $(ETALON_STANDARD),-Dstandard='$(ETALON_STANDARD)')

MESON_TEST = meson test --print-errorlogs

# Sets a build folder up; again when packages have come since, as what is there decides what is built.
configure = if [ ! -f $(1)/build.ninja ]; then \
		meson setup $(1) --prefix='$(PREFIX)' $(STANDARD) $(2) $(MESON_ARGS); \
	elif [ /var/lib/dpkg/status -nt $(1)/build.ninja ]; then \
		meson setup --reconfigure $(1); \
	fi

.PHONY: all help setup demo test test-trees bench asan fuzz lint install clean

all:
	@tools/setup.sh --check build
	@$(call configure,$(BUILD))
	@meson compile -C $(BUILD)

help:
	@echo 'make             build $(BUILD)/etalon'
	@echo 'make setup       install all packages that any target needs'
	@echo 'make demo        install what the build needs, build, check /usr/include/linux'
	@echo 'make test        install what tests need, build, run all tests; needs no network then'
	@echo 'make test-trees  the tests on the headers of Linux and QEMU versions; fetches them'
	@echo 'make bench       time and memory, against gcc on the same headers'
	@echo 'make asan        all tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make fuzz        each fuzz target for FUZZ_SECONDS=$(FUZZ_SECONDS)'
	@echo 'make lint        clang-format and clang-tidy'
	@echo 'make install     to PREFIX=$(PREFIX) below DESTDIR=$(DESTDIR)'
	@echo 'make clean       remove what was built'

setup:
	@tools/setup.sh build test lint fuzz trees

demo:
	@tools/setup.sh build
	@$(MAKE) --no-print-directory all
	@tools/demo.sh $(BUILD)/etalon

test:
	@tools/setup.sh test
	@$(call configure,$(BUILD))
	@$(MESON_TEST) -C $(BUILD); status=$$?; \
		tools/count_tests.py $(BUILD)/meson-logs/testlog.json || status=1; exit $$status

test-trees:
	@tools/setup.sh trees
	@$(call configure,$(BUILD))
	@$(MESON_TEST) -C $(BUILD) --suite trees

bench:
	@tools/setup.sh build
	@$(call configure,$(BUILD))
	@meson test -C $(BUILD) --benchmark --verbose

asan:
	@tools/setup.sh test
	@# Instrumented code makes gcc warn of what is not there; "make" has the warnings.
	@$(call configure,build-asan,--buildtype=debugoptimized -Dwerror=false \
		-Db_sanitize=address$(comma)undefined -Db_lundef=false)
	@ETALON_SANITIZE=address,undefined ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 \
		UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 $(MESON_TEST) -C build-asan

fuzz:
	@tools/setup.sh fuzz
	@tools/fuzz.sh $(FUZZ_SECONDS)

lint:
	@tools/setup.sh lint
	@$(call configure,$(BUILD))
	@meson compile -C $(BUILD)
	@tools/lint.sh $(BUILD)

install: all
	@meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf $(BUILD) build-asan build-fuzz build-ci

comma := ,

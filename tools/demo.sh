#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# What "make demo" shows: a check of this machine's own headers, and what to try next.
set -u

etalon=$1
headers=${2:-/usr/include/linux}

echo
echo "\$ $etalon check $headers"
"$etalon" check "$headers"
status=$?
# Differences (1) are what a demonstration is for; only a check that did not happen is an error.
if [ "$status" -gt 1 ]; then exit "$status"; fi

if [ "$status" = 0 ]; then
	meaning="nothing here breaks the wire"
else
	meaning="something here differs on the wire"
fi
manual=$(dirname "$etalon")/man/etalon.1
cat <<END

Exit status $status: $meaning. What to try next:

  $etalon show VIRTIO_NET_F_MRG_RXBUF   what a name is, and where the standard has it
  $etalon show virtio_blk_config        a record, field by field
  $etalon list blk                      all that the standard defines for an interface
  $etalon explain W103                  what a rule means
  $etalon check --format json DIR       the same as above for programs
END
if [ -f "$manual" ]; then
	echo "  man ./$manual                  the manual"
fi
cat <<END
  make test                                  all tests
END

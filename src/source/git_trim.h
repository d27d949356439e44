/* SPDX-License-Identifier: BSD-3-Clause */
/* Keeping small what a large repository takes of memory. Private to src/source. */
#ifndef ETALON_GIT_TRIM_H
#define ETALON_GIT_TRIM_H

/*
 * When much of this process's memory is of mapped files, lets go of its large indexes of packs,
 * which libgit2 maps whole: to look for a few hundred of a kernel's ten million objects touches so
 * much of its index that hundreds of megabytes count as this process's. Nothing is unmapped, and
 * what is needed again comes back from the page cache. Does nothing where /proc is not there.
 */
void et_git_trim(void);

#endif

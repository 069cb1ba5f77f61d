#!/bin/sh
# git2.sh: write the header through which the git room calls libgit2
#
# usage: sh src/repo/git2.sh src/repo/*.c >build/gen/git2_lazy.h
# Each function of libgit2 that the files call becomes a pointer; what sets
# them is repo_lib.c.
set -eu
LC_ALL=C
export LC_ALL

calls=$(grep -ohE '\bgit_[a-z0-9_]+\(' "$@" | tr -d '(' | sort -u)

echo '/* git2_lazy.h: written by src/repo/git2.sh; do not edit */'
echo '#ifndef GIT2_LAZY_H'
echo '#define GIT2_LAZY_H'
echo '#include <git2.h>'
echo '#include <git2/sys/hashsig.h>'
echo '#include <git2/sys/mempack.h>'
echo '#include <git2/sys/repository.h>'
echo '#include <git2/sys/transport.h>'
echo 'struct repo_lib {'
for f in $calls; do
	echo "	__typeof__($f) *$f;"
done
echo '};'
echo 'extern struct repo_lib repo_lib;'
echo '#define REPO_LIB_NAMES \'
for f in $calls; do
	echo "	{ \"$f\", offsetof(struct repo_lib, $f) }, \\"
done
echo '	{ NULL, 0 }'
# A macro with arguments of its own name is not expanded in itself, and a
# member of that name without a call is left alone.
for f in $calls; do
	echo "#define $f(...) (repo_lib.$f)(__VA_ARGS__)"
done
echo '#endif'

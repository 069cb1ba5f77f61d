#!/bin/sh
# embed.sh: write a C file that holds the bytes of the files named
#
# usage: sh src/tmpl/embed.sh FILE… >build/gen/embed.c
# What it defines is declared in embed.h.
set -eu
LC_ALL=C
export LC_ALL

echo '/* embed.c: written by src/tmpl/embed.sh; do not edit */'
echo '#include "tmpl/embed.h"'

# Sorted by the bytes of the name, as embed.h promises.
names=$([ $# -eq 0 ] || printf '%s\n' "$@" | sort -u)
IFS='
'
set -f
rows=
n=0
for name in $names; do
	echo "static const unsigned char file_${n}[] = {"
	od -An -v -tu1 -w32 <"$name" | sed 's/  */,/g; s/^,//; s/$/,/'
	echo '0 };'
	rows="$rows	{ \"$name\", file_$n, sizeof(file_$n) - 1 },
"
	n=$((n + 1))
done
printf 'const struct tmpl_file tmpl_files[] = {\n%s\t{ NULL, NULL, 0 },\n};\n' \
	"$rows"
echo "const size_t tmpl_files_n = $n;"

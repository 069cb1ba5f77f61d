#!/bin/sh
# banned.sh: the functions of base/banned.h are not called
#
# gcc refuses them too, but only in what it compiles, and clang misses those
# that the system's headers define inline.
. "$(dirname "$0")/../lib.sh"
cd "$TOP" || exit 1

names='strcpy strcat sprintf vsprintf strtok atoi atol gmtime localtime system'

found=$(find src -name '*.[ch]' ! -path src/base/banned.h \
	-exec awk -f tests/style/code.awk {} + |
	grep -E "[^_[:alnum:]]($(echo "$names" | tr ' ' '|')) *\(")
is "$found" "" "no banned function is called"

for name in $names; do
	grep -q "[ *]$name(.*BANNED" src/base/banned.h || echo "$name"
done >"$T/free"
is "$(cat "$T/free")" "" "banned.h and this list are the same"

done_testing

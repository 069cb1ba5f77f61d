#!/bin/sh
# unique.sh: a file is found by its name, and its first line says what it is
. "$(dirname "$0")/../lib.sh"
cd "$TOP" || exit 1

files=$(find src -name '*.[ch]' | sort)

is "$(printf '%s\n' "$files" | sed 's,.*/,,' | sort | uniq -d)" "" \
	"no two files have the same name"

# base/ is excepted: there the file is the prefix. So is embed.h, which has no
# embed.c beside it but speaks for the generated one.
for file in $files; do
	name=${file##*/}
	room=${file#src/}
	room=${room%%/*}
	case $file in
	src/base/* | src/tmpl/embed.h | src/main.c) ;;
	src/"$room"/"$room".[ch] | src/"$room"/"$room"_*) ;;
	*) echo "$file: the name does not begin with $room" ;;
	esac
	first=$(head -n 1 "$file")
	case $first in
	"/* $name: "?*) ;;
	*) echo "$file:1: not /* $name: what it is */" ;;
	esac
done >"$T/names"
is "$(grep 'begin with' "$T/names")" "" "names begin with the room"
is "$(grep ':1:' "$T/names")" "" "the first line says what the file is"

done_testing

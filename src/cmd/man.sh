#!/bin/sh
# man.sh: a page of the manual in Markdown → a manual page for man(1)
#
# usage: sh src/cmd/man.sh VERSION DATE PAGE.md [INDEX.md] >PAGE.1
#
# The text is the same as on the wiki's site. cmark-gfm turns Markdown into
# man(7); before it man.awk makes of the page what man expects (a name, a
# description, references for wiki links, lists for tables), and behind it
# mends what mandoc -Tlint would find. INDEX.md lends its list of commands to
# the page of the program itself. The same input gives the same bytes.
set -eu

version=$1
date=$2
page=$3
name=$(basename "$page" .md)
[ "$name" = halfhour ] || name=halfhour-$name
here=$(dirname "$0")

LC_ALL=C awk -v step=before -f "$here/man.awk" "$page" ${4:+"$4"} |
	cmark-gfm --to man |
	LC_ALL=C awk -v step=behind -v name="$name" -v version="$version" \
		-v date="$date" -f "$here/man.awk"

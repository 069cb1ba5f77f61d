#!/bin/sh
# golden.sh: each input in a folder below gives the output that lies beside it
#
# note/NAME.md is rendered; NAME.html is the page fragment it gives and
# NAME.diag what is said about it, if anything is. To add one, write the input
# and run `make bless`, which calls this with --make DIR: the outputs are then
# written into DIR, a copy of this folder.

# One golden output set: render INPUT to BASE.html and BASE.diag.
make_note() {
	# 1 is a note with a mistake in it, and that is golden too.
	"$HALFHOUR" render "$1" >"$2.html" 2>"$2.diag" || [ $? -eq 1 ] || return 1
	[ -s "$2.diag" ] || rm -f "$2.diag"
}

if [ "${1:-}" = --make ]; then
	cd "$2" || exit 1
	for input in note/*.md; do
		[ -e "$input" ] || continue
		make_note "$input" "${input%.md}" || exit 1
	done
	exit 0
fi

. "$(dirname "$0")/../lib.sh"
mkdir note
cp "$TOP"/tests/golden/note/*.md note/ 2>/dev/null ||
	skip_all "there are no inputs"
for input in note/*.md; do
	base=${input%.md}
	ok "$base renders" make_note "$input" "$base"
	for kind in html diag; do
		want=$TOP/tests/golden/$base.$kind
		[ -e "$want" ] || want=/dev/null
		[ -e "$base.$kind" ] || : >"$base.$kind"
		same "$base.$kind" "$want" "$base.$kind"
	done
done
done_testing

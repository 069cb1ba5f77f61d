#!/bin/sh
# golden.sh: each input in a folder below gives the output that lies beside it
#
# note/NAME.md is rendered; NAME.html is the page fragment it gives and
# NAME.diag what is said about it, if anything is. To add one, write the input
# and run `make bless`, which calls this with --make DIR: the outputs are then
# written into DIR, a copy of this folder.
#
# dockerfile/NAME.md has a session in a container, and NAME.json is what the
# container said of it; NAME.dockerfile is the draft, NAME.warn its warnings
# and NAME.file what it copies.

# One golden output set: render INPUT to BASE.html and BASE.diag.
make_note() {
	# 1 is a note with a mistake in it, and that is golden too.
	"$HALFHOUR" render "$1" >"$2.html" 2>"$2.diag" || [ $? -eq 1 ] || return 1
	[ -s "$2.diag" ] || rm -f "$2.diag"
}

golden=$(cd "$(dirname "$0")" && pwd)

# The same of a draft: a wiki of one note, with the record of its session.
make_dockerfile() {
	wiki=$(mktemp -d) && mkdir -p "$wiki/notes/.runs/${1##*/}" || return 1
	git -c init.defaultBranch=main init -q "$wiki" || return 1
	cp "$1.md" "$wiki/notes/" || return 1
	python3 "$golden/dockerfile/make.py" "$1.md" "$1.json" \
		"$wiki/notes/.runs/${1##*/}/session.json" || return 1
	rm -f "$2.file"
	"$HALFHOUR" -C "$wiki" dockerfile "${1##*/}#session" \
		>"$2.dockerfile" 2>"$2.warn" || return 1
	"$HALFHOUR" -C "$wiki" --quiet dockerfile "${1##*/}#session" \
		--out "$wiki/out" 2>"$wiki/warn" &&
		cmp "$wiki/out/Dockerfile" "$2.dockerfile" || return 1
	for file in "$wiki"/out/*; do
		case $file in
		*/Dockerfile) ;;
		*)
			echo "== ${file##*/}" >>"$2.file"
			cat "$file" >>"$2.file"
			;;
		esac
	done
	[ -s "$2.warn" ] || rm -f "$2.warn"
	rm -rf "$wiki"
}

if [ "${1:-}" = --make ]; then
	cd "$2" || exit 1
	for input in note/*.md; do
		[ -e "$input" ] || continue
		make_note "$input" "${input%.md}" || exit 1
	done
	for input in dockerfile/*.md; do
		make_dockerfile "${input%.md}" "${input%.md}" || exit 1
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
mkdir dockerfile
cp "$TOP"/tests/golden/dockerfile/*.md "$TOP"/tests/golden/dockerfile/*.json dockerfile/
for input in dockerfile/*.md; do
	base=${input%.md}
	ok "$base is drafted" make_dockerfile "$base" "$base"
	for kind in dockerfile warn file; do
		want=$TOP/tests/golden/$base.$kind
		[ -e "$want" ] || want=/dev/null
		[ -e "$base.$kind" ] || : >"$base.$kind"
		same "$base.$kind" "$want" "$base.$kind"
	done
done
done_testing

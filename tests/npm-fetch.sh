#!/bin/sh
# npm-fetch.sh: the parts of the tests that come from npm
#
# usage: sh tests/npm-fetch.sh DIR
#
# playwright-core drives the Chromium of Debian; it downloads no browser of
# its own. axe-core and html-validate judge the pages. tests/npm/ pins them and
# all they need, each with the hash of its bytes. Nothing is asked of the
# network while what is there is of that list. Without them the browser tests
# are skipped, and fail when CI is set.
set -eu
dir=$1
list=$(dirname "$0")/npm

! cmp -s "$list/package-lock.json" "$dir/package-lock.json" || exit 0
mkdir -p "$(dirname "$dir")"
new=$(mktemp -d "$dir.XXXXXX")
trap 'rm -rf "$new"' EXIT
cp "$list/package.json" "$list/package-lock.json" "$new"
echo "fetching what the tests need from npm"
# Beside what is there, which stays if the network is not.
if npm ci --prefix "$new" --no-audit --no-fund --loglevel=error \
	--ignore-scripts </dev/null; then
	rm -rf "$dir"
	mv "$new" "$dir"
	trap - EXIT
else
	echo "they could not be fetched; the tests of the site need them" >&2
fi

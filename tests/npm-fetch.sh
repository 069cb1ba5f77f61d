#!/bin/sh
# npm-fetch.sh: the parts of the tests that come from npm
#
# usage: sh tests/npm-fetch.sh DIR
#
# playwright-core drives the Chromium of Debian; it downloads no browser of
# its own. Nothing is asked of the network once it is there. Without it the
# browser tests are skipped, and fail when CI is set.
set -eu
dir=$1
version=1.56.1

[ ! -d "$dir/node_modules/playwright-core" ] || exit 0
mkdir -p "$dir"
echo "fetching playwright-core $version"
npm install --prefix "$dir" --no-save --no-audit --no-fund --loglevel=error \
	--ignore-scripts "playwright-core@$version" </dev/null ||
	echo "playwright-core could not be fetched; the browser tests need it" >&2

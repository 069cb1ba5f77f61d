#!/bin/sh
# bless.sh: make the golden outputs anew, after showing what would change
#
# usage: HALFHOUR=build/halfhour sh tests/bless.sh [--yes]
# The outputs are those that tests/golden/golden.sh compares.
set -eu
cd "$(dirname "$0")/.."
HALFHOUR=${HALFHOUR:-$PWD/build/halfhour}
export HALFHOUR
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

# A copy with the new outputs in it, so that one diff shows everything.
cp -R tests/golden "$new/golden"
sh tests/golden/golden.sh --make "$new/golden" >/dev/null || {
	echo "the outputs could not be made" >&2
	exit 1
}
if diff -ruN tests/golden "$new/golden"; then
	echo "the golden outputs are as they should be"
	exit 0
fi
if [ "${1:-}" != --yes ]; then
	printf 'take these as the golden outputs? [y/N] '
	read -r answer || answer=
	case $answer in
	y | Y | yes) ;;
	*)
		echo "nothing changed"
		exit 1
		;;
	esac
fi
cp -R "$new/golden/." tests/golden/

# shellcheck shell=sh
# chromium.sh: what the tests of the site in a browser stand on
#
# Behind lib.sh. Ends the script where there is no browser, or nothing from
# npm, unless CI is set: then that is a failure. The tests before it count.
# $MODULES is the folder of modules. A program with sanitizers makes the same
# pages, so what a browser makes of them is asked once.

no_browser() {
	# shellcheck disable=SC2154
	[ "$tests_n" -gt 0 ] || skip_all "$1"
	skip "in a browser" "$1"
	done_testing
	exit
}

case $HALFHOUR in
*san/*) no_browser "the program without sanitizers makes the same pages" ;;
esac
MODULES=$TOP/build/npm/node_modules
CHROMIUM=$(command -v chromium) || CHROMIUM=
export CHROMIUM
if [ -z "$CHROMIUM" ] || [ ! -d "$MODULES/axe-core" ]; then
	[ -z "${CI:-}" ] || fail "Chromium and what is from npm are there"
	no_browser "Chromium, or what is from npm, is not there"
fi

# site_wiki DIR LANG [KEY=VALUE…]: a built wiki with pages of every kind. Its
# links that lead nowhere are meant to.
site_wiki() {
	lib_dir=$1
	lib_lang=$2
	shift 2
	"$HALFHOUR" init --lang "$lib_lang" "$lib_dir" >init.log 2>&1 &&
		python3 "$TOP/tests/site/wiki.py" "$lib_lang" "$lib_dir" &&
		env "$@" "$HALFHOUR" -C "$lib_dir" build --allow-broken \
			>build.log 2>&1 && return
	fail "$lib_dir: a wiki builds"
	diag "$(cat init.log build.log)"
}

#!/bin/sh
# man.sh: every command has a manual page for man(1), and it is in order
. "$(dirname "$0")/../lib.sh"
MANUAL=$TOP/notes/manual

for page in "$MANUAL"/*.md; do
	name=$(basename "$page" .md)
	set --
	case $name in
	index) continue ;;
	halfhour) set -- "$MANUAL/index.md" ;;
	*) name=halfhour-$name ;;
	esac
	sh "$TOP/src/cmd/man.sh" 1.2.3 2026-11-23 "$page" "$@" >"$name.1" ||
		echo "$page" >>failed
	sh "$TOP/src/cmd/man.sh" 1.2.3 2026-11-23 "$page" "$@" >again
	cmp -s again "$name.1" || echo "$page: not the same twice" >>failed
done
ok "a page for each one of the manual" not test -s failed
is "$(mandoc -T lint ./*.1 2>&1)" "" "mandoc finds nothing in them"

# ---- each command ----------------------------------------------------------

"$HALFHOUR" help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' >commands
ok "help lists commands" test -s commands
while read -r name; do
	page=halfhour-$name.1
	ok "$name has a page" test -s "$page" || continue
	"$HALFHOUR" help "$name" >help.txt
	is "$(sed -n '/^\.SH NAME/{n;p;}' "$page")" \
		"halfhour-$name \\- $(sed -n 3p help.txt)" "$name: the name"
	mandoc -T utf8 -O width=300 "$page" | LC_ALL=C.UTF-8 col -bx >"$name.txt"
	sed -n '1s/^usage: //p; /^  .*--/p' help.txt >want
	while IFS= read -r line; do
		grep -qF -e "$line" "$name.txt" || echo "$line"
	done <want >missing
	is "$(cat missing)" "" "$name: the usage and the options, as help has them"
	ok "$name: halfhour(1) names it" grep -qF "halfhour\\-$name\\fR(1)" \
		halfhour.1
done <commands

# ---- all pages -------------------------------------------------------------

cat ./*.1 | grep -o 'fBhalfhour[a-z\-]*.fR(1)' |
	sed 's/^fB//; s/.fR(1)$//; s/\\//g' | sort -u >named
ok "pages refer to each other" test -s named
while read -r name; do
	test -f "$name.1" || echo "$name"
done <named >missing
is "$(cat missing)" "" "and each that is referred to is there"
is "$(grep -n '\[\[manual/\|TPTPTP\|NAMENAME\|\\f\[' ./*.1)" "" \
	"nothing of Markdown or of the steps between is left"
like "$(mandoc -T utf8 halfhour-log.1 | LC_ALL=C.UTF-8 col -bx)" "어제 밤 9시" "Korean is shown"
like "$(mandoc -T utf8 halfhour-notes.1 | LC_ALL=C.UTF-8 col -bx)" '\[\[ipc/pipe\|pipes\]\]' \
	"wiki links that are an example stay as they are"
if command -v groff >/dev/null; then
	groff -k -man -T utf8 -ww ./*.1 >rendered 2>groff.log
	is "$(cat groff.log)" "" "groff has no warning either"
	like "$(LC_ALL=C.UTF-8 col -bx <rendered)" "어제 밤 9시" "and shows Korean too"
else
	skip "groff has no warning either" "there is no groff"
fi
done_testing

#!/bin/sh
# help.sh: the manual says what the program says
#
# Each command that `halfhour help` lists has a page whose summary, Synopsis
# and Options are the words of its entry, and each page is linked from the
# manual's first one.
. "$(dirname "$0")/../lib.sh"
MANUAL=$TOP/notes/manual

# The commands, one a line: indented rows between the usage and the options.
list_commands() {
	"$HALFHOUR" help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p'
}

# What stands in the first fence below the heading of this name.
fence_of() {
	awk -v want="## $2" '
		/^```/ && inside { exit }
		inside { print }
		/^```/ && found { inside = 1 }
		/^## / && !inside { found = $0 == want }
	' "$1"
}

# The first line of text behind the heading of the page.
summary_of() {
	awk 'found && NF { print; exit } /^# / { found = 1 }' "$1"
}

list_commands >commands
ok "help lists commands" test -s commands
while read -r name; do
	page=$MANUAL/$name.md
	if ! ok "$name has a page" test -f "$page"; then
		continue
	fi
	"$HALFHOUR" help "$name" >help.txt
	is "$(sed -n '/^title: /p' "$page")" "title: halfhour $name" \
		"$name: the title"
	is "$(summary_of "$page")" "$(sed -n 3p help.txt)" "$name: the summary"
	is "$(fence_of "$page" Synopsis)" "$(sed -n '1s/^usage: //p' help.txt)" \
		"$name: the synopsis"
	is "$(fence_of "$page" Options)" "$(grep '^  .*--' help.txt)" \
		"$name: the options"
	"$HALFHOUR" "$name" --help >other.txt
	same other.txt help.txt "$name --help says the same"
done <commands

# The global options stand in the page of the program itself.
is "$(fence_of "$MANUAL/halfhour.md" "Global options")" \
	"$("$HALFHOUR" help | grep '^  -')" "halfhour: the global options"

for page in "$MANUAL"/*.md; do
	name=$(basename "$page" .md)
	[ "$name" != index ] || continue
	ok "$name is linked from the first page" \
		grep -Eq "\[\[manual/$name(\\\\?\||\]\])" "$MANUAL/index.md"
done

# No page promises a command that there is not.
grep -oh 'halfhour [a-z][a-z]*' "$MANUAL"/*.md "$TOP/README.md" |
	sed 's/.* //' | sort -u >named
while read -r name; do
	grep -qx "$name" commands && continue
	unlike "$(grep -h "^\\$ .*halfhour $name\|\`halfhour $name" \
		"$MANUAL"/*.md "$TOP/README.md")" . \
		"halfhour $name is not shown as a command"
done <named
done_testing

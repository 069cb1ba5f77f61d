#!/bin/sh
# dockerfile.sh: the draft that a note shows is the one that its record gives
. "$(dirname "$0")/../lib.sh"
page=$TOP/notes/docker/hadoop-dockerfile.md

# fence LANGUAGE: what stands in the first block of it.
fence() {
	awk -v want="^\`\`\`$1\$" '$0 ~ want { inside = 1; next }
		/^```/ && inside { exit }
		inside { print }' "$page"
}
exits 0 "the session of docker/hadoop is drafted" \
	"$HALFHOUR" -C "$TOP" dockerfile 'docker/hadoop#base'
# Above FROM stand the engine and the image of one machine.
sed '1,2d' "$T/out" >draft
fence dockerfile >shown
same shown draft "the page shows it"
cp "$T/err" warnings
fence text >shown
same shown warnings "and its warnings"
done_testing

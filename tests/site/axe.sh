#!/bin/sh
# axe.sh: pages of every kind as axe-core judges them, in three languages
#
# What they look like stays in build/screenshots.
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"

shots=$TOP/build/screenshots
rm -rf "$shots"
mkdir -p "$shots"
for lang in ko en ja; do
	all=all
	[ $lang = ko ] || all=
	site_wiki $lang $lang
	exits 0 "$lang: Chromium opens pages" node "$TOP/tests/site/axe.js" \
		"$MODULES" "$T/$lang/site" "$shots" $lang ${all:+"$all"}
	is "$(grep -v ': fine$' "$T/out" | head -40)" "" \
		"$lang: axe-core has nothing to say of them"
	pages=$(find "$lang/site" -maxdepth 1 -name '*.html' ! -name today.html |
		wc -l)
	ok "$lang: pages of every kind were looked at" test \
		"$(grep -c ' 360 dark: ' "$T/out")" -gt "$pages"
done

# A large wiki has no other pages, but long ones.
"$HALFHOUR" init --lang ko large >init.log 2>&1
(cd large && python3 - <<'END_PY'
import os

os.makedirs("notes/많은")
with open("commits", "w", encoding="utf-8") as f:
    for i in range(500):
        with open(f"notes/많은/{i}.md", "w", encoding="utf-8") as note:
            note.write(f"---\ntags: [꼬리{i % 20}]\n---\n# {i}\n\n"
                       f"[[{i * 7 % 500}]] [[{i * 13 % 500}]]\n")
    for i in range(200):
        f.write("commit refs/heads/main\n"
                f"committer Ada <ada@example.org> {1795000000 + i * 600} +0900\n"
                f"data <<END\n{i}부터 고친다\nEND\n"
                + ("from refs/heads/main^0\n" if i == 0 else ""))
        for k in range(i, i + 8):
            f.write(f'M 100644 inline "notes/많은/{k}.md"\n'
                    f"data <<END\n# {k}\n\n{i}번째\nEND\n")
END_PY
git add notes && git commit -qm "많은 노트" &&
	git fast-import --quiet --force <commits &&
	git reset -q --hard)
exits 0 "500 notes and 200 commits" "$HALFHOUR" -C large build
is "$(grep -c '<li><time class="when"' large/site/changes.html)" 200 \
	"200 are shown"
exits 0 "large: Chromium opens pages" node "$TOP/tests/site/axe.js" \
	"$MODULES" "$T/large/site" "$shots" large "" graph.html changes.html
is "$(grep -v ': fine$' "$T/out" | head -40)" "" \
	"large: axe-core has nothing to say of them"
is "$(wc -l <"$T/out")" 4 "large: both, wide and light, narrow and dark"
done_testing

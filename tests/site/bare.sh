#!/bin/sh
# bare.sh: headings of a day that nothing stands below are not shown
. "$(dirname "$0")/../lib.sh"

# The fragment of a place, in the file of its note.
card() {
	awk -v name="$(python3 -c 'import sys, urllib.parse
print(urllib.parse.quote(sys.argv[1]))' "$1")" \
		'/^<!--/ { on = $0 == "<!--" name "-->"; next } on' "$2"
}

wiki --lang ko
mkdir -p notes/daily
cat >notes/daily/2026-11-23.md <<'END'
# 2026-11-23

## 리뷰

### 21:00–21:28 도커: 레이어

배운 것

## 회고

### KEEP

### PROBLEM

- 
-

### TRY

- [ ] 해 볼 것 ^taaa
END
# A day as `edit` begins one, in which nobody has looked back.
cat >notes/daily/2026-11-22.md <<'END'
# 2026-11-22

## 리뷰

### 21:00–21:28 도커: 레이어

배운 것

## 회고

### KEEP

### PROBLEM

### TRY
END
# Whatever stands there is shown.
cat >notes/daily/2026-11-21.md <<'END'
# 2026-11-21

### 21:00–21:28 도커: 레이어

## 회고

### KEEP

목록이 아닌 글

### PROBLEM

![[그림.png]]

### TRY

#### 다음에

- [ ] 할 것 ^tbbb
END
printf 'x' >notes/그림.png
printf '# 노트\n\n[[2026-11-23#회고]] [[2026-11-22#회고]]\n\n## KEEP\n\n## TRY\n' \
	>notes/노트.md
cp -r notes "$T/kept"
exits 0 "the wiki builds" "$HALFHOUR" build

# hidden PAGE: what of it is hidden.
hidden() {
	grep -o '<section class="kpt [a-z]*" hidden\|<h[1-6] id="[^"]*" hidden' \
		"$1" | sed 's/.*"kpt \([a-z]*\)".*/.\1/; s/.*id="\(.*\)" .*/\1/' |
		tr '\n' ' '
}

d=site/daily/2026-11-23.html
is "$(hidden $d)" ".keep keep .problem problem " "lists without an item"
like "$(cat $d)" '<section class="kpt try">' "what has one is shown"
is "$(grep -c 'href="#keep"\|href="#problem"' $d)" 0 \
	"they are not in the list of contents"
like "$(cat $d)" 'href="#try"' "what has one is"
d=site/daily/2026-11-22.html
is "$(hidden $d)" "회고 .keep keep .problem problem .try try " \
	"nor is what stands above all of them"
d=site/daily/2026-11-21.html
is "$(hidden $d)" "" "text, a picture and what is below count"
is "$(hidden site/노트.html)" "" "in a note a heading is a heading"
unlike "$(card 회고 site/preview/note/daily/2026-11-23.htm)" 'KEEP|PROBLEM' \
	"a card leaves them out"
like "$(card 회고 site/preview/note/daily/2026-11-23.htm)" 'TRY' \
	"and has the others"
ok "not a byte of the notes is another" diff -r notes "$T/kept"

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"
cat >look.js <<'END'
"use strict";
const { launch } = require(process.env.SHARED);
(async () => {
	const browser = await launch();
	const page = await browser.newPage();
	for (const day of ["2026-11-23", "2026-11-22", "2026-11-21"]) {
		await page.goto(`file://${process.cwd()}/site/daily/${day}.html`);
		console.log(day, (await page.$$eval(".prose :is(h2, h3, h4)", (all) =>
			all.filter((h) => h.checkVisibility())
				.map((h) => h.textContent))).join(" | "));
	}
	await browser.close();
})();
END
exits 0 "Chromium opens them" env SHARED="$TOP/tests/site/chromium.js" \
	node look.js "$MODULES"
is "$(cat "$T/out")" "2026-11-23 리뷰 | 21:00–21:28 도커: 레이어 | 회고 | TRY
2026-11-22 리뷰 | 21:00–21:28 도커: 레이어
2026-11-21 21:00–21:28 도커: 레이어 | 회고 | KEEP | PROBLEM | TRY | 다음에" \
	"a reader sees what has something below it"
done_testing

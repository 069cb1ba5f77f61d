#!/bin/sh
# valid.sh: every page is HTML as the standard has it, whatever the notes hold
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"

# valid DIR DESC: html-validate has nothing to say of the pages below DIR.
valid() {
	find "$1" -name '*.html' | sort >pages
	ok "$2: there are pages" test "$(wc -l <pages)" -gt 8
	xargs -d '\n' node "$MODULES/html-validate/bin/html-validate.mjs" \
		--config "$TOP/tests/site/valid.cjs" --formatter text \
		<pages >"$T/out" 2>&1
	is "$(sed "s|$T/||" "$T/out" | head -40)" "" "$2: html-validate is content"
}

# plain DIR DESC: no script of a page's own, and no style.
plain() {
	python3 - "$1" <<'END_PY' >"$T/out"
import pathlib
import sys
from html.parser import HTMLParser


class Page(HTMLParser):
    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag == "style" or tag == "script" and not names.get("src"):
            print(self.path, tag)
        for name in names:
            if name == "style" or name.startswith("on"):
                print(self.path, tag, name)


for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.html")):
    page = Page()
    page.path = path
    page.feed(path.read_text(encoding="utf-8"))
END_PY
	is "$(head -20 "$T/out")" "" "$2: nothing inline"
}

for lang in ko en ja; do
	site_wiki $lang $lang HALFHOUR_BASE_URL=https://example.org/w/
	valid $lang/site "$lang"
	plain $lang/site "$lang"
done

mkdir own
cp -r "$TOP/notes" "$TOP/.halfhour.yaml" own/
exits 0 "the notes of this repository build" "$HALFHOUR" -C own build
valid own/site "the notes of this repository"

"$HALFHOUR" init --lang ko hostile >init.log 2>&1
python3 "$TOP/tests/site/hostile.py" hostile
"$HALFHOUR" -C hostile build --allow-broken >build.log 2>&1 ||
	fail "hostile notes build"
valid hostile/site "hostile notes"
plain hostile/site "hostile notes"
# What stands where it must not loses its tags, and no word.
for word in 닫지 목록 표 줄 늦은 머리 밖 넷 말없이 문단 여섯 가운데; do
	ok "hostile notes: $word is there" grep -rq "$word" hostile/site
done
done_testing

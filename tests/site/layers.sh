#!/bin/sh
# layers.sh: the builds of a Dockerfile as a picture and as tables
. "$(dirname "$0")/../lib.sh"

# look LANG: what the page of all examples says of its builds, a line each.
look() {
	python3 - "$1" <<'END_PY'
import pathlib
import re
import sys
from html.parser import HTMLParser


class Page(HTMLParser):
    """Rows of tables, and of pictures their boxes, with the words in them."""
    card, row, box, title, out = None, None, None, None, None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "figure":
            self.card = a["id"]
        elif tag == "svg" and a.get("class") == "layers":
            self.svg(a)
        elif tag == "rect" and "%" in a.get("width", ""):
            self.box = (a["x"], a["width"], a["y"], a["fill-opacity"])
            self.out = []
        elif tag == "tr":
            self.row = ["!" if a.get("class") == "broke" else ""]
        elif tag in ("td", "th") and self.row is not None:
            self.row.append("")

    def svg(self, a):
        print(f"{self.card} picture {a['role']} {a['width']}")

    def handle_data(self, data):
        if self.box:
            self.out.append(data)
        elif self.row and len(self.row) > 1:
            self.row[-1] += data

    def handle_endtag(self, tag):
        if tag == "rect" and self.box:
            x, width, y, full = self.box
            print(f"{self.card} box {float(x[:-1]):.1f} {float(width[:-1]):.1f}"
                  f" {'made' if full != '0' else 'held'} {''.join(self.out)}")
            assert 0 <= float(x[:-1]) and \
                float(x[:-1]) + float(width[:-1]) <= 100, "beyond the picture"
            self.box = None
        elif tag == "tr" and self.card in ("layers", "once"):
            print(f"{self.card} row " + "|".join(
                " ".join(c.split()) for c in self.row))
            self.row = None


page, = [p for p in pathlib.Path(sys.argv[1], "site").rglob("*.html")
         if 'id="layers"' in p.read_text(encoding="utf-8")]
text = page.read_text(encoding="utf-8")
Page().feed(text)
for sentence in re.findall(r'<p class="runs">(.*)</p>', text):
    if "<code>" in sentence:
        print("sentence", sentence)
print("hand", *re.findall(r'<p class="who">[^<]*: <a href="([^"]*)">', text))
END_PY
}

for lang in ko en ja; do
	"$HALFHOUR" init --lang $lang $lang >init.log 2>&1
	python3 "$TOP/tests/site/wiki.py" $lang $lang
	exits 0 "$lang: it builds" "$HALFHOUR" -C $lang build --allow-broken
	look $lang >$lang.txt
done

# What is the same in each language: the figures.
is "$(sed -n 's/^layers row //p' en.txt)" "$(printf '%s' \
	"|Step|First build 61.2 s|After the change 1.23 s|Size
|1 ARG BASE=debian|0 ms|0 ms|
|2 FROM \$BASE|12 ms|2 ms|
|3 RUN echo 'hello, world <b>&amp;\"' aaaaaaaaaaaaaaaaaaaaaaaaaa…|made 60.0 s|cached 1 ms|251.2 MB
!|4 ENV JAVA_HOME=/opt/jdk ▲ broken here: another instruction|made 345 ms|again 333 ms|0 B
|5 COPY --from=0 /a /b||again 456 ms|999 B
||By hand|Dockerfile: First build|After the change
|Time|21 ms|61.2 s|1.23 s
|Commands and steps|3 commands|2 steps|3 steps
|Layers with files|1|1|2
|Size beside the base|251.3 MB|251.2 MB|251.2 MB
|Repeated for the change|2 commands, 14 ms|—|2 steps, 789 ms")" \
	"both tables, from the records"
is "$(sed -n 's/^once row //p' en.txt)" "$(printf '%s' \
	"|Step|First build 999 ms|Size
|1 FROM debian|3 ms|
|2 RUN exit 3|made 700 ms|?")" "a build that failed, alone"
is "$(sed -n 's/^\(layers\|once\) picture //p' en.txt)" "img 100%
img 100%" "each has a picture as wide as there is room"
like "$(cat en.txt)" '^sentence Change <code>s/HOEM/HOME/</code>: The cache breaks at step 4, another instruction \(1 from the cache, 2 made again\)$' \
	"the change, and what it cost"
like "$(cat ko.txt)" '^sentence 바꾼 것 .*: 캐시가 4번 단계에서 깨졌다, 명령이 바뀌었다 \(캐시 1개, 다시 2개\)$' \
	"in Korean"
like "$(cat ja.txt)" '^sentence 変更 .*: キャッシュはステップ4で無効になった、命令が変わった \(キャッシュ1個、再作成2個\)$' \
	"in Japanese"
like "$(cat ko.txt)" '^layers row \|그 변화로 되풀이한 것\|명령 2개, 14 ms\|—\|단계 2개, 789 ms$' \
	"the comparison in Korean"
like "$(cat ja.txt)" '^layers row \|その変更で繰り返したもの\|コマンド2個、14 ms\|—\|ステップ2個、789 ms$' \
	"and in Japanese"
is "$(sed -n 's/^hand //p' en.txt)" "#hand" "it leads to the session"

# The picture: boxes are as long as what they stand for, and can be seen.
awk '$1 == "layers" && $2 == "box" { print $4, $5, $6, $NF }' en.txt >boxes
is "$(grep -c ' made ' boxes) $(grep -c ' held ' boxes)" "6 1" \
	"what was made is filled, what came from the cache is an outline"
is "$(awk '$1 < 2 { print "small" } $1 > 99.1 { print "large" }' boxes)" "" \
	"none is too small to be seen"
like "$(cat boxes)" '^9[0-9.]* made 3 .*s$' "the longest step has the most room"
is "$(grep -c '<g class="broke"' en/site/*/*.html | cut -d: -f2 |
	sort -n | tail -n 1)" 3 "the one that broke the cache is marked"

# ---- against= ------------------------------------------------------------------

page=$(cd ko/notes && grep -rl '#layers' --include='*.md' .)
cp "ko/notes/$page" whole.md
sed -i 's/against=hand/against=ok/' "ko/notes/$page"
"$HALFHOUR" -C ko build --allow-broken >out 2>&1
like "$(cat out)" "against=ok: no console block with needs=docker has that name" \
	"what is no session in a container is told"
look ko >out 2>&1
like "$(cat out)" "^layers picture" "the layers are shown without it"
unlike "$(cat out)" "^hand #" "and no comparison is"
cp whole.md "ko/notes/$page"
find ko/notes/.runs -name hand.json -exec rm {} +
"$HALFHOUR" -C ko build --allow-broken >out 2>&1
like "$(cat out)" "#layers cannot be compared: the session has no record" \
	"nor without a record of it"
done_testing

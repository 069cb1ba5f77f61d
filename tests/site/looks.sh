#!/bin/sh
# looks.sh: wide tables, the heatmap, tries, lines, the menu, forced colours
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir -p notes/daily
python3 - <<'END_PY'
from datetime import date, timedelta

wide = " | ".join(["이름", "종류", "크기", "시각", "설명", "보기", "메모", "끝"])
line = " | ".join(["파이프", "IPC", "65,536", "2026-11-23",
                   "커널 안의 버퍼이고 한쪽에서 쓰면 다른 쪽에서 읽는다",
                   "읽는 쪽이 없으면 SIGPIPE 신호를 받고 끝난다",
                   "가득 차면 쓰는 쪽이 기다린다", "예"])
open("notes/표.md", "w").write(
    f"# 표\n\n| {wide} |\n|{'---|' * 8}\n" + f"| {line} |\n" * 4 +
    "\n| 하나 | 둘 |\n|---|---|\n| 1 | 값이 길어도 줄이 바뀐다 |\n\n"
    "```c {#num .numberLines}\nint a;\nint b;\n```\n")
open("notes/꼬리표.md", "w").write(
    "---\ntags: [" + ", ".join(f"꼬리표-{i}" for i in range(24)) +
    "]\n---\n# 꼬리표\n\n글\n")
for i in range(0, 365, 2):
    d = date(2026, 11, 23) - timedelta(days=i)
    text = f"# {d}\n\n### 21:00–21:28 docker: x\n"
    if i == 2:
        text += ("\n## 회고\n\n### TRY\n\n"
                 "- [x] 해낸 것 ^tbbb (done 2026-11-22)\n"
                 "- [x] ~~접은 것 #안함~~ ^tccc (dropped 2026-11-22: 재미가 없다)\n"
                 "- [x] 다시 할 것 ^tddd (retried as ^tzzz)\n")
    if i == 4:
        text = (f"# {d}\n\n## 리뷰\n\n### 20:00–20:20 a: b\n\n글\n\n"
                "### 21:00–21:10 다: 라\n\n<kbd>Ctrl</kbd>\n\n"
                "<details><summary>접힘</summary>\n\n속\n\n</details>\n\n"
                "```c\nint a;\n```\n")
    open(f"notes/daily/{d}.md", "w").write(text)
END_PY
exits 0 "a wiki builds" "$HALFHOUR" build
cells=$(grep -c '<rect class="lv' site/index.html)
is "$(grep -c '<rect class="lv.*<title>[^<]' site/index.html)" "$cells" \
	"each of the $cells cells of the heatmap has a text"
like "$(cat site/index.html)" 'title>2026년 11월 22일.*, 기록 없음<' \
	"a day without an entry says so"
is "$(grep -c 'class="wide" tabindex="0" role="group" aria-label="표"' \
	site/표.html)" 1 "a table of many columns scrolls, one of two does not"

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"
shots=$TOP/build/shots
mkdir -p "$shots"
for lang in en ja; do
	"$HALFHOUR" init --lang $lang "$T/$lang" >init.log 2>&1
	exits 0 "$lang: a wiki builds" "$HALFHOUR" -C "$T/$lang" build
done
exits 0 "Chromium opens them" node "$TOP/tests/site/looks.js" "$MODULES" \
	"$T/wiki/site" "$shots" "$T/en/site" "$T/ja/site"
is "$(grep -v ': fine$' "$T/out")" "" "nothing is wrong with their looks"
is "$(wc -l <"$T/out")" 19 "and all were looked at"
done_testing

#!/bin/sh
# weight.sh: a page weighs little, however large the wiki is
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir notes/가 notes/나 notes/daily
# 500 notes with tags and links, and 300 days of 22 topics. What a page of a
# thousand words has around them is that of a note that is read: 20 notes link
# to it, and it was studied on 12 days.
python3 - <<'END_PY'
from datetime import date, timedelta

WORDS = {
    "한국어": "파이프는 커널 안에 있는 버퍼이고 한쪽 끝에서 쓴 바이트를 다른 쪽 "
              "끝에서 차례로 읽는다".split(),
    "english": "a pipe is a buffer inside of the kernel whose other end reads "
               "the bytes in the order they were written".split(),
}


def write(path, text):
    with open(f"notes/{path}.md", "w", encoding="utf-8") as f:
        f.write(text)


for i in range(500):
    write(f"{'가나'[i % 2]}/노트 {i}",
          f"---\ntags: [꼬리{i % 20}]\ndescription: {i}번째 노트\n---\n"
          f"# 노트 {i}\n\n[[노트 {(i + 1) % 500}]] 다음에는 "
          + ("[[한국어]]와 [[english]]를" if i % 25 == 0 else "다음 것을")
          + " 읽는다\n")
for name, words in WORDS.items():
    text = " ".join(words[i % len(words)] for i in range(1000)).split(" ")
    parts = [" ".join(text[i:i + 100]) for i in range(0, 1000, 100)]
    write(name, f"---\ntags: [하나, 둘]\naliases: [{name[:2]}]\n---\n# {name}"
          "\n\n" + "\n\n".join(f"## 제{i}절\n\n{p}" for i, p in enumerate(parts))
          + "\n\n```c\nint main(void) { return 0; }\n```\n\n"
          "| 표 | 값 |\n|---|---|\n| 하나 | 1 |\n")
for i in range(300):
    d = date(2026, 11, 23) - timedelta(days=i)
    topic = {0: "한국어", 1: "english"}.get(i % 25, f"주제 {i % 20}")
    write(f"daily/{d}", f"### 21:00–21:28 {topic}: 하나 {i}\n\n글\n\n"
          f"### TRY\n\n- 해 볼 것 {i}\n")
END_PY
exits 0 "a wiki of 500 notes builds" "$HALFHOUR" build

# weighs PAGE MOST DESC
weighs() {
	size=$(wc -c <"site/$1")
	ok "$3: $size bytes, at most $2" test "$size" -le "$2"
}

weighs 한국어.html 20480 "a thousand words of Korean"
weighs english.html 20480 "a thousand words of English"
is "$(grep -c '<section class="backlinks"\|<summary>그 밖에' site/한국어.html)" 2 \
	"with what links to it, many of it folded"
weighs daily/2026-11-23.html 20480 "a day"
assets=$(cat site/assets/*.css | wc -c)
ok "the stylesheet: $assets bytes, at most 32768" test "$assets" -le 32768
done_testing

#!/bin/sh
# export.sh: the log as JSON, CSV and a calendar, read by other programs
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
exits 2 "as nothing" "$HALFHOUR" export
like "$(cat "$T/err")" "--json, --csv and --ical" "says as what"
exits 2 "as two things" "$HALFHOUR" export --csv --ical
exits 3 "no day at all" "$HALFHOUR" export --json
is "$(cat "$T/out")" "[]" "is an empty list"
exits 3 "nor as CSV" "$HALFHOUR" export --csv
is "$(wc -l <"$T/out" | tr -d ' ')" 1 "is the header"

"$HALFHOUR" log "도커: 레이어, \"캐시\"" --minutes 28 -b "첫째 줄

=둘째 줄" -k "작은 예제" -p "느리다" -t "읽어 보기 #도커" >"$T/log" || exit 1
"$HALFHOUR" log "=cmd: x" --at "2026-11-22 23:50" --minutes 30 >"$T/log" ||
	exit 1
printf '### 시간 없이\n\n글\n' >notes/daily/2026-11-20.md

# ---- JSON ------------------------------------------------------------------

exits 0 "JSON" "$HALFHOUR" export --json
cat >"$T/read_json.py" <<'END'
import json, sys
days = json.load(open(sys.argv[1], encoding="utf-8"))
for d in days:
    print(d["day"], d["minutes"], len(d["entries"]), d["keep"], d["problem"],
          [t["text"] for t in d["try"]])
e = days[-1]["entries"][0]
print(sorted(e))
print(e["topic"], e["title"], e["start"], repr(e["body"]))
END
is "$(python3 "$T/read_json.py" "$T/out" 2>&1)" \
	"2026-11-20 0 1 [] [] []
2026-11-22 30 1 [] [] []
2026-11-23 28 1 ['작은 예제'] ['느리다'] ['읽어 보기 #도커']
['body', 'day', 'end', 'line', 'minutes', 'path', 'schema', 'start', 'title', 'topic']
도커 레이어, \"캐시\" 2026-11-23T21:00:00+09:00 '첫째 줄\\n\\n=둘째 줄'" \
	"has the days, their entries as list has them, and their texts"

# Everything that a day holds, whatever place it has.
cat >notes/daily/2026-11-19.md <<'END'
---
기분: 맑음
---
# 2026-11-19

머리말

## 리뷰

### 20:00–20:10 셸: 따옴표

본문

## 회고

### KEEP

- 지킴
  이어짐

  지킴둘째

  - 지킴아래

### PROBLEM

- 문제

      문제코드

### TRY

- [ ] 시도 #셸 ^t7k2

  시도둘째 <b>

  ```sh
  # 시도코드
  ```

- [x] 한것 ^t9qa (done 2026-11-20)
- [ ] 남은것

맺음

## 메모

메모글
END
exits 0 "a day with all of it" "$HALFHOUR" export --json \
	--since 2026-11-19 --until 2026-11-19
cat >"$T/all.py" <<'END'
import json, re, sys
got = json.load(open(sys.argv[1], encoding="utf-8"))
file = open(sys.argv[2], encoding="utf-8").read()
day = got[0] if isinstance(got, list) else got
assert day["markdown"] == file, day["markdown"]
for word in re.findall(r"\w+", file):
    assert word in json.dumps(got, ensure_ascii=False), word
print(day["keep"], day["problem"])
for t in day["try"]:
    print(t if isinstance(t, str) else (t["text"], t["body"]))
END
is "$(python3 "$T/all.py" "$T/out" notes/daily/2026-11-19.md 2>&1)" \
	"['지킴 이어짐'] ['문제']
('시도 #셸', '  시도둘째 <b>\\n\\n  \`\`\`sh\\n  # 시도코드\\n  \`\`\`')
('한것', '')
('남은것', '')
('맺음', '')" "nothing is left out, and a TRY has what is below it"
exits 0 "and show" "$HALFHOUR" show 2026-11-19 --json
is "$(python3 "$T/all.py" "$T/out" notes/daily/2026-11-19.md 2>&1 | head -n 1)" \
	"['지킴 이어짐'] ['문제']" "has the whole day, too"
exits 0 "and try" "$HALFHOUR" try --json
is "$(python3 -c 'import json, sys
for t in json.load(open(sys.argv[1], encoding="utf-8")):
    print(t["text"], repr(t["body"]))' "$T/out" | sed -n 1p)" \
	"시도 #셸 '  시도둘째 <b>\\n\\n  \`\`\`sh\\n  # 시도코드\\n  \`\`\`'" \
	"has what is below its first paragraph"
rm notes/daily/2026-11-19.md

# ---- CSV -------------------------------------------------------------------

exits 0 "CSV" "$HALFHOUR" export --csv
cat >"$T/read_csv.py" <<'END'
import csv, sys
text = open(sys.argv[1], encoding="utf-8", newline="").read()
assert text.count("\r\n") == 4, "four lines"
for r in csv.DictReader(text.splitlines(keepends=True), strict=True):
    print(r["day"], r["minutes"], r["topic"], "|", r["title"], "|",
          repr(r["body"]), r["line"])
END
is "$(python3 "$T/read_csv.py" "$T/out" 2>&1)" "2026-11-20 0 시간 없이 |  | '글' 1
2026-11-22 30 '=cmd | x | '' 5
2026-11-23 28 도커 | 레이어, \"캐시\" | '첫째 줄\\n\\n=둘째 줄' 5" \
	"is read as it was meant, and no cell is a formula"

# ---- iCalendar -------------------------------------------------------------

exits 0 "a calendar" "$HALFHOUR" export --ical
cat >"$T/read_ical.py" <<'END'
import re, sys
raw = open(sys.argv[1], "rb").read()
assert raw.endswith(b"\r\n"), "lines end with CRLF"
lines = raw[:-2].split(b"\r\n")
for line in lines:
    assert b"\n" not in line and b"\r" not in line, line
    assert len(line) <= 75, (len(line), line)
    line.decode("utf-8")  # no character is cut by a fold
text = raw.decode("utf-8").replace("\r\n ", "")
stack, events, uids = [], [], set()
for line in text[:-2].split("\r\n"):
    m = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)", line)
    assert m, line
    name, value = m[1], m[3]
    if name == "BEGIN":
        stack.append(value)
        if value == "VEVENT":
            events.append({})
    elif name == "END":
        assert stack.pop() == value
    elif stack[-1] == "VEVENT":
        assert name not in events[-1], "once each"
        events[-1][name] = m[2] + value
assert not stack and lines[0] == b"BEGIN:VCALENDAR"
for e in events:
    for need in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
        assert need in e, need
    assert re.fullmatch(r"\d{8}T\d{6}Z|;VALUE=DATE\d{8}", e["DTSTART"])
    assert e["UID"] not in uids
    uids.add(e["UID"])
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", e["SUMMARY"]), "escaped"
    print(e["DTSTART"], e.get("DTEND"), e["SUMMARY"], e.get("DESCRIPTION"))
END
is "$(python3 "$T/read_ical.py" "$T/out" 2>&1)" \
	";VALUE=DATE20261120 ;VALUE=DATE20261121 시간 없이 글
20261122T145000Z 20261122T152000Z =cmd: x None
20261123T120000Z 20261123T122800Z 도커: 레이어\\, \"캐시\" 첫째 줄\\n\\n=둘째 줄" \
	"is well formed, in UTC, an untimed entry of its day"
cp "$T/out" "$T/first.ics"
"$HALFHOUR" export --ical >"$T/again.ics"
same "$T/again.ics" "$T/first.ics" "twice, it is the same"

# ---- days ------------------------------------------------------------------

exits 0 "--since" "$HALFHOUR" export --csv --since 2026-11-22
is "$(grep -c '^2026' "$T/out")" 2 "that day belongs to it"
exits 0 "--until" "$HALFHOUR" export --csv --until 그저께 --since -9
is "$(grep -c '^2026' "$T/out")" 1 "so does that"
exits 3 "a time without days" "$HALFHOUR" export --csv --since today \
	--until yesterday
exits 2 "what is no day" "$HALFHOUR" export --csv --since 언젠가
like "$(cat "$T/err")" "^halfhour: --since: '언젠가'" "is told"
exits 2 "a word too many" "$HALFHOUR" export --csv x

# ---- a day that cannot be read ---------------------------------------------

# Longer than any day may be, which not even root can read.
mkdir "$T/unread" && cd "$T/unread" || exit 1
"$HALFHOUR" init --quiet --lang ko .
"$HALFHOUR" log "도커" --at 10:00 --minutes 5 -t "레이어 읽기" --quiet
truncate -s 1G notes/daily/2026-11-20.md
exits 1 "export with a day that cannot be read" "$HALFHOUR" export --json
like "$(cat "$T/err")" "^notes/daily/2026-11-20.md: error: " "tells it"
like "$(cat "$T/out")" "도커" "and prints the others"
rm notes/daily/2026-11-23.md
exits 1 "export with no other day" "$HALFHOUR" export --json
like "$(cat "$T/err")" "^notes/daily/2026-11-20.md: error: " "tells it, too"
unlike "$(cat "$T/err")" "no entry|no open|no day" "and not that there is none"

printf '# 2026-11-20\n\n### 10:00-10:05 \265\265\n' >notes/daily/2026-11-20.md
exits 1 "a day that is not UTF-8" "$HALFHOUR" export --json
like "$(cat "$T/err")" "2026-11-20.md:3:.* error: .*encoding" "is told"

done_testing

#!/bin/sh
# cancel.sh: the timebox ends, nothing is written, nothing is lost
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
exits 3 "without a timebox" "$HALFHOUR" cancel
HALFHOUR_NOW=2026-11-23T21:00:00+09:00
ok "a timebox" "$HALFHOUR" start "도커: 레이어"
ok "with lines" "$HALFHOUR" add "레이어는 쌓인다" -k "작게" -t "읽는다"
HALFHOUR_NOW=2026-11-23T21:12:00+09:00
head=$(git rev-parse HEAD)
exits 2 "a word too many" "$HALFHOUR" cancel 도커
exits 0 "cancel" "$HALFHOUR" cancel
draft=$(sed -n 's/.*kept in //p' "$T/out")
is "$(cat "$T/out")" "도커: 레이어: not written; kept in $draft" "says where"
is "$(cat "$draft")" "# 2026-11-23

### 21:00–21:12 도커: 레이어

레이어는 쌓인다

### KEEP

- 작게

### TRY

- 읽는다" "all of it is there"
exits 3 "none runs" "$HALFHOUR" status
ok "there is no day" not test -e notes/daily/2026-11-23.md
is "$(git rev-parse HEAD)" "$head" "and no commit"

ok "again, within the second" "$HALFHOUR" start "둘째"
exits 0 "--quiet" "$HALFHOUR" cancel --quiet
is "$(cat "$T/out")" "" "says nothing"
is "$(find .git/halfhour/drafts -name '*.md' | wc -l | tr -d ' ')" 2 \
	"each draft has its file"

# No draft, no end.
ok "a third" "$HALFHOUR" start "셋째"
mv .git/halfhour/drafts "$T/drafts"
echo file >.git/halfhour/drafts
exits 1 "where no draft can be written" "$HALFHOUR" cancel
like "$(cat "$T/err")" "so the timebox goes on" "it is told"
exits 0 "and it runs" "$HALFHOUR" status
done_testing

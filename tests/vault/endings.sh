#!/bin/sh
# endings.sh: lines that end in CR alone are lines
. "$(dirname "$0")/../lib.sh"

wiki --lang ko

printf '# 옛\n' >notes/옛글.md
printf '# 글\r\r%%%%\r숨은 [[옛글]]\rx\r%%%%\r[[옛글]] [a](옛글.md)\r' >notes/줄끝.md
git add -A
git commit -qm cr
exits 0 "a note with CR and a comment" "$HALFHOUR" mv 옛글 새글
like "$(tr '\r' '\n' <notes/줄끝.md | tail -n 1)" '^\[\[새글\]\] \[a\]\(새글\.md\)$' "has its links rewritten"
done_testing
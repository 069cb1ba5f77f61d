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

# A blank line ends a paragraph, and with it what began there.
is "$(printf '가 %%%%나\r\r다%%%% 라\r' | "$HALFHOUR" render)" \
	"<p>가 %%나</p>
<p>다%% 라</p>" "a comment ends with its paragraph"
is "$(printf '가 \140나\r\r다 %%%%숨김%%%% 라\140\r' | "$HALFHOUR" render)" \
	"<p>가 \`나</p>
<p>다  라\`</p>" "and so does code"
is "$(printf '> 가 %%%%나\r>\r> 다%%%% 라\r' | "$HALFHOUR" render)" \
	"<blockquote>
<p>가 %%나</p>
<p>다%% 라</p>
</blockquote>" "in a quote, too"
is "$(printf '가 %%%%숨김\r숨김%%%% 나\r' | "$HALFHOUR" render)" "<p>가 
 나</p>" "a comment goes over the end of a line"
done_testing
#!/bin/sh
# looks.sh: what only looks like a link by path is never rewritten, and what is
# one behind it is told where it stands
. "$(dirname "$0")/../lib.sh"

wanted() {
	cat >"$T/want"
	same "$1" "$T/want" "$2"
}
commit() {
	git add -A
	git commit -q -m "$1"
}

wiki --lang ko
mkdir -p notes/ipc
echo '# 파이프' >notes/ipc/파이프.md

# ---- a rename --------------------------------------------------------------

cat >notes/겉.md <<'END'
---
비고: "[글](ipc/파이프.md)"
description: 설명 [글](ipc/파이프.md) <a href="ipc/파이프.md">
---

# 겉

가 <!-- [글](ipc/파이프.md) <a href="ipc/파이프.md"> --> [글](ipc/파이프.md) %%[글](ipc/파이프.md)%% [글](ipc/파이프.md)

<!--
[글](ipc/파이프.md)
[참조]: ipc/파이프.md
-->

%%
[글](ipc/파이프.md) <img src="ipc/파이프.md">
%%

[글](https://example.org "[글](ipc/파이프.md)") [글](ipc/파이프.md "[글](ipc/파이프.md)") `[글](ipc/파이프.md)`

<b title="[글](ipc/파이프.md)" data-x='href="ipc/파이프.md"'>[글](ipc/파이프.md)</b> <a title="href=ipc/파이프.md" href="ipc/파이프.md" data-href="ipc/파이프.md">글</a>

<script>"[글](ipc/파이프.md)"; x.href = "ipc/파이프.md"</script>

> 나 <!-- 할 일
> [글](ipc/파이프.md) --> [글](ipc/파이프.md)

[참조][참조] \[글](ipc/파이프.md) <?php [글](ipc/파이프.md) ?>

[참조]: ipc/파이프.md
[참조]: ipc/파이프.md
[안 씀]: ipc/파이프.md
END
commit looks
cp notes/겉.md "$T/before"
exits 0 "a note that much only seems to lead to" "$HALFHOUR" mv ipc/파이프 ipc/관
wanted notes/겉.md "what leads to it is changed" <<'END'
---
비고: "[글](ipc/파이프.md)"
description: 설명 [글](ipc/파이프.md) <a href="ipc/파이프.md">
---

# 겉

가 <!-- [글](ipc/파이프.md) <a href="ipc/파이프.md"> --> [글](ipc/관.md) %%[글](ipc/파이프.md)%% [글](ipc/관.md)

<!--
[글](ipc/파이프.md)
[참조]: ipc/파이프.md
-->

%%
[글](ipc/파이프.md) <img src="ipc/파이프.md">
%%

[글](https://example.org "[글](ipc/파이프.md)") [글](ipc/관.md "[글](ipc/파이프.md)") `[글](ipc/파이프.md)`

<b title="[글](ipc/파이프.md)" data-x='href="ipc/파이프.md"'>[글](ipc/관.md)</b> <a title="href=ipc/파이프.md" href="ipc/관.md" data-href="ipc/파이프.md">글</a>

<script>"[글](ipc/파이프.md)"; x.href = "ipc/파이프.md"</script>

> 나 <!-- 할 일
> [글](ipc/파이프.md) --> [글](ipc/관.md)

[참조][참조] \[글](ipc/파이프.md) <?php [글](ipc/파이프.md) ?>

[참조]: ipc/관.md
[참조]: ipc/파이프.md
[안 씀]: ipc/파이프.md
END
exits 0 "and back" "$HALFHOUR" mv ipc/관 ipc/파이프 --no-redirect
same notes/겉.md "$T/before" "are the old bytes"

# A thousand that look like it beside one that is.
{
	echo '[글](ipc/파이프.md)'
	echo
	echo '```'
	yes '[글](ipc/파이프.md)' | head -1200
	echo '```'
} >notes/많다.md
commit many
exits 0 "a note with very much that looks like it" "$HALFHOUR" mv ipc/파이프 ipc/관
is "$(grep -c 'ipc/관' notes/많다.md) $(grep -c 'ipc/파이프' notes/많다.md)" "1 1200" \
	"is no trouble"
rm notes/겉.md notes/많다.md

# ---- where a link stands ---------------------------------------------------

# checked DESC: the places of broken links in notes/자리.md.
checked() {
	cat >notes/자리.md
	"$HALFHOUR" check 2>&1 | sed -n 's/^notes\/자리\.md:\([0-9]*:[0-9]*\): error.*/\1/p' >"$T/out"
	printf '%s\n' "$2" >"$T/want"
	same "$T/out" "$T/want" "$1"
}
checked "behind a comment" "1:31" <<'END'
가 <!-- [글](없음.md) --> [글](없음.md)
END
checked "behind a comment of Obsidian's" "1:24" <<'END'
%% [글](없음.md) %% [글](없음.md)
END
checked "behind a tag" "1:39
1:65" <<'END'
<b title="[글](없음.md) `">나</b> [글](없음.md) `코드` [글](없음.md)
END
checked "behind a title" "1:1
1:37
1:109" <<'END'
[가](없다.md "[글](없음.md)") [글](없음.md) ![가](https://example.org/가.png "[글](없음.md)") [글](없음.md)
END
checked "behind a comment of several lines, in a quote" "2:24
3:3" <<'END'
> 가 <!-- 할 일
> [글](없음.md) --> [글](없음.md)
> [글](없음.md)
END
checked "behind code and in it" "1:53
1:96" <<'END'
`<!-- [글](없음.md) -->` ``[글](없음.md) ` `` [글](없음.md) <!-- [글](없음.md) --> [글](없음.md)
END
checked "a reference behind a comment" "1:23" <<'END'
가 <!-- [참조] --> [참조] `[참조]`

[참조]: 없음.md
END
checked "in a footnote of the text, before it and behind it" "1:7
1:18
1:36
1:49
1:70" <<'END'
가 ^[[[없음]] [글](없음.md)] [[없음]] ==[글](없음.md)== ^[[[없음]]]
END
rm notes/자리.md

# What is moved or marked is still a link of its place.
cat >notes/글.md <<'END'
앞 ^[각주의 [[관]]과 [글](ipc/관.md)] ==[[ipc/관]]==를 `^[[[관]]]` \^[[글](ipc/관.md)]
END
git add -A
git commit -q -m footnote
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
like "$(cat site/ipc/관.html)" '<p>각주의 <mark>관</mark>과 글' \
	"a footnote of the text is quoted by what it says"
exits 0 "a rename" "$HALFHOUR" mv ipc/관 ipc/통
# shellcheck disable=SC2016
is "$(cat notes/글.md)" \
	'앞 ^[각주의 [[통]]과 [글](ipc/통.md)] ==[[ipc/통]]==를 `^[[[관]]]` \^[[글](ipc/통.md)]' \
	"finds the links in it"
done_testing

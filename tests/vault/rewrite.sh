#!/bin/sh
# rewrite.sh: links that a rename has to find among what looks like them
. "$(dirname "$0")/../lib.sh"

# wanted PATH DESC: the note is byte for byte what stands on standard input.
wanted() {
	cat >"$T/want"
	same "$1" "$T/want" "$2"
}
commit() {
	git add -A
	git commit -q -m "$1"
}

wiki --lang ko

# Brackets that are escaped are no link, and do not take the place of the next.
echo "# 나" >notes/나.md
cat >notes/가.md <<'END'
\[\[나\]\]로 쓰면 [[나]]가 된다.

[\[나]] [[나]], \[[나\]] [[나]], [[나]\] [[나]], &#91;[나]] [[나]]
END
commit notes
exits 0 "mv beside escaped brackets" "$HALFHOUR" mv 나 다
like "$(cat "$T/out")" ", 5 links in 1 notes?," "finds the links"
wanted notes/가.md "and changes them alone" <<'END'
\[\[나\]\]로 쓰면 [[다]]가 된다.

[\[나]] [[다]], \[[나\]] [[다]], [[나]\] [[다]], &#91;[나]] [[다]]
END
done_testing

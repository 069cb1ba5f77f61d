#!/bin/sh
# publish_shallow.sh: publish from a shallow clone, as a CI has one
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../http.sh
. "$TOP/tests/http.sh"

# A repository of which a CI has the last commit alone.
serve ci --auth 'x-access-token:비밀'
there config http.receivepack true
wiki --lang ko
for note in 하나 둘 셋; do
	echo "# $note" >"notes/$note.md"
	git add notes && git commit -qm "$note"
done
git push -q "$T/www/wiki.git" main
checkout() {
	git clone -q --depth 1 "file://$T/www/wiki.git" "$1"
	git -C "$1" remote set-url origin "http://127.0.0.1:$port/wiki.git"
	# actions/checkout leaves its token so.
	git -C "$1" config "http.http://127.0.0.1:$port/.extraHeader" \
		"AUTHORIZATION: basic $(printf %s 'x-access-token:비밀' | base64 -w 0)"
}
checkout "$T/ci"
cd "$T/ci" || exit 1
# users: all of the clone that publishing has nothing to do with.
users() {
	git for-each-ref --format='%(refname) %(objectname)' | grep -v ' *refs/halfhour/'
	git status --porcelain
	(cd .git && find HEAD FETCH_HEAD config index shallow packed-refs -type f -exec sha256sum {} + 2>/dev/null)
}

before=$(users)
exits 0 "what it would do" "$HALFHOUR" publish --dry-run
like "$(cat "$T/out")" '^dry-run: ' "is told"
exits 1 "and does nothing" there rev-parse -q --verify gh-pages
exits 0 "a shallow clone" "$HALFHOUR" publish
like "$(cat "$T/out")" '^published: .* → origin gh-pages \[' "publishes"
ok "and nobody is asked for a password" test ! -e "$T/helper.log"
ok "the other side is whole" there fsck --strict --full
is "$(there log -1 --format=%B gh-pages | sed -n 's/^Halfhour-Source: //p')" \
	"$(git rev-parse HEAD)" "it says from which commit"
like "$(there show gh-pages:셋.html)" '<title>셋' "and has the pages"
first=$(there rev-parse gh-pages)
exits 0 "twice" "$HALFHOUR" publish
like "$(cat "$T/out")" '^nothing to publish' "is nothing"
is "$(there rev-parse gh-pages)" "$first" "the branch stays"
is "$(users)" "$before" "nothing else of the clone has changed"

# The next run of the CI knows nothing of the first.
checkout "$T/next"
cd "$T/next" || exit 1
before=$(users)
exits 0 "another one" "$HALFHOUR" publish
like "$(cat "$T/out")" '^nothing to publish' "finds what is there"
echo '# 넷' >notes/넷.md
before=$(users)
exits 0 "with another note" "$HALFHOUR" publish
is "$(there rev-parse gh-pages^)" "$first" "goes on from there"
is "$(users)" "$before" "nothing else of the clone has changed"
ok "it is shallow still" test -s .git/shallow
ok "and whole" git fsck --strict

# ---- what is refused -------------------------------------------------------

second=$(there rev-parse gh-pages)
printf '#!/bin/sh\necho "밤에는 안 됩니다" >&2\nexit 1\n' >"$T/www/wiki.git/hooks/pre-receive"
chmod +x "$T/www/wiki.git/hooks/pre-receive"
echo '# 다섯' >notes/다섯.md
exits 1 "a hook of theirs" "$HALFHOUR" publish
like "$(cat "$T/err")" 'origin refuses it: pre-receive hook declined; it says: .*밤에는 안 됩니다' "is told"
# Somebody who is faster: the branch goes on while we push.
cat >"$T/www/wiki.git/hooks/pre-receive" <<END
#!/bin/sh
[ -e "$T/once" ] && exit 0
touch "$T/once"
unset GIT_QUARANTINE_PATH
git update-ref refs/heads/gh-pages "\$(git commit-tree -p $second -m 남 $first^{tree})"
END
exits 4 "a branch that moves meanwhile" "$HALFHOUR" publish
like "$(cat "$T/err")" 'has moved its branch meanwhile' "is told"
is "$(there log -1 --format=%s gh-pages)" "남" "and keeps what it has"
exits 4 "the next one" "$HALFHOUR" publish
like "$(cat "$T/err")" 'has on top commits that no publish made: .*남' "does not go over it"
is "$(there log -1 --format=%s gh-pages)" "남" "either"
there update-ref refs/heads/gh-pages "$second"
git config "http.http://127.0.0.1:$port/.extraHeader" "AUTHORIZATION: basic wrong"
: >"$T/login"
exits 1 "a token that is none" "$HALFHOUR" publish
like "$(cat "$T/err")" 'cannot reach origin: git ls-remote failed: .*Username' "is told"
is "$(there rev-parse gh-pages)" "$second" "nothing was pushed"
exits 0 "over a path" "$HALFHOUR" publish --remote "file://$T/www/wiki.git"
is "$(there rev-parse gh-pages^)" "$second" "it goes, too"
ok "the other side is whole" there fsck --strict --full

done_testing

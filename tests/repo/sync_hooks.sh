#!/bin/sh
# sync_hooks.sh: sync where commits are signed, or hooks are there
. "$(dirname "$0")/../lib.sh"

day=notes/daily/2026-11-23.md
git config --global core.quotePath false
# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

git init -q --bare "$T/there.git"
there() {
	git --git-dir="$T/there.git" "$@"
}
wiki --lang ko
git remote add origin "$T/there.git"
"$HALFHOUR" --quiet sync
git clone -q "$T/there.git" "$T/b"
a() {
	"$HALFHOUR" -C "$T/wiki" "$@"
}
b() {
	"$HALFHOUR" -C "$T/b" "$@"
}
# state: all that is there of the clone with the hooks, byte for byte.
state() {
	git -C "$T/b" for-each-ref refs/heads
	git -C "$T/b" ls-files -s --debug
	find "$T/b" -name .git -prune -o -type f -exec sha256sum {} +
}
# part: both have logged, so that the next sync of b has to merge. The minute
# is another each time.
minute=10
part() {
	minute=$((minute + 1))
	a --quiet sync
	a --quiet log "이쪽 $minute" --at "2026-11-23 20:$minute" --minutes 1
	a --quiet sync
	b --quiet log "저쪽 $minute" --at "2026-11-23 19:$minute" --minutes 1
}
# both NAME: that sync has merged both, and nothing is left over.
both() {
	is "$(git -C "$T/b" log -1 --format='%P' | wc -w)" 2 "$1: a merge"
	is "$(grep -c " \(이쪽\|저쪽\) $minute\$" "$T/b/$day")" 2 "$1: both are there"
	is "$(there rev-parse main)" "$(git -C "$T/b" rev-parse HEAD)" "$1: and pushed"
	is "$(git -C "$T/b" status --porcelain)" "" "$1: files and index are those of the commit"
	is "$(find "$T/b/.git/halfhour" -name 'sync-[imt]*')" "" "$1: no file is left"
}

# ---- a signature -----------------------------------------------------------

cat >"$T/gpg" <<'END'
#!/bin/sh
cat >/dev/null
echo '[GNUPG:] SIG_CREATED ' >&2
printf -- '-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----\n'
END
chmod +x "$T/gpg"
git -C "$T/b" config gpg.program "$T/gpg"
git -C "$T/b" config commit.gpgSign true
part
exits 0 "where commits are signed" b sync
both "signed"
like "$(git -C "$T/b" cat-file commit HEAD)" '^gpgsig -----BEGIN PGP SIGNATURE-----$' "the merge is, too"
is "$(git -C "$T/b" log -1 --format='%an %ai %cn %ci: %s')" \
	"Ada Test 2026-11-23 21:28:00 +0900 Ada Test 2026-11-23 21:28:00 +0900: sync: 1 here, 1 from origin" \
	"and is otherwise as ever"
part
git -C "$T/b" config gpg.program false
before=$(state)
exits 1 "a key that is not there" b sync
like "$(cat "$T/err")" 'nothing is synced: git commit-tree failed: .*gpg' "is told"
is "$(state)" "$before" "and nothing is touched"
git -C "$T/b" config gpg.program "$T/gpg"
echo '# 새' >"$T/b/notes/새.md"
git -C "$T/b" add notes/새.md
exits 0 "with the key" b sync
is "$(git -C "$T/b" status --porcelain)" "A  notes/새.md" "what is staged stays staged"
git -C "$T/b" reset -q --hard
a --quiet sync
a --quiet log "앞으로" --at "2026-11-23 10:00" --minutes 1
a --quiet sync
git -C "$T/b" config gpg.program false
exits 0 "what only comes in" b sync
is "$(git -C "$T/b" rev-parse HEAD)" "$(git rev-parse HEAD)" "needs no signature"
git -C "$T/b" config --unset commit.gpgSign

# ---- hooks of a commit -----------------------------------------------------

hook() {
	cat >"$T/b/.git/hooks/$1"
	chmod +x "$T/b/.git/hooks/$1"
}
mkdir -p "$T/b/.git/hooks"
printf '#!/bin/sh\necho pre-commit >>../ran\n' | hook pre-commit
printf '#!/bin/sh\necho post-commit >>../ran\n' | hook post-commit
part
: >"$T/ran"
exits 0 "hooks that git has for no merge" b sync
both "pre-commit, post-commit"
is "$(cat "$T/ran")" "" "they are not run"
rm "$T/b/.git/hooks/pre-commit" "$T/b/.git/hooks/post-commit"
hook prepare-commit-msg <<'END'
#!/bin/sh
echo "${0##*/} $2: $(git diff --cached --name-only)" >>../ran
END
hook commit-msg <<'END'
#!/bin/sh
printf '\nSigned-off-by: 에이다\n' >>"$1"
END
hook post-merge <<'END'
#!/bin/sh
echo "post-merge $1 $(git log -1 --format=%s)" >>../ran
END
part
: >"$T/ran"
exits 0 "those of messages" b sync
both "messages"
is "$(cat "$T/ran")" "prepare-commit-msg merge: $day
post-merge 0 sync: 1 here, 1 from origin" "they are told of the merge, and of its end"
is "$(git -C "$T/b" log -1 --format=%B)" "sync: 1 here, 1 from origin

Signed-off-by: 에이다" "and have their word"
printf '#!/bin/sh\necho 안 돼 >&2\nexit 1\n' | hook commit-msg
part 2>/dev/null
git -C "$T/b" commit -q --no-verify -am 저쪽 2>/dev/null
"$HALFHOUR" -C "$T/b" list >/dev/null 2>&1
: >"$T/ran"
before=$(state)
exits 1 "one that refuses" b sync
like "$(cat "$T/err")" 'nothing is synced: commit-msg: git hook failed: 안 돼' "is told"
is "$(state)" "$before" "and nothing is touched"
is "$(grep post-merge "$T/ran")" "" "post-merge is not run"
hook commit-msg <<'END'
#!/bin/sh
: >"$1"
END
exits 1 "one that leaves no message" b sync
like "$(cat "$T/err")" 'a hook has left no message' "is told"
is "$(state)" "$before" "and nothing is touched"
rm "$T/b/.git/hooks/commit-msg" "$T/b/.git/hooks/prepare-commit-msg"
hook pre-merge-commit <<'END'
#!/bin/sh
echo "합치면 안 돼" >&2
exit 1
END
exits 1 "one that looks at the merged files, and refuses" b sync
like "$(cat "$T/err")" 'nothing is synced: pre-merge-commit: git hook failed: 합치면 안 돼; .*git pull, then git push' "is told, with the way out"
is "$(state)" "$before" "and nothing is touched"
echo "# 안 넣은 글" >"$T/b/notes/안넣은.md"
hook pre-merge-commit <<'END'
#!/bin/sh
pwd >../../../../saw
git rev-parse --show-toplevel >>../../../../saw
git diff --cached --name-only HEAD >>../../../../saw
git status --porcelain | grep -v '^M' >>../../../../saw
grep -c ' \(이쪽\|저쪽\) ' notes/daily/2026-11-23.md >>../../../../saw
printf '# 훅이 만든 글\n' >notes/훅.md
git add notes/훅.md
END
exits 0 "one that adds a file to them" b sync
rm "$T/b/notes/안넣은.md"
both "one that adds a file"
tree=$T/b/.git/halfhour/sync-tree
is "$(cat "$T/saw")" "$tree
$tree
$day
$(grep -c ' \(이쪽\|저쪽\) ' "$T/b/$day")" "finds the merged files, in a folder of their own, and no others"
is "$(git -C "$T/b" show HEAD:notes/훅.md)" "# 훅이 만든 글" "what it adds is in the commit"
is "$(cat "$T/b/notes/훅.md")" "# 훅이 만든 글" "and among the files"
ok "the folder is gone" test ! -e "$tree"
part
mkdir "$T/b/.h"
mv "$T/b/.git/hooks/pre-merge-commit" "$T/b/.h"
git -C "$T/b" config core.hooksPath .h
echo /.h >>"$T/b/.git/info/exclude"
rm "$T/saw" "$T/b/notes/훅.md"
git -C "$T/b" commit -q -a -m "지움" -n
exits 0 "one in a folder of the work tree that git ignores" b sync
ok "is run" test -s "$T/saw"
git -C "$T/b" config --unset core.hooksPath
both "a folder of hooks"
rm -r "$T/b/.h"
printf '#!/bin/sh\nexit 1\n' | hook pre-merge-commit
a --quiet sync
a --quiet log "앞으로 둘" --at "2026-11-23 10:30" --minutes 1
a --quiet sync
: >"$T/ran"
exits 0 "what only comes in" b sync
is "$(cat "$T/ran")" "post-merge 0 log: 앞으로 둘 1m" "is a merge for post-merge alone"
rm "$T/b/.git/hooks/pre-merge-commit" "$T/b/.git/hooks/post-merge"
# ---- pre-push --------------------------------------------------------------

hook pre-push <<'END'
#!/bin/sh
{ echo "$@"; cat; } >../pushed
END
part
was=$(there rev-parse main)
exits 0 "pre-push" b sync
both "pre-push"
is "$(cat "$T/pushed")" "origin $T/there.git
refs/heads/main $(there rev-parse main) refs/heads/main $was" "it is told where from and where to"
exits 0 "again" b sync
like "$(cat "$T/out")" '^nothing to sync' "is nothing"
printf '#!/bin/sh\necho 밀지 마 >&2\nexit 1\n' | hook pre-push
part
was=$(there rev-parse main)
exits 1 "one that refuses" b sync
like "$(cat "$T/err")" 'cannot push to origin: git push failed: 밀지 마' "is told"
like "$(cat "$T/err")" '2 commits wait to be synced' "and what waits"
is "$(there rev-parse main)" "$was" "nothing is pushed"
is "$(grep -c " \(이쪽\|저쪽\) $minute\$" "$T/b/$day")" 2 "what came in is there"
# Somebody pushes while the hook is at work.
hook pre-push <<END
#!/bin/sh
[ -e "$T/once" ] && exit 0
touch "$T/once"
unset \$(git rev-parse --local-env-vars)
"$HALFHOUR" -C "$T/wiki" --quiet log "먼저" --at "2026-11-23 09:00" --minutes 1
"$HALFHOUR" -C "$T/wiki" --quiet sync
END
exits 0 "somebody who is faster" b sync
like "$(cat "$T/b/$day")" ' 먼저$' "is merged"
both "faster"
printf '#!/bin/sh\necho "밤에는 안 됩니다" >&2\nexit 1\n' >"$T/there.git/hooks/pre-receive"
chmod +x "$T/there.git/hooks/pre-receive"
b --quiet log "늦게" --at "2026-11-23 08:00" --minutes 1
exits 1 "a hook of theirs" b sync
like "$(cat "$T/err")" 'origin refuses it: pre-receive hook declined; it says: .*밤에는 안 됩니다' "is told"
rm "$T/there.git/hooks/pre-receive" "$T/b/.git/hooks/pre-push"
exits 0 "without" b sync
a --quiet sync
is "$(git rev-parse HEAD)" "$(git -C "$T/b" rev-parse HEAD)" "both are one"
ok "the other side is whole" there fsck --strict --full
ok "and this one" git -C "$T/b" fsck --strict --full

# ---- killed at each program that git is called for -------------------------

if [ "${HALFHOUR#*san/}" = "$HALFHOUR" ] && command -v strace >/dev/null &&
	strace -qq -o /dev/null -e inject=getpid:signal=KILL:when=99 true 2>/dev/null
then
	printf '#!/bin/sh\nexit 0\n' | hook commit-msg
	printf '#!/bin/sh\ngrep -q 저쪽 notes/daily/*\n' | hook pre-merge-commit
	printf '#!/bin/sh\nexit 0\n' | hook post-merge
	printf '#!/bin/sh\nexit 0\n' | hook pre-push
	n=1
	while [ "$n" -lt 30 ]; do
		part
		strace -qq -o "$T/trace" -e trace=wait4 \
			-e inject=wait4:signal=KILL:when=$n \
			"$HALFHOUR" -C "$T/b" sync >/dev/null 2>&1
		grep -q 'killed by SIGKILL' "$T/trace" || break
		: >"$T/b/.git/halfhour/sync-index.lock"
		b --quiet sync || echo "$n" >>"$T/stuck"
		[ "$(there rev-parse main)" = "$(git -C "$T/b" rev-parse HEAD)" ] &&
			[ "$(grep -c " \(이쪽\|저쪽\) $minute\$" "$T/b/$day")" = 2 ] &&
			[ -z "$(git -C "$T/b" status --porcelain)" ] || echo "$n" >>"$T/stuck"
		n=$((n + 1))
	done
	ok "it was killed at each of $n calls" test "$n" -gt 6
	ok "and the next one has gone on, every time" test ! -e "$T/stuck"
	both "killed"
	rm "$T/b/.git/hooks/commit-msg" "$T/b/.git/hooks/pre-merge-commit" "$T/b/.git/hooks/post-merge" "$T/b/.git/hooks/pre-push"
else
	skip "killed while git works" "there is no strace that can"
fi

done_testing

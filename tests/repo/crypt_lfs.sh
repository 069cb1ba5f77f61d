#!/bin/sh
# crypt_lfs.sh: notes under the real git-crypt and the real git-lfs
#
# What is committed is encrypted, or a pointer, whichever command does it; and
# where the filter is not at work, nothing is committed without it, and no
# encrypted file and no pointer is written into.
. "$(dirname "$0")/../lib.sh"

for name in git-crypt git-lfs; do
	command -v $name >/dev/null && continue
	[ -n "${CI:-}" ] || skip_all "there is no $name: apt-get install $name"
	fail "$name is there"
	exit 1
done
# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS
git config --global core.quotePath false

day=notes/daily/2026-11-23.md
cat >"$T/editor" <<'END'
#!/bin/sh
sed -i s/레이어/층/ "$1"
END
chmod +x "$T/editor"
mkdir "$T/vault"
echo '# 들어온 것' >"$T/vault/들어온.md"

# raw PATH: how HEAD has it: crypt, lfs or plain.
raw() {
	case $(git cat-file -p "HEAD:$1" | head -c 12 | tr '\0' .) in
	.GITCRYPT.*) echo crypt ;;
	'version http'*) echo lfs ;;
	*) echo plain ;;
	esac
}
# through NAME: each command in a clone where the filter is at work.
through() {
	mkdir -p notes/daily
	: >halfhour.yaml
	printf '# 도커\n\n글이다. ![[그림.png]]\n' >notes/도커.md
	printf '\211PNG\r\n\032\n' >notes/그림.png
	git add -A && git commit -qm '처음'
	echo '손으로' >>notes/그림.png && git add notes/그림.png
	staged=$(git diff --cached --raw)
	exits 0 "$1: log" "$HALFHOUR" log '도커: 레이어' --minutes 28
	EDITOR=$T/editor exits 0 "$1: edit" "$HALFHOUR" edit 2026-11-23
	is "$(raw "$day") $(grep -c '도커: 층$' "$day")" "$1 1" "$1: the day"
	exits 0 "$1: mv" "$HALFHOUR" mv 도커 컨테이너
	is "$(raw notes/컨테이너.md)" "$1" "$1: the note"
	exits 0 "$1: undo of that" "$HALFHOUR" undo
	exits 0 "$1: and of the edit" "$HALFHOUR" undo
	is "$(raw notes/도커.md) $(raw "$day") $(grep -c '도커: 레이어$' "$day")" \
		"$1 $1 1" "$1: all is as it was"
	exits 0 "$1: redo" "$HALFHOUR" redo
	is "$(raw "$day") $(grep -c '도커: 층$' "$day")" "$1 1" "$1: the day again"
	exits 0 "$1: new" "$HALFHOUR" new 새글
	is "$(raw notes/새글.md)" "$1" "$1: a new note"
	exits 0 "$1: history" "$HALFHOUR" history 2026-11-23 --diff
	like "$(cat "$T/out")" '도커: \[-레이어-\]\{\+층\+\}$' "$1: is of the text"
	exits 0 "$1: build" "$HALFHOUR" build --out "$T/site-$1"
	is "$(git diff --cached --raw)" "$staged" "$1: what was staged is staged"
	is "$(git status --porcelain)" "M  notes/그림.png" "$1: and nothing is left"
	git commit -qm 그림
	git init -q --bare "$T/$1.git" && git remote add origin "file://$T/$1.git"
	exits 0 "$1: sync" "$HALFHOUR" sync
}
# locked NAME WHY: a clone in which it is not, and what is refused there.
locked() {
	head=$(git rev-parse HEAD) sum=$(sha256sum <"$day")
	exits 1 "$1: log into the day" "$HALFHOUR" log '파이프: 막힘' --minutes 5
	like "$(cat "$T/err")" "$day: nothing is written, for .*$2" \
		"$1: is refused, with the way out"
	is "$(sha256sum <"$day") $(git rev-parse HEAD)" "$sum $head" \
		"$1: nothing has changed"
	sum=$(sha256sum <notes/도커.md)
	exits 1 "$1: mv" "$HALFHOUR" mv 도커 컨테이너
	is "$(sha256sum <notes/도커.md) $(git status --porcelain)" "$sum " \
		"$1: neither"
	exits 1 "$1: log into another day" "$HALFHOUR" log '파이프: 흐름' \
		--at '2026-11-20 10:00' --minutes 5
	like "$(cat "$T/err")" "saved, not committed: .*2026-11-20.md is to go through the filter .*, which is not set up in this clone; .*$3" \
		"$1: is saved, with the way out"
	is "$(git rev-parse HEAD) $(git diff --cached --raw)" "$head " \
		"$1: not committed, nor staged"
	exits 0 "$1: a build that may be broken" "$HALFHOUR" build --allow-broken \
		--out "$T/locked-$1"
	is "$(git rev-parse HEAD)" "$head" "$1: commits nothing"
}
# again NAME: it is at work again.
again() {
	exits 0 "$1: the next entry" "$HALFHOUR" log '파이프: 막힘' --minutes 5 \
		--at '2026-11-23 20:00'
	is "$(raw notes/daily/2026-11-20.md) $(raw "$day")" "$1 $1" \
		"$1: what was saved is committed as it is to be"
	is "$(git cat-file --filters "HEAD:$day" | grep -c '^### ')" 2 \
		"$1: and the day has both"
	is "$(git status --porcelain; ls .git/halfhour/pending)" "" \
		"$1: nothing is left"
	exits 0 "$1: sync" "$HALFHOUR" sync
	ok "$1: the repository is whole" git fsck --strict
}

# ---- git-crypt ---------------------------------------------------------------

git init -q "$T/crypt" && cd "$T/crypt" || exit 1
git-crypt init >/dev/null 2>&1
git-crypt export-key "$T/key"
echo 'notes/** filter=git-crypt diff=git-crypt' >.gitattributes
through crypt
git clone -q "file://$T/crypt.git" "$T/crypt-locked" && cd "$T/crypt-locked" || exit 1
locked crypt 'encrypted; unlock it: git-crypt unlock' 'git-crypt unlock'
ok "it is unlocked" git-crypt unlock "$T/key"
again crypt
# And of another hash, which git alone reads.
if git init -q --object-format=sha256 "$T/crypt256" 2>/dev/null; then
	cd "$T/crypt256" || exit 1
	mkdir -p notes
	: >halfhour.yaml
	echo 'notes/** filter=git-crypt diff=git-crypt' >.gitattributes
	git add -A && git commit -qm 처음
	exits 1 "locked, SHA-256" "$HALFHOUR" log '파이프: 흐름' --minutes 5
	like "$(cat "$T/err")" "saved, not committed: .*git-crypt unlock" "is saved"
	is "$(git rev-list --count HEAD)" 1 "not committed"
fi

# ---- git-lfs ------------------------------------------------------------------

git init -q "$T/lfs" && cd "$T/lfs" || exit 1
git lfs install --local >/dev/null
echo 'notes/** filter=lfs diff=lfs merge=lfs -text' >.gitattributes
through lfs
ok "the site has the picture, and no pointer" \
	cmp notes/그림.png "$T/site-lfs/그림.png"
git clone -q "file://$T/lfs.git" "$T/lfs-none" && cd "$T/lfs-none" || exit 1
locked lfs 'pointer of git-lfs .*git lfs pull' 'git lfs install'
git lfs install --local >/dev/null
sum=$(sha256sum <"$day")
exits 1 "installed, and not pulled" "$HALFHOUR" log '파이프: 막힘' --minutes 5
is "$(sha256sum <"$day")" "$sum" "is no better"
ok "it is pulled" git lfs pull
again lfs
done_testing

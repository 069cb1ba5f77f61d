# shellcheck shell=sh
# clones.sh: a wiki, another clone of it, and the repository between the two
#
#	. "$(dirname "$0")/../lib.sh"
#	. "$TOP/tests/clones.sh"
#
# Makes the wiki $T/wiki, which is the current folder then, the bare repository
# $T/there.git and the clone $T/b. a, b and there are halfhour and git in these.

day=notes/daily/2026-11-23.md
git config --global core.quotePath false
git config --global protocol.file.allow always
# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

there() {
	git --git-dir="$T/there.git" "$@"
}
a() {
	"$HALFHOUR" -C "$T/wiki" "$@"
}
b() {
	"$HALFHOUR" -C "$T/b" "$@"
}

git init -q --bare "$T/there.git"
wiki --lang ko
git remote add origin "$T/there.git"
"$HALFHOUR" --quiet sync
git clone -q "$T/there.git" "$T/b"
git -C "$T/b" config user.name "Bob Test"

# files DIR: the names, modes, links and bytes of the work files.
files() {
	(cd "$1" && find . -name .git -prune -o -printf '%y %m %p %l\n' | sort &&
		find . -name .git -prune -o -type f -exec sha256sum {} + | sort)
}

# state DIR: all that is there of a clone, byte for byte.
state() {
	git -C "$1" for-each-ref refs/heads
	git -C "$1" ls-files -s
	files "$1"
}

# as_git DIR WHAT: index and work files are just what git makes of HEAD.
as_git() {
	rm -rf "$T/git"
	git clone -q "$1" "$T/git" 2>/dev/null
	is "$(git -C "$1" status --porcelain)" "" "$2: nothing differs"
	is "$(git -C "$1" ls-files -s)" "$(git -C "$T/git" ls-files -s)" "$2: the index is that of git"
	is "$(files "$1")" "$(files "$T/git")" "$2: and so are the files"
}

# both SUBJECT: what is in the work tree of a, committed and synced; and b has
# logged, so that the two have to be merged. The minute is another each time.
minute=10
both() {
	minute=$((minute + 1))
	git -C "$T/wiki" add -A
	git -C "$T/wiki" commit -q -m "$1"
	a --quiet sync
	b --quiet log "저쪽 $minute" --at "2026-11-23 19:$minute" --minutes 1
}

# merged WHAT: b syncs; both have all of it, as git would check it out.
merged() {
	exits 0 "$1" b sync
	is "$(git -C "$T/b" log -1 --format=%P | wc -w)" 2 "$1: it is merged"
	like "$(cat "$T/b/$day")" "저쪽 $minute" "$1: the entry is there"
	is "$(there rev-parse main)" "$(git -C "$T/b" rev-parse HEAD)" "$1: and pushed"
	is "$(git -C "$T/b" reflog -1 --format=%gs)" "pull: sync: 1 here, 1 from origin" "$1: the reflog tells of it"
	as_git "$T/b" "$1"
	is "$(find "$T/b/.git/halfhour" -name 'sync-[is]*')" "" "$1: no file is left"
	a --quiet sync
	is "$(git rev-parse HEAD)" "$(git -C "$T/b" rev-parse HEAD)" "$1: both are one"
	as_git "$T/wiki" "$1, there"
}

#!/bin/sh
# settings.sh: settings of git that libgit2 does not know of count all the same
. "$(dirname "$0")/../lib.sh"

# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS
day=notes/daily/2026-11-23.md
# at NAME: a wiki with one commit, and a note of the user's that is staged.
at() {
	git init -q "$T/$1" && cd "$T/$1" || exit 1
	mkdir -p notes/daily
	: >halfhour.yaml
	echo '# 도커' >notes/도커.md
	git add -A && git commit -qm '처음'
	echo 더 >>notes/도커.md && git add notes/도커.md
}
# hooks: a folder of hooks elsewhere, whose pre-commit says that it ran.
hooks() {
	mkdir -p "$T/hooks"
	printf '#!/bin/sh\npwd >>"%s"\n' "$T/ran" >"$T/hooks/pre-commit"
	chmod +x "$T/hooks/pre-commit"
	: >"$T/ran"
}
crypt() {
	printf '[filter "crypt"]\n\tclean = tr a-z n-za-m\n\tsmudge = tr a-z n-za-m\n'
}
# through: what is committed went through the filter, and nothing else did.
through() {
	is "$(git show "HEAD:$day" | grep -c 'qbpxre: ynlref$')" 1 \
		"$1: what is committed went through it"
	is "$(grep -c 'docker: layers$' "$day")" 1 "$1: the file has it as it is"
	is "$(git diff --cached --name-only)" "notes/도커.md" \
		"$1: what was staged is staged, and nothing else"
}
git config --global core.quotePath false

# ---- git -c ------------------------------------------------------------------

hooks
at dash-c
git config alias.hh "!'$HALFHOUR'"
exits 0 "an alias, with git -c" git -c core.hooksPath="$T/hooks" hh log '도커: 층'
is "$(cat "$T/ran")" "$PWD" "runs the hook that is named so"
is "$(git diff --cached --name-only)" "notes/도커.md" "what was staged is staged"
is "$(git log --format=%s | head -1)" "log: 도커 30m" "the entry is committed"
exits 0 "without it" "$HALFHOUR" log 'ipc' --minutes 5
is "$(wc -l <"$T/ran")" 1 "no hook runs"
exits 0 "an author of git -c" git -c user.name="Bob 'B' \"q\" \\ #;" \
	-c core.hooksPath="$T/none" hh log 'mmap' --minutes 5
is "$(git log -1 --format=%an)" "Bob 'B' \"q\" \\ #" "is the one of the commit"

# ---- GIT_CONFIG_COUNT ----------------------------------------------------------

at count
echo '*.md filter=crypt' >.git/info/attributes
GIT_CONFIG_COUNT=2
GIT_CONFIG_KEY_0=filter.crypt.clean GIT_CONFIG_VALUE_0='tr a-z n-za-m'
GIT_CONFIG_KEY_1=filter.crypt.smudge GIT_CONFIG_VALUE_1='tr a-z n-za-m'
export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 GIT_CONFIG_KEY_1 \
	GIT_CONFIG_VALUE_1
exits 0 "a filter of GIT_CONFIG_COUNT" "$HALFHOUR" log 'docker: layers'
through "GIT_CONFIG_COUNT"
GIT_CONFIG_COUNT=nine
exits 1 "a count that is none" "$HALFHOUR" log 'docker: two'
like "$(cat "$T/err")" "saved, not committed: .*bogus count in GIT_CONFIG_COUNT" \
	"is told in git's words, and the entry is saved"
unset GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 GIT_CONFIG_KEY_1 \
	GIT_CONFIG_VALUE_1
exits 0 "later" "$HALFHOUR" list
is "$(git show "HEAD:$day" | grep -c 'docker: two$')" 1 "it is committed"

# ---- an include under a condition ---------------------------------------------

at hasconfig
crypt >"$T/crypt.inc"
printf '[user]\n\tname = At Work\n' >>"$T/crypt.inc"
cp "$GIT_CONFIG_GLOBAL" "$T/keep"
printf '[includeIf "hasconfig:remote.*.url:https://work.example/**"]\n\tpath = %s\n' \
	"$T/crypt.inc" >>"$GIT_CONFIG_GLOBAL"
echo '*.md filter=crypt' >.git/info/attributes
exits 0 "a condition that does not hold" "$HALFHOUR" log 'docker: plain'
is "$(git log -1 --format=%an) $(git show "HEAD:$day" | grep -c 'docker: plain$')" \
	"Ada Test 1" "brings nothing in"
git remote add origin https://work.example/ada/wiki.git
exits 0 "one that holds" "$HALFHOUR" log 'docker: layers'
through "includeIf.hasconfig"
is "$(git log -1 --format=%an)" "At Work" "its author is the one of the commit"
cp "$T/keep" "$GIT_CONFIG_GLOBAL"

# ---- the file of the machine ----------------------------------------------------

at machine
{ crypt && printf '[user]\n\tname = Of The Machine\n'; } >"$T/of-machine"
git config --global --unset user.name
echo '*.md filter=crypt' >.git/info/attributes
exits 0 "a filter of GIT_CONFIG_SYSTEM" env -u GIT_CONFIG_NOSYSTEM \
	GIT_CONFIG_SYSTEM="$T/of-machine" "$HALFHOUR" log 'docker: layers'
through "GIT_CONFIG_SYSTEM"
exits 1 "none of it" env GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_SYSTEM="$T/of-machine" \
	"$HALFHOUR" log 'docker: two'
like "$(cat "$T/err")" "saved, not committed: git does not know your name" \
	"with GIT_CONFIG_NOSYSTEM"
cp "$T/keep" "$GIT_CONFIG_GLOBAL"

# ---- the other side ---------------------------------------------------------------

at there
git init -q --bare "$T/there.git"
git remote add origin "$T/there.git"
printf '#!/bin/sh\necho no >&2\nexit 1\n' >"$T/hooks/pre-receive"
chmod +x "$T/hooks/pre-receive"
exits 0 "publish, with git -c" git -c core.hooksPath="$T/hooks" \
	-c alias.hh="!'$HALFHOUR'" hh publish
ok "goes to a repository that has not these settings" \
	git --git-dir="$T/there.git" rev-parse -q --verify gh-pages
done_testing

#!/bin/sh
# publish.sh: the site as a branch of another repository, and what is refused
. "$(dirname "$0")/../lib.sh"

# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

# there ARG…: git in the repository that is published to.
there() {
	git --git-dir="$T/there.git" "$@"
}
# state: all that publish must leave alone: HEAD, branches, index, files.
state() {
	git symbolic-ref HEAD
	git for-each-ref --format='%(refname) %(objectname)' refs/heads refs/remotes refs/tags
	git ls-files --stage --debug
	find . -path ./.git -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
	sha256sum .git/index .git/HEAD .git/config
}

git init -q --bare "$T/there.git"
wiki --lang ko
git remote add origin "$T/there.git"
"$HALFHOUR" --quiet log "도커: 레이어 캐시" --minutes 28
mkdir -p notes/네트워크
cat >notes/네트워크/파이프.md <<'END'
# 파이프

파이프는 64 KiB에서 막힌다. [[2026-11-23]] 그림: ![[그림.svg]]
END
echo '<svg xmlns="http://www.w3.org/2000/svg"/>' >notes/네트워크/그림.svg
git add -A
git commit -q -m "노트"
# What the user is in the middle of: half of it staged, a file of their own.
echo '더 쓴다.' >>notes/네트워크/파이프.md
git add notes/네트워크/파이프.md
echo '또 쓴다.' >>notes/네트워크/파이프.md
echo mine >untracked
git status >"$T/status" # its index is fresh from here on
state >"$T/before"

# ---- the first time --------------------------------------------------------

exits 0 "what would be published" "$HALFHOUR" publish --dry-run
like "$(cat "$T/out")" '^A  네트워크/파이프\.html$' "is told, file by file"
like "$(tail -n 1 "$T/out")" '^dry-run: [0-9]* files, ([0-9]*) added, 0 changed, 0 removed → origin gh-pages$' \
	"and counted"
is "$(there for-each-ref)" "" "and nothing is pushed"
is "$(git count-objects -v | sed -n 's/^in-pack: //p')" 0 "nor made"
is "$(git for-each-ref refs/halfhour)" "" "nor noted"
exits 0 "publish" "$HALFHOUR" publish
like "$(cat "$T/out")" '^published: [0-9]* files, [0-9]* added, 0 changed, 0 removed → origin gh-pages \[[0-9a-f]{7}\]$' \
	"says where it is"
"$HALFHOUR" --quiet build --out "$T/site"
git --git-dir="$T/there.git" archive gh-pages | (mkdir "$T/got" && tar -x -C "$T/got")
rm "$T/site/.halfhour"
ok "and a .nojekyll" test -f "$T/got/.nojekyll"
rm "$T/got/.nojekyll"
ok "the branch is what build makes" diff -r "$T/site" "$T/got"
is "$(there log -1 --format=%P gh-pages)" "" "it begins with one commit"
is "$(there log -1 --format=%B gh-pages | sed -n 's/^Halfhour-Source: //p')" \
	"$(git rev-parse HEAD)" "which says what it was made of"
is "$(there log -1 --format=%B gh-pages | sed -n 's/^Halfhour-Tree: //p')" \
	"$(there rev-parse 'gh-pages^{tree}')" "and that it is of halfhour"
ok "the other side is whole" there fsck --strict --full
state >"$T/after"
same "$T/after" "$T/before" "HEAD, branches, index and files are as they were"

# ---- again -----------------------------------------------------------------

first=$(there rev-parse gh-pages)
objects=$(git count-objects -v)
exits 0 "publish again" "$HALFHOUR" publish
is "$(cat "$T/out")" "nothing to publish: origin gh-pages has this site [$(
	there rev-parse --short=7 gh-pages)]" "without a change there is nothing to do"
is "$(there rev-parse gh-pages)" "$first" "and nothing is pushed"
is "$(git count-objects -v)" "$objects" "nor is any object made"
git update-ref HEAD "$(git commit-tree -p HEAD -m "다른 일" 'HEAD^{tree}')"
exits 0 "after a commit that changes no page" "$HALFHOUR" publish
is "$(there rev-parse gh-pages)" "$first" "neither"

printf '# 소켓\n\n새 글이다.\n' >notes/네트워크/소켓.md
rm notes/네트워크/파이프.md notes/네트워크/그림.svg
"$HALFHOUR" publish --dry-run >"$T/dry"
exits 0 "after a change" "$HALFHOUR" publish --json
python3 - "$T/out" "$T/dry" <<'END' >"$T/told"
import json, sys
got = json.load(open(sys.argv[1]))
print(got["schema"], got["state"], got["remote"], got["branch"], got["was"])
print("네트워크/소켓.html" in got["added"], "네트워크/파이프.html" in got["removed"])
steps = sorted((p, w) for w, k in (("A", "added"), ("M", "changed"), ("D", "removed"))
               for p in got[k])
print(open(sys.argv[2]).read().splitlines()[:-1] == [w + "  " + p for p, w in steps])
END
is "$(cat "$T/told")" "1 published origin gh-pages $first
True True
True" "JSON says what the dry run said"
is "$(there rev-parse 'gh-pages^')" "$first" "it is one commit on top"
is "$(there diff --no-renames --name-status "$first" gh-pages | sed -n 's/^[AMD].*/x/p' | wc -l)" \
	"$(($(wc -l <"$T/dry") - 1))" "that changes what was told"
ok "none of which is not needed" test \
	"$(there rev-list --objects "$first..gh-pages" | wc -l)" -lt 60
is "$(git cat-file -t "$(there rev-parse gh-pages)")" commit "it is known here, too"

# ---- a CNAME ---------------------------------------------------------------

git clone -q -b gh-pages "$T/there.git" "$T/clone"
echo wiki.example.org >"$T/clone/CNAME"
git -C "$T/clone" add CNAME
git -C "$T/clone" commit -q -m "Create CNAME"
git -C "$T/clone" push -q
exits 0 "a domain that was set on the other side" "$HALFHOUR" publish
like "$(cat "$T/out")" '^nothing to publish: ' "is no change"
printf '# 셋\n' >notes/셋.md
exits 0 "and after one" "$HALFHOUR" publish
is "$(there show gh-pages:CNAME)" wiki.example.org "it is kept"
echo 'publish: { cname: notes.example.org }' >>halfhour.yaml
exits 0 "one in the settings" "$HALFHOUR" publish
is "$(there show gh-pages:CNAME)" notes.example.org "goes over it"
HALFHOUR_PUBLISH_CNAME='a b' "$HALFHOUR" publish --dry-run >"$T/out" 2>&1
like "$(cat "$T/out")" "'a b' cannot be used" "what is no name of a host is told"

# ---- what others have committed --------------------------------------------

mine=$(there rev-parse gh-pages)
git clone -q -b gh-pages "$T/there.git" "$T/folder"
rm "$T/folder/CNAME"
mkdir "$T/folder/CNAME"
echo 논문 >"$T/folder/CNAME/thesis.txt"
git -C "$T/folder" add -A
git -C "$T/folder" commit -q -m "No domain"
git -C "$T/folder" push -q
exits 4 "a folder called CNAME" "$HALFHOUR" publish
is "$(there show gh-pages:CNAME/thesis.txt)" 논문 "is somebody's own, and stays"
there update-ref refs/heads/gh-pages "$mine"
git -C "$T/clone" pull -q
echo '<p>by hand' >>"$T/clone/index.html"
git -C "$T/clone" commit -q -a -m "손으로 고친다"
git -C "$T/clone" push -q
alien=$(there rev-parse gh-pages)
exits 4 "a commit of another on top" "$HALFHOUR" publish
like "$(cat "$T/err")" "gh-pages of origin has on top .*: $(
	there rev-parse --short=7 gh-pages) 손으로 고친다 \(Ada Test\); nothing is published\..*--branch NAME" \
	"is refused, and told with the way out"
is "$(there rev-parse gh-pages)" "$alien" "and stays"
git -C "$T/clone" reset -q --hard "$mine"
echo '<p>by hand' >>"$T/clone/index.html"
git -C "$T/clone" commit -q -a --amend --no-edit
git -C "$T/clone" push -q -f
exits 4 "a commit of ours that was amended" "$HALFHOUR" publish
like "$(cat "$T/err")" 'publish: 0 added' "is not ours any more"
there update-ref refs/heads/gh-pages "$mine"
there branch -q pages "$(there commit-tree -m '홈페이지' "$(there rev-parse "$mine^{tree}")")"
exits 4 "a branch that halfhour has not begun" "$HALFHOUR" publish --branch pages
like "$(cat "$T/err")" 'is not a site of halfhour.*홈페이지 \(Ada Test\)' "is told"
exits 0 "but another is free" "$HALFHOUR" publish --branch site/v1
ok "with a slash in its name" there rev-parse -q --verify refs/heads/site/v1
there update-ref -d refs/heads/gh-pages
exits 0 "a branch that was removed" "$HALFHOUR" publish
is "$(there log --format=%s gh-pages | wc -l)" 1 "begins anew"

# ---- what is not published -------------------------------------------------

mine=$(there rev-parse gh-pages)
echo '[[없는 글]]' >notes/깨짐.md
exits 1 "a link that leads nowhere" "$HALFHOUR" publish
like "$(cat "$T/err")" '깨짐\.md:1:1: error: .*\[link-broken\]' "is told with its place"
like "$(cat "$T/err")" '1 error in the notes, so nothing is published' "and refused"
rm notes/깨짐.md

secret='아무에게도 보이지 않을 문장이 여기에 이렇게 길게 한 줄로 쓰여 있다'
printf -- '---\nprivate: true\n---\n# 비밀\n\n%s.\n' "$secret" >notes/일기장.md
exits 0 "with a private note" "$HALFHOUR" publish
unlike "$(there ls-tree -r --name-only -z gh-pages | tr '\0' '\n')" 일기장 "it is not published"
mine=$(there rev-parse gh-pages)
mkdir templates
echo "<p>$secret" | sed 's/보이지/<b>보이지<\/b>/' >templates/404.html
exits 1 "a page that has its text, in other markup" "$HALFHOUR" publish
like "$(cat "$T/err")" '404\.html would show text of notes/일기장\.md, which is private' "is refused"
unlike "$(cat "$T/err" "$T/out")" '아무에게도' "and the text is not told"
python3 -c 'import urllib.parse as u
print("<a href=\"a/%s.html\">x</a>" % u.quote("일기장"))' >templates/404.html
exits 1 "one that links to it" "$HALFHOUR" publish
like "$(cat "$T/err")" '404\.html would link to notes/일기장\.md, which is private' "too"
rm -r templates
echo "$secret" >notes/네트워크/첨부.txt
echo '[첨부](첨부.txt)' >notes/네트워크/첨부글.md
exits 1 "an attached file with its text" "$HALFHOUR" publish
like "$(cat "$T/err")" '첨부\.txt would show text of notes/일기장\.md' "too"
is "$(there rev-parse gh-pages)" "$mine" "nothing of it is pushed"
echo "$secret" >notes/공개.md
exits 0 "what a note that is shown says, too" "$HALFHOUR" publish
ok "is published" there cat-file -e gh-pages:공개.html
printf -- '---\nprivate: true\n---\n비밀.\n' >notes/index.md
exits 0 "a private note with the name of a page of ours" "$HALFHOUR" publish
rm notes/index.md

# ---- names, and where there is nothing -------------------------------------

for name in a..b HEAD refs/heads/gh-pages; do
	exits 2 "what is no name of a branch: $name" "$HALFHOUR" publish --branch "$name"
done
exits 4 "the branch that one works on" "$HALFHOUR" publish --branch main
like "$(cat "$T/err")" 'main is the branch that you work on' "is told"
exits 1 "a remote that there is not" "$HALFHOUR" publish --remote 없다
like "$(cat "$T/err")" "there is no remote '없다'; .*git remote add" "is told, with the way out"
exits 1 "a folder that is no repository" "$HALFHOUR" publish --remote "$T/nowhere.git"
like "$(cat "$T/err")" 'cannot reach .*nowhere\.git: .*does not appear to be a git repository' "is told"
exits 1 "a host that is an option" "$HALFHOUR" publish --remote 'ssh://-oProxyCommand=touch%20x/y'
like "$(cat "$T/err")" 'is no host to connect to' "is none"
exits 1 "and a path that is one" "$HALFHOUR" publish --remote 'host:-x'
exits 0 "by a path" "$HALFHOUR" publish --remote "$T/there.git"
exits 0 "by a URL" "$HALFHOUR" publish --remote "file://$T/there.git"
like "$(cat "$T/out")" "^nothing to publish: file://" "is the same branch"
git config "url.$T/.insteadOf" 내것:
exits 0 "by what the settings shorten" "$HALFHOUR" publish --remote 내것:there.git
like "$(cat "$T/out")" '^nothing to publish: 내것:there\.git gh-pages' "is it, too"
git remote add 둘 "$T/nowhere.git"
git remote set-url --push 둘 "$T/there.git"
exits 0 "a remote that is pushed to elsewhere" "$HALFHOUR" publish --remote 둘
like "$(cat "$T/out")" '^nothing to publish: 둘 gh-pages' "is looked at there"
chmod -w "$T/there.git/objects" "$T/there.git/objects"/??
if [ "$(id -u)" -ne 0 ]; then
	echo >>notes/공개.md
	exits 1 "one that cannot be written" "$HALFHOUR" publish
fi
chmod -R u+w "$T/there.git/objects"

# ---- another at the same time ----------------------------------------------

# The other one comes between our look and our push.
git clone -q -b gh-pages "$T/there.git" "$T/other"
echo x >"$T/other/x"
git -C "$T/other" add x
git -C "$T/other" commit -q -m "다른 사람"
mkdir "$T/bin"
cat >"$T/bin/git" <<END
#!/bin/sh
if [ "\$1" = receive-pack ]; then
	n=\$(cat "$T/calls" 2>/dev/null || echo 0)
	echo \$((n + 1)) >"$T/calls"
	[ "\$n" != 1 ] || PATH=$PATH git -C "$T/other" push -q
fi
PATH=$PATH exec git "\$@"
END
chmod +x "$T/bin/git"
echo '새 문장' >>notes/공개.md
PATH=$T/bin:$PATH exits 4 "one that comes before our push" "$HALFHOUR" publish
like "$(cat "$T/err")" 'origin has moved its branch meanwhile.*nothing is pushed; try again' "is told"
is "$(there log -1 --format=%s gh-pages)" "다른 사람" "and stays"
# The other one comes while we push: the hook of the other side moves it.
there update-ref refs/heads/gh-pages "gh-pages^"
before=$(there rev-parse gh-pages)
cat >"$T/there.git/hooks/pre-receive" <<END
#!/bin/sh
unset GIT_QUARANTINE_PATH
git update-ref refs/heads/gh-pages $(git -C "$T/other" rev-parse HEAD)
END
chmod +x "$T/there.git/hooks/pre-receive"
exits 4 "one that comes in the middle of it" "$HALFHOUR" publish
is "$(there log -1 --format=%s gh-pages)" "다른 사람" "stays as well"
there update-ref refs/heads/gh-pages "$before"
printf '#!/bin/sh\necho "밤에는 안 됩니다" >&2\nexit 1\n' >"$T/there.git/hooks/pre-receive"
exits 1 "a hook that refuses" "$HALFHOUR" publish
like "$(cat "$T/err")" 'origin refuses it: pre-receive hook declined; it says: .*밤에는 안 됩니다' "is told"
is "$(there rev-parse gh-pages)" "$before" "and the branch stays"
rm "$T/there.git/hooks/pre-receive"
mkfifo "$T/fifo"
flock "$T/wiki/.git/halfhour/publish.lock" sh -c "echo held; cat '$T/fifo'" >"$T/held" &
while [ ! -s "$T/held" ]; do sleep 0.05; done
exits 5 "two at a time in one repository" "$HALFHOUR" publish
echo go >"$T/fifo"
wait
exits 0 "and then it goes" "$HALFHOUR" publish
ok "the other side is whole" there fsck --strict --full
ok "and this one" git fsck --strict --full

# ---- without a push --------------------------------------------------------

on_remote=$(there rev-parse gh-pages)
printf '# 넷\n' >notes/넷.md
exits 0 "without a push" "$HALFHOUR" publish --no-push
like "$(cat "$T/out")" '^committed: .* → gh-pages \[' "there is a branch here"
is "$(git rev-parse gh-pages^)" "$on_remote" "on top of what was published"
is "$(there rev-parse gh-pages)" "$on_remote" "and the other side is as it was"
exits 0 "again" "$HALFHOUR" publish --no-push
like "$(cat "$T/out")" '^nothing to publish: gh-pages has' "is nothing"
exits 0 "and with a push" "$HALFHOUR" publish
is "$(there rev-parse gh-pages)" "$(git rev-parse gh-pages)" "the very commit goes there"
printf '# 다섯\n' >notes/다섯.md
exits 0 "the next" "$HALFHOUR" publish
is "$(git rev-parse gh-pages)" "$(there rev-parse gh-pages)" "takes the branch here along"
git worktree add -q "$T/tree" gh-pages
printf '# 여섯\n' >notes/여섯.md
exits 4 "a branch in a work tree" "$HALFHOUR" publish --no-push
like "$(cat "$T/err")" 'gh-pages is checked out in a work tree' "is told"
here=$(git rev-parse gh-pages)
exits 0 "and with a push" "$HALFHOUR" publish
is "$(git rev-parse gh-pages)" "$here" "it stays"
is "$(git -C "$T/tree" status --porcelain)" "" "and so does the work tree"

# ---- other shapes ----------------------------------------------------------

git push -q origin main
git worktree add -q --detach "$T/detached"
exits 0 "a linked work tree, without a branch" "$HALFHOUR" -C "$T/detached" publish --branch detached
is "$(there log -1 --format=%B detached | sed -n 's/^Halfhour-Source: //p')" \
	"$(git rev-parse HEAD)" "is published"
is "$(git -C "$T/detached" status --porcelain --branch)" "## HEAD (no branch)" "and stays without one"
mkdir -p "$T/unborn/notes"
git init -q "$T/unborn"
echo '# 처음' >"$T/unborn/notes/처음.md"
: >"$T/unborn/halfhour.yaml"
exits 0 "a repository without a commit" "$HALFHOUR" -C "$T/unborn" publish --remote "$T/there.git" --branch unborn
unlike "$(there log -1 --format=%B unborn)" 'Halfhour-Source' "is published, and has no source"
is "$(git -C "$T/unborn" status --porcelain --branch | head -n 1)" "## No commits yet on main" "it has none still"

done_testing

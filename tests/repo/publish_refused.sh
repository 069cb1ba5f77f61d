#!/bin/sh
# publish_refused.sh: what the other side is, and does, that publish must tell
. "$(dirname "$0")/../lib.sh"

# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

there() {
	git --git-dir="$T/there.git" "$@"
}
git init -q --bare "$T/there.git"
git init -q --bare "$T/mirror.git"
wiki --lang ko
git remote add origin "$T/there.git"
git push -q origin main

# ---- names -------------------------------------------------------------------

there branch gh-pages/preview main
git clone -q --depth 1 "file://$T/there.git" "$T/shallow"
before=$(there for-each-ref)
for dir in "$T/wiki" "$T/shallow"; do
	exits 4 "a branch gh-pages/preview there ($(basename "$dir"))" \
		"$HALFHOUR" -C "$dir" publish
	like "$(cat "$T/err")" "origin has a branch gh-pages/preview, and git allows no branch gh-pages beside it; .*--branch NAME" \
		"is told, with the way out"
done
exits 4 "also when nothing is to be pushed" "$HALFHOUR" publish --dry-run
exits 4 "the other way round" "$HALFHOUR" publish --branch main/site
like "$(cat "$T/err")" "origin has a branch main, and git allows no branch main/site" "too"
is "$(there for-each-ref)" "$before" "nothing is pushed"
exits 0 "a name that only begins so" "$HALFHOUR" publish --branch gh-pages2
there branch -q -D gh-pages/preview
git branch gh-pages/mine
exits 4 "a branch gh-pages/mine here, without a push" "$HALFHOUR" publish --no-push
like "$(cat "$T/err")" "no.* branch refs/heads/gh-pages beside .*gh-pages/mine; .*--branch NAME" \
	"is told, with the way out"
exits 0 "is none in the way of a push" "$HALFHOUR" publish
git branch -q -D gh-pages/mine

# ---- several addresses -----------------------------------------------------------

first=$(there rev-parse gh-pages)
echo '# 둘' >notes/둘.md
for what in pushurl url; do
	git config --add "remote.origin.$what" "$T/there.git"
	git config --add "remote.origin.$what" "$T/mirror.git"
	exits 1 "a remote with two: $what" "$HALFHOUR" publish
	like "$(cat "$T/err")" "origin has 2 addresses to push to, .*--remote URL" \
		"is told, and none is passed over"
	git config --unset-all "remote.origin.$what"
done
git config remote.origin.url "$T/there.git"
is "$(there rev-parse gh-pages) $(git --git-dir="$T/mirror.git" for-each-ref)" \
	"$first " "nothing is pushed"
printf '[remote "origin"]\n\turl = %s\n' "$T/there.git" >"$T/same"
git config include.path "$T/same"
exits 0 "one that is set twice" "$HALFHOUR" publish
git config --unset include.path

# ---- what HEAD is there ------------------------------------------------------------

there update-ref --no-deref HEAD main
echo '# 셋' >notes/셋.md
exits 0 "a detached HEAD there" "$HALFHOUR" publish
is "$(there rev-parse HEAD)" "$(git rev-parse main)" "stays as it is"
there symbolic-ref HEAD refs/heads/gh-pages
echo '# 넷' >notes/넷.md
exits 0 "a repository whose default branch is gh-pages" "$HALFHOUR" publish
is "$(there rev-list --count gh-pages)" 4 "is gone on with"
git clone -q "$T/there.git" "$T/checked-out"
echo '# 다섯' >notes/다섯.md
exits 1 "one that has it checked out" "$HALFHOUR" publish --remote "$T/checked-out"
like "$(cat "$T/err")" "refuses it: branch is currently checked out" "refuses, and it is told"
is "$(git -C "$T/checked-out" status --porcelain)" "" "its work tree stays"

# ---- what the server says, and when it says nothing -----------------------------------

last=$(there rev-parse gh-pages)
cat >"$T/there.git/hooks/update" <<'END'
#!/bin/sh
echo "GH006: Protected branch update failed for $1." >&2
exit 1
END
chmod +x "$T/there.git/hooks/update"
exits 1 "a branch that is protected" "$HALFHOUR" publish
like "$(cat "$T/err")" "origin refuses it: hook declined; it says: GH006: Protected branch update failed for refs/heads/gh-pages" \
	"is told in the words of the server"
rm "$T/there.git/hooks/update"
there config receive.maxInputSize 10
exits 1 "more than it takes" "$HALFHOUR" publish
like "$(cat "$T/err")" "it says: .*pack exceeds maximum allowed size" "is told"
there config --unset receive.maxInputSize
# It breaks after so many bytes to the server, and so many from it.
cat >"$T/breaks" <<'END'
import os, subprocess, sys, threading
up, down = (int(os.environ[k]) for k in ("UP", "DOWN"))
p = subprocess.Popen([os.environ["GIT"]] + sys.argv[1:],
                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)
def pump(a, b, n):
    while n > 0:
        data = os.read(a, min(n, 4096))
        if not data:
            os.close(b)
            return
        os.write(b, data)
        n -= len(data)
    p.kill()
    os._exit(1)
threading.Thread(target=pump, args=(0, p.stdin.fileno(), up), daemon=True).start()
pump(p.stdout.fileno(), 1, down)
p.wait()
END
mkdir "$T/bin"
GIT=$(command -v git)
export GIT
cat >"$T/bin/git" <<END
#!/bin/sh
[ "\$1" != receive-pack ] || exec python3 "$T/breaks" "\$@"
exec "\$GIT" "\$@"
END
chmod +x "$T/bin/git"
for n in "10 100000" "300 100000" "1500 100000" "100000 1" "100000 60"; do
	PATH=$T/bin:$PATH UP=${n% *} DOWN=${n#* } exits 1 "it breaks after $n bytes" \
		"$HALFHOUR" publish
	like "$(cat "$T/err")" "connection broke.*try again" "is told, with the way out"
	is "$(there rev-parse gh-pages)" "$last" "the branch stays"
done
exits 0 "later" "$HALFHOUR" publish
is "$(there rev-parse gh-pages^)" "$last" "it goes on from there"
ok "the other side is whole" there fsck --strict --full
ok "and this one" git fsck --strict --full

# ---- addresses that stand for another -----------------------------------------------

git config "url.$T/.insteadOf" gh:
git remote set-url origin gh:there.git
exits 0 "insteadOf" "$HALFHOUR" publish
like "$(cat "$T/out")" "^nothing to publish" "is the same repository"
git config "url.$T/mirror.git.pushInsteadOf" gh:there.git
exits 0 "pushInsteadOf" "$HALFHOUR" publish
is "$(git --git-dir="$T/mirror.git" rev-parse 'gh-pages^{tree}')" \
	"$(there rev-parse 'gh-pages^{tree}')" "is another, which gets it"
done_testing

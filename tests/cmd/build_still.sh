#!/bin/sh
# build_still.sh: a build with nothing to do looks at files, and reads none
. "$(dirname "$0")/../lib.sh"

kept=.git/halfhour/site.cache
notes=.git/halfhour/notes.cache

# Whether notes were read.
built() {
	exits "${2:-0}" "$1" "$HALFHOUR" build --profile
	if grep -qE '^ .* s  (notes|what changed)$' "$T/out"; then
		how=whole
	else
		how=still
	fi
}

# Files have to be older than a tick of the clock to be known.
settle() {
	sleep 0.1
	"$HALFHOUR" --quiet build --allow-broken "$@" 2>/dev/null
}

# whole DESC CMD…: after the command the notes are read, and the site is right.
whole() {
	desc=$1
	shift
	settle
	"$@"
	built "$desc"
	is "$how" whole "is seen"
	exits 0 "and the site is right" "$HALFHOUR" build --verify
}

wiki --lang ko
mkdir -p notes/ipc notes/.runs/ipc/파이프
# shellcheck disable=SC2016 # a block of code is no command
printf '# 파이프\n\n본문 [[도커]]\n\n```c {#one .run}\nint x;\n```\n' >notes/ipc/파이프.md
printf '# 도커\n\n층이 쌓인다 ![](그림.png)\n' >notes/도커.md
echo png >notes/그림.png

settle
ok "a build keeps what came of it" test -s "$kept"
is "$(stat -c %a "$kept")" 600 "for its owner"
find site -type f -printf '%p %i %T@ %C@\n' | sort >"$T/before"
built "nothing changed"
is "$how" still "no note is read"
is "$(find site -type f -printf '%p %i %T@ %C@\n' | sort)" "$(cat "$T/before")" \
	"no file is touched"
like "$(cat "$T/out")" '^3 notes, .* 0 written, 0 removed, ' \
	"and the last line is as it was"
exits 0 "--verify" "$HALFHOUR" build --verify
like "$(cat "$T/out")" '^[0-9]+ files, each as' "agrees"

# ---- what a site is made of -------------------------------------------------

same_size() {
	touch -r notes/도커.md "$T/time"
	printf '# 도커\n\n층을 쌓는다 ![](그림.png)\n' >notes/도커.md
	touch -r "$T/time" notes/도커.md
}
whole "another text of the same size and time" same_size
like "$(cat site/도커.html)" '층을 쌓는다' "is on its page"
whole "a new note" sh -c 'echo "# 새것" >notes/새것.md'
whole "a note of another name" mv notes/새것.md notes/상자.md
whole "a note that goes" rm notes/상자.md
whole "a file that a page shows" sh -c 'echo PNG >notes/그림.png'
is "$(cat site/그림.png)" PNG "which is in the site"
whole "a record" sh -c 'echo "{" >notes/.runs/ipc/파이프/one.json'
rm notes/.runs/ipc/파이프/one.json
whole "a template" sh -c 'mkdir templates && echo "<p>꼬리" >templates/footer.html'
whole "without it" rm -r templates
whole "a setting" sh -c 'echo "title: 다른 이름" >>halfhour.yaml'
whole "a commit" sh -c 'git add -A && git commit -qm 하나'
whole "its end" git update-ref refs/heads/main HEAD~1
whole "an entry" "$HALFHOUR" --quiet log "도커: 층" --minutes 5
settle
HALFHOUR_TITLE=환경 built "a setting of the environment"
is "$how" whole "is seen"
settle
HALFHOUR_NOW=2026-11-24T21:28:00+09:00 built "the next day"
is "$how" whole "is seen"
settle
HALFHOUR_NOW=2026-11-23T22:28:00+09:00 built "the next hour"
is "$how" still "changes nothing"
settle --drafts
built "without --drafts"
is "$how" whole "is another site"
settle
cksum <"$notes" >"$T/before"
exits 0 "--force" "$HALFHOUR" build --force
isnt "$(cksum <"$notes")" "$(cat "$T/before")" "reads all, and keeps it anew"

# What leads elsewhere may change there, where nobody looks.
ln -s 도커.md notes/이음.md
settle
built "with a symbolic link among the notes" 0
is "$how" whole "they are read each time"
rm notes/이음.md
# Nobody can tell whether it was written twice in one tick of the clock.
settle
touch -d '+1 hour' notes/도커.md
settle
built "a file of a time that is still to come"
is "$how" whole "is read each time"
touch notes/도커.md

# ---- what was made -----------------------------------------------------------

settle
rm site/도커.html
built "a page that somebody removed"
ok "is back" test -s site/도커.html
settle
touch -r site/도커.html "$T/time"
sed -i 's/쌓/싸/' site/도커.html
touch -r "$T/time" site/도커.html
built "one that somebody changed, with its size and time"
like "$(cat site/도커.html)" 쌓 "is as it was"
settle
mv site/.halfhour "$T/list"
exits 4 "the list is gone" "$HALFHOUR" build
mv "$T/list" site/.halfhour
settle
echo 손 >site/손.txt
built "a file that no build wrote"
is "$how" still "is no matter"
ok "and stays" test -s site/손.txt

# Of folders that a build has written into the next one looks at the files, and
# from there on at the folders, once they are old enough.
folders() {
	settle
	settle
}
folders
built "a file that was there before"
is "$how" still "is no matter either"
rm site/도커.html
built "then a page is removed"
ok "and is back" test -s site/도커.html
folders
sed -i 's/쌓/싸/' site/도커.html
built "or another one takes its place"
like "$(cat site/도커.html)" 쌓 "and is as it was"
folders
printf '손' | dd of=site/도커.html conv=notrunc 2>/dev/null
built "who writes into a page where it stands"
is "$how" still "is not seen"
exits 1 "but by --verify" "$HALFHOUR" build --verify
like "$(cat "$T/err")" '도커\.html.* differs' "which names it"
echo >>notes/도커.md
built "and by a build that has something to do"
exits 0 "it is made good" "$HALFHOUR" build --verify

# A start of the machine: what the kernel said then is the second number.
cat >"$T/boot.py" <<'END'
import hashlib, sys
data = open(sys.argv[1], "rb").read()[:-64]
at = data.index(b"\n", data.index(b" ", 82)) + 1
end = data.index(b"\n", at)
count, boot = data[at:end].split()
data = data[:at] + count + b" %d" % (int(boot) ^ 1) + data[end:]
with open(sys.argv[1], "wb") as f:
    f.write(data + hashlib.sha256(data).hexdigest().encode())
END
folders
python3 "$T/boot.py" "$kept"
built "behind a start of the machine"
is "$how" still "there is nothing to do"
python3 "$T/boot.py" "$kept"
printf '손' | dd of=site/도커.html conv=notrunc 2>/dev/null
built "what was written into a page before"
is "$how" whole "is seen, for files are looked at"
exits 0 "and made good" "$HALFHOUR" build --verify

# ---- right behind a build that wrote ------------------------------------------

mkdir -p notes/a notes/b
echo '# 하나' >notes/a/one.md
echo '# 둘' >notes/b/two.md

# Edit a note, build, and right after that do something to the site.
after_edit() {
	desc=$1
	shift
	folders
	echo 더 >>notes/a/one.md
	sleep 0.1
	"$HALFHOUR" --quiet build 2>/dev/null
	"$@"
	exits 0 "behind an edit: $desc" "$HALFHOUR" build
	exits 0 "is made good" "$HALFHOUR" build --verify
}
replace() {
	sed -i 's/</< /' "$1"
}
scribble() {
	printf '손' | dd of="$1" conv=notrunc 2>/dev/null
}
first() {
	for file in "$1"/*; do
		rm "$file"
		break
	done
}
change_places() {
	cp -a site/b site/c
	rm -r site/b
	mv site/c site/b
}
after_edit "the page that it wrote, removed" rm site/a/one.html
after_edit "the page that it wrote, replaced" replace site/a/one.html
after_edit "the page that it wrote, written into" scribble site/a/one.html
after_edit "a page that it did not write, removed" rm site/b/two.html
after_edit "a page that it did not write, replaced" replace site/b/two.html
after_edit "a file of words, removed" first site/search/words
after_edit "its folder, removed" rm -r site/a
after_edit "a folder that it did not write into, removed" rm -r site/b
after_edit "a copy of a folder in its place" change_places

# What it looks at, of the pages.
looked() {
	ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" \
		strace -f -e trace=newfstatat,statx,lstat,stat -o "$T/trace" \
		"$HALFHOUR" --quiet build
	grep -o '[a-z/]*\.html"' "$T/trace" | sort -u
}
if strace -o "$T/trace" true 2>/dev/null; then
	folders
	is "$(looked)" "" "with nothing to do no page is looked at"
	echo 더 >>notes/a/one.md
	sleep 0.1
	"$HALFHOUR" --quiet build 2>/dev/null
	looked >"$T/looked"
	ok "behind an edit the page that it wrote is" \
		grep -q '^one\.html' "$T/looked"
	ok "and none in a folder that it did not write into" \
		test -z "$(grep two "$T/looked")"
	sleep 0.1
	looked >"$T/looked"
	is "$(looked)" "" "and none from there on"
else
	skip 4 "there is no strace"
fi

# ---- two sites of one wiki ---------------------------------------------------

two_sites() {
	"$HALFHOUR" --quiet build --out "$T/A"
	echo 더 >>notes/b/two.md
	sleep 0.1
	"$HALFHOUR" --quiet build --out "$T/B"
	sleep 0.1
	"$HALFHOUR" --quiet build --out "$T/B"
}
"$HALFHOUR" --quiet build 2>/dev/null
two_sites
exits 0 "a site, another one, the first again" "$HALFHOUR" build --out "$T/A"
is "$(diff -r "$T/A" "$T/B")" "" "is as the other one"
two_sites
mv "$T/B" "$T/C"
mv "$T/A" "$T/B"
exits 0 "a site in the place of another" "$HALFHOUR" build --out "$T/B"
is "$(diff -r "$T/B" "$T/C")" "" "is not taken for it"
rm -r notes/a notes/b

# ---- mistakes in notes ---------------------------------------------------------

printf '[[없는 쪽]] %%s\033[31m\n' >notes/틀림.md
settle
built "a mistake" 1
is "$how" still "is told again"
like "$(cat "$T/err")" '^notes/틀림\.md:1:1: error: .*\[link-broken\]$' \
	"with its place"
exits 0 "--allow-broken" "$HALFHOUR" build --allow-broken
rm notes/틀림.md

# ---- damage ---------------------------------------------------------------------

folders
cat >"$T/flip.py" <<'END'
import hashlib, os, subprocess, sys
path, halfhour = sys.argv[1:3]
good = open(path, "rb").read()
head = good[:good.index(b"\n", good.index(b" ", 82)) + 1]


def said(data):
    with open(path, "wb") as f:
        f.write(data)
    done = subprocess.run([halfhour, "build"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    line = done.stdout.decode()
    assert done.returncode == 0, (data, done)
    assert ", 0 written, 0 removed," in line, (data, line)
    # Not taken: all was read, and the same is kept.
    assert open(path, "rb").read() == good, data
    return done.stderr.decode()


def sealed(body):
    data = head + body
    return data + hashlib.sha256(data).hexdigest().encode()


body = good[len(head):-64]
assert sealed(body) == good
for i in list(range(0, len(good), 9)) + [len(good) - 1]:
    data = bytearray(good)
    data[i] ^= 1
    assert "the last build is damaged" in said(bytes(data)), i
for cut in (0, 1, 63, 64, 100, len(good) - 1):
    assert "the last build is damaged" in said(good[:cut]), cut
# With the right hash: other words than ours, which are not believed.
site = b"\n".join(body.split(b"\n")[:-3]) + b"\n"
boot = body[body.index(b" "):body.index(b"\n") + 1]
folder = b"0 0 0 1 1 1 "
for lie in (b"", b"\n", b"1 2 3\n", body + b"x", body[:-1],
            b"-1" + body, b"9" * 40 + body, b"0" + boot + body,
            b"9" + body, b"1" + boot, b"1" + boot + folder + b"9999\n.\n",
            b"1" + boot + folder + b"0\n\n",
            b"1" + boot + folder + b"2\n.\0\n",
            b"1" + boot + folder + b"18446744073709551615\n.\n",
            b"2" + boot + 2 * (folder + b"1\n.\n"),
            site + b"3 0 0 3\n1\n",
            site + b"3 0 0 3\n99999999999999999999\n",
            site + b"3 0 0 3\n1\n999 1 1 1 1\nab\n",
            site + b"3 0 0 3\n1\n1 1 1 18446744073709551615 2\nab\n",
            site + b"3 0 0 3\n1\n1 1 1 1 18446744073709551615\nab\n",
            site + b"3 0 0 3\n1\n1 99999999999 1 1 1\nab\n"):
    said(sealed(lie))
print("all", end="")
END
is "$(python3 "$T/flip.py" "$kept" "$HALFHOUR" 2>&1)" all \
	"what is damaged is told, what is no sense is passed over"
settle
# Of another wiki: that it was carried here shows.
cp -a . "$T/carried"
cd "$T/carried" || exit 1
exits 0 "a copy of it all" "$HALFHOUR" build
isnt "$(sed -n 2p "$kept")" "$(sed -n 2p "$T/wiki/$kept")" "is another one"
cd "$T/wiki" || exit 1

# ---- where nothing was ever logged --------------------------------------------

git clone -q "$T/wiki" "$T/clone" 2>"$T/clone.log"
mkdir -p "$T/clone/notes"
cp -a notes/도커.md "$T/clone/notes"
cp -a halfhour.yaml "$T/clone"
cd "$T/clone" || exit 1
sleep 0.1
exits 0 "a clone is built" "$HALFHOUR" build --allow-broken
ok "and what came of it is kept there" test -s "$kept"
cd "$T/wiki" || exit 1

# ---- notes that are as they were are not read -----------------------------------

seen=.git/halfhour/notes.seen
printf '# 갑\n\n갑의 글\n' >notes/갑.md
printf '# 을\n\n을의 글\n' >notes/을.md
settle
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
is "$(stat -c %a "$seen")" 600 "how notes look is kept for their owner"
echo 더 >>notes/도커.md
rm -f "$notes"
exits 0 "a note that has its look, and is not kept" "$HALFHOUR" build --verify
like "$(cat site/갑.html)" 갑의 "is read"
sleep 0.1
echo 더 >>notes/도커.md
exits 0 "once more" "$HALFHOUR" build --verify
sleep 0.1
# A lie that nothing can see: its sum is right. Who reads the note would know.
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$TOP/tests" python3 - "$seen" <<'END'
import sys
from xxh64 import xxh64
data = open(sys.argv[1], "rb").read()[:-8]
head, rows = data[:72], data[72:]
rows = [rows[i:i + 80] for i in range(0, len(rows), 80)]
keys = [r[16:] for r in rows]
data = head + b"".join(r[:16] + k for r, k in zip(rows, keys[1:] + keys[:1]))
open(sys.argv[1], "wb").write(data + xxh64(data).to_bytes(8, sys.byteorder))
END
# One note more, so that it is not enough to read what has changed.
echo 더 >notes/더.md
exits 1 "notes with the look of others" "$HALFHOUR" build --allow-broken --verify
like "$(cat "$T/err")" "are not as a build from nothing" "are taken for them"
exits 0 "--force" "$HALFHOUR" build --force --verify
sleep 0.1
echo 더 >>notes/도커.md
exits 0 "does not ask, and keeps how they look" "$HALFHOUR" build --verify
same_look() {
	touch -r notes/갑.md "$T/time"
	printf '# 갑\n\n을의 글\n' >notes/갑.md
	touch -r "$T/time" notes/갑.md
	echo 더 >>notes/도커.md
}
same_look
exits 0 "as many bytes at the same time" "$HALFHOUR" build --verify
like "$(cat site/갑.html)" 을의 "are read: the inode has a time that nobody sets"

# ---- what a build that was killed has left ------------------------------------------

echo 더 >>notes/갑.md
for dir in site site/assets .git/halfhour; do
	for name in .halfhour-1.tmp .halfhour-77-5ab0.tmp .halfhour-x .tmp; do
		echo 반 >"$dir/$name"
		touch -d '2 hours ago' "$dir/$name"
	done
	echo 반 >"$dir/.halfhour-2.tmp"
	mkdir "$dir/.halfhour-3.tmp"
	touch -d '2 hours ago' "$dir/.halfhour-3.tmp"
done
exits 0 "behind a build that was killed" "$HALFHOUR" build --force
for dir in site site/assets .git/halfhour; do
	is "$(cd "$dir" && echo .halfhour-* .tmp)" \
		".halfhour-2.tmp .halfhour-3.tmp .halfhour-x .tmp" \
		"$dir: what is old goes, and what another may be writing stays"
	rm -r "$dir/.halfhour-2.tmp" "$dir/.halfhour-3.tmp" \
		"$dir/.halfhour-x" "$dir/.tmp"
done

# ---- how many threads does not matter ---------------------------------------------

for jobs in 1 2 7; do
	"$HALFHOUR" --quiet build --jobs "$jobs" --force --out "$T/site-$jobs"
done
is "$(diff -r "$T/site-1" "$T/site-2")" "" "the same bytes by two processes"
is "$(diff -r "$T/site-1" "$T/site-7")" "" "and by seven"
done_testing

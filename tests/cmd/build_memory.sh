#!/bin/sh
# build_memory.sh: what a build from nothing needs does not hold the notes
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
python3 - <<'EOF'
import random
r = random.Random(1)
words = ["층", "파이프", "관로", "fork", "pipe", "기록", "**굵게**", "`code`"]
for i in range(150):
    with open("notes/n%03d.md" % i, "w") as f:
        f.write("# 글 %d\n\n" % i)
        for _ in range(150):
            f.write("%s [[n%03d]]\n\n" % (" ".join(r.choices(words, k=100)),
                                          r.randrange(150)))
EOF

# Kilobytes: the largest of its processes, from beginning to end.
peak() {
	python3 - "$@" <<'EOF'
import resource
import subprocess
import sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
EOF
}

kilobytes() {
	echo $(($(stat -c %s "$1") / 1024))
}

exits 0 "large notes" peak "$HALFHOUR" --quiet build --jobs 2
cold=$(cat "$T/out")
kept=$(kilobytes .git/halfhour/notes.cache)
ok "become much ($kept kB)" test "$kept" -gt 20000
# A sanitizer has shadows of all memory, and keeps what is free.
if grep -q __asan_init "$HALFHOUR"; then
	skip "of which little is in memory" "a sanitizer needs more"
else
	ok "of which little is in memory ($cold kB)" \
		test "$cold" -lt $((kept * 3))
fi
cp -r site "$T/cold"

# Where nothing can be kept, all is in memory.
rm -rf .git/halfhour site
mv .git "$T/git"
exits 0 "the same in no repository" "$HALFHOUR" --quiet build --jobs 2
ok "has the notes" grep -q 파이프 site/n007.html
rm -r site
mv "$T/git" .git

# A disk that is full costs what is kept, and nothing else.
# shellcheck disable=SC2016
no_room='mount -t tmpfs -o size=4m tmpfs .git/halfhour &&
	"$1" --quiet build --jobs 2 && test ! -e .git/halfhour/notes.cache'
if unshare -m true 2>/dev/null; then
	mkdir -p .git/halfhour
	exits 0 "no room for what is kept" \
		unshare -m sh -c "$no_room" sh "$HALFHOUR"
	is "$(diff -r -x .gitignore site "$T/cold")" "" "costs that, and no page"
else
	skip "a full disk" "there are no mounts of our own"
fi
done_testing

#!/bin/sh
# full.sh: a full disk takes no text out of a pipe that it cannot keep
#
# The disk is a tmpfs of a mount namespace of our own.

# shellcheck disable=SC2016 # the inner shell expands it
if [ -z "${FULL_INSIDE:-}" ] &&
	unshare -rm mount -t tmpfs none /mnt 2>/dev/null; then
	FULL_INSIDE=1 exec unshare -rm sh "$0"
fi
. "$(dirname "$0")/../lib.sh"
[ -n "${FULL_INSIDE:-}" ] || skip_all "no mount namespaces here"

mkdir "$T/wiki"
mount -t tmpfs -o size=4m none "$T/wiki" || skip_all "no tmpfs can be mounted"
wiki --lang ko
exits 0 "a timebox runs" "$HALFHOUR" start "도커"

# fill KIB: all of the disk but so much.
fill() {
	rm -f "$T/wiki/fill"
	head -c "$1"k /dev/zero >"$T/wiki/spare"
	cat /dev/zero >"$T/wiki/fill" 2>/dev/null
	rm "$T/wiki/spare"
}

# left FILE ARG…: what the command leaves in a pipe of that file.
left() {
	left_file=$1
	shift
	# shellcheck disable=SC2002 # a file would stay as it is
	cat "$left_file" | {
		"$HALFHOUR" "$@" 2>"$T/err"
		echo $? >"$T/code"
		cat
	} >"$T/left"
}

drafts() {
	find .git/halfhour/drafts -type f 2>/dev/null | wc -l
}

printf '글 하나\n둘\n' >"$T/in"
# The kernel counts the pages of a tmpfs by processor, so that one may be left.
for args in "log 셸 -b -" "log -" "log -k -" "add -" "add -k -" "stop -b -" \
	"stop -t -" "import -" "import --from jrnl -"; do
	fill 0
	# shellcheck disable=SC2086 # words
	left "$T/in" $args
	is "$(cat "$T/code")" 1 "$args: fails on a full disk"
	like "$(cat "$T/err")" \
		"nothing is read, .*No space left on device|is kept in .git/" \
		"and says where the text is"
	find .git/halfhour/drafts -type f -exec cat {} + >>"$T/left"
	ok "the text is there" grep -q "글 하나" "$T/left"
	find .git/halfhour/drafts -type f -delete
done

# There is room for a part of it.
yes '한 줄의 글' | head -c 600000 >"$T/big"
fill 300
left "$T/big" log 셸 -b -
is "$(cat "$T/code")" 1 "a text that half fits"
like "$(cat "$T/err")" \
	"read up to byte [0-9]+, .*No space left on device; what was read is kept in \.git/halfhour/drafts/" \
	"says how far it was read, and where that is"
draft=$(sed -n 's/.* is kept in //p' "$T/err")
cat "$draft" "$T/left" >"$T/both"
same "$T/both" "$T/big" "the draft and the rest are all of it"
rm -f "$draft"

# It can be kept, but not be committed.
head -c 200000 "$T/big" >"$T/half"
fill 300
left "$T/half" log 셸 --at 20:00 --minutes 5 -b -
is "$(cat "$T/code")" 1 "a text that fits, and its commit does not"
draft=$(sed -n 's/.* is kept in //p' "$T/err")
isnt "$draft" "" "the message names a draft"
ok "with the text" grep -q '한 줄의 글' "$draft"
is "$(grep -c '한 줄의 글' "$draft")" "$(grep -c '한 줄의 글' "$T/half")" \
	"all of it"
is "$(drafts)" 1 "there is one draft"
rm -f fill "$draft"

# With room for all, nothing stays behind.
left "$T/in" log 셸 --at 20:00 --minutes 5 -b -
is "$(cat "$T/code")" 0 "an entry from a pipe"
ok "is in the day" grep -q '글 하나' notes/daily/2026-11-23.md
left "$T/in" add -
is "$(cat "$T/code")" 0 "a line of the timebox from a pipe"
printf '## 회고\n' >"$T/refused"
left "$T/refused" log 셸 -b -
is "$(cat "$T/code")" 2 "a body that is refused"
like "$(cat "$T/err")" "is kept in" "is kept"
is "$(drafts)" 1 "once"
find .git/halfhour/drafts -type f -delete
left "$T/in" stop -b -
is "$(cat "$T/code")" 0 "its end"
is "$(drafts)" 0 "leaves no draft"
cd "$T" && umount "$T/wiki"

done_testing

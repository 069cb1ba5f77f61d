#!/bin/sh
# kill_cmd.sh: whole commands are killed at each of their system calls, and the
# next command finds nothing to mend by hand
#
# sweep.c runs a command once for each name and count of a call, and kills it
# as it enters that call; of log, stop, try done and undo these are all calls
# there are, of the other commands those that may change the disk (SOAK=1: all
# calls of all). It keeps one wiki for each state of the disk that this leaves,
# and here each of them is judged.
#
# Nothing here depends on a clock, so a wiki must be, to the byte and to the id
# of its commit, either as it was or as it is when nobody is killed; and as it
# was only if nothing had been saved. Then the command is given again, as its
# user would, and must end as if nothing had happened.
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/../lib.sh"

# Opening is among them because it may make a file, or empty one.
CHANGE=open,openat,openat2,creat,write,pwrite64,writev,ftruncate,truncate,\
copy_file_range,sendfile,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,\
rename,renameat,renameat2,unlink,unlinkat,chmod,fchmod,fchmodat,utimensat,\
execve,clone,clone3,fork,vfork,wait4,waitid
DAY=notes/daily/2026-11-23.md

# On a machine of ours this must not be passed over in silence.
cannot() {
	if [ -n "${CI:-}" ]; then
		fail "the kill sweep can run here"
		diag "$*"
		done_testing
	fi
	skip_all "$*"
}

# A program with sanitizers takes so long that only two commands are killed,
# at what may change the disk; the commands that come after run with them all
# the same. Its search for leaks would trace the process, too.
case $HALFHOUR in
*san/*)
	SAN=1
	ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
	;;
*) SAN= ;;
esac

# every NAME: whether it is all calls of the command that are taken.
every() {
	case ${SAN:+san}${SOAK:+soak}$1 in
	san*) return 1 ;;
	soak* | log | stop | done | undo) return 0 ;;
	*) return 1 ;;
	esac
}

SWEEP=$T/sweep
# shellcheck disable=SC2046
"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -g -pthread -I"$TOP/src" \
	-o "$SWEEP" "$TOP"/tests/repo/sweep*.c "$TOP"/src/base/*.c \
	$(pkg-config --libs libseccomp nettle libutf8proc yaml-0.1) -lm \
	2>"$T/cc.log" || {
	fail "the sweep compiles"
	diag "$(cat "$T/cc.log")"
	done_testing
}
mkdir "$T/none"
"$SWEEP" -o uname "$T/none" "$T/probe" "$T/probed" true >"$T/probe.log" 2>&1 ||
	cannot "$(cat "$T/probe.log")"

# ---- the wikis -------------------------------------------------------------

# What they have in common: a day that is half staged, and other files.
base() {
	"$HALFHOUR" init --lang ko . || return
	"$HALFHOUR" log "셸: 따옴표" --at "2026-11-22 08:00" --minutes 20 \
		-t "overlayfs를 읽는다 #도커" || return
	"$HALFHOUR" log "도커: 레이어" --at 08:00 --minutes 20 \
		-b "레이어는 쌓인다" -k "작게 시작했다" || return
	"$HALFHOUR" log "파이프" --at 20:00 --minutes 20 -b "막힌다" \
		-t "PIPE_BUF를 잰다" || return
	echo old >changed.md
	git add changed.md
	git commit -qm "mine" -- changed.md
	"base_$1" || return
	sed -i 's/^# 2026.*/&\n\n손으로 쓰고 올렸다/' $DAY
	git add $DAY
	sed -i 's/^손으로 쓰고 올렸다$/& 그리고 더/' $DAY
	echo new >>changed.md
	echo staged >other.md
	git add other.md
	echo untracked >scratch.md
}

base_log() { :; }
base_done() { :; }
base_edit() { :; }
base_undo() { :; }

base_redo() {
	"$HALFHOUR" undo
}

base_add() {
	HALFHOUR_NOW=2026-11-23T21:00:00+09:00 "$HALFHOUR" start "ipc: 큐" &&
		"$HALFHOUR" add "첫째 줄"
}

# Its time has been over for long, by a clock that is true: only by such a one
# a bell rings. Nobody waits, so the next command leaves a process to ring.
base_bell() {
	base_add || return
	sed -i "s/^start .*/start $(date +%Y-%m-%dT00:00:00+14:00)/" \
		.git/halfhour/box
	printf 'hooks:\n  bell: echo 종 | cat >>.git/rung\n' >>halfhour.yaml
}

# The entry is saved when the hook runs, whatever becomes of that.
base_stop() {
	base_add || return
	printf 'hooks:\n  stop: echo 끝 | cat >>.git/hooked\n' >>halfhour.yaml
}

base_cancel() {
	base_add
}

base_stop_edit() {
	base_add
}

base_new() { :; }
base_import() { :; }

base_mv() {
	mkdir notes/ipc
	printf '# 파이프\n\n[[색인]]\n' >notes/ipc/파이프.md
	printf '# 색인\n\n[[ipc/파이프]] [관](ipc/파이프.md)\n' >notes/색인.md
	git add notes/ipc notes/색인.md
	git commit -qm "mine too" -- notes/ipc notes/색인.md
}

# ---- what is killed --------------------------------------------------------

do_log() {
	"$@" log "ipc: 큐" --minutes 12 -b "큐는 경계를 지킨다" -k "끝냈다" \
		-p "늦었다" -t "메시지 크기를 잰다"
}

do_stop() {
	"$@" stop -k "끝냈다" -t "메시지 크기를 잰다"
}

do_add() {
	"$@" add "둘째 줄" -k "끝냈다"
}

# Of yesterday, so that the commit changes two days.
do_done() {
	"$@" try "done" overlayfs --keep "처음부터 읽는다"
}

do_undo() {
	"$@" undo
}

do_redo() {
	"$@" redo
}

do_edit() {
	EDITOR=$T/editor "$@" edit
}

do_stop_edit() {
	EDITOR=$T/editor "$@" stop --edit -k "끝냈다"
}

do_cancel() {
	"$@" cancel
}

do_bell() {
	do_add env -u HALFHOUR_NOW "$@"
}

do_new() {
	"$@" new "ipc/공유 메모리"
}

do_mv() {
	"$@" mv ipc/파이프 ipc/관
}

do_import() {
	"$@" import --date 2026-11-20 "$T/seed.md"
}

printf '## PROBELM\r\n\r\n- 늦게 시작했다\r\n' >"$T/seed.md"

cat >"$T/editor" <<'END'
#!/bin/sh
sed -i -e 's/^막힌다$/64 KiB에서 막힌다/' -e 's/^첫째 줄$/첫째 줄을 고쳤다/' "$1" &&
	: >"$EDITED"
END
chmod +x "$T/editor"

# ---- what was promised -----------------------------------------------------

# bad WHAT: one line of the report; $point says where.
bad() {
	echo "$point: $*" >>"$results.bad"
}

# state: all there is to be seen of a wiki. The id of the commit stands for its
# tree, its message, its author and its parents.
state() {
	git --no-optional-locks status --porcelain=v2 --branch
	find . -path ./.git -prune -o -type f -print | LC_ALL=C sort |
		tr '\n' '\0' | xargs -0 tail -n +1
	[ ! -e .git/halfhour/box ] || cat .git/halfhour/box
}

# owed CODE: whether what was killed has to come true.
owed() {
	for intent in .git/halfhour/pending/*; do
		case $intent in
		*.tmp | *'*') ;;
		*) return 0 ;;
		esac
	done
	[ "$1" = 0 ] || grep -q ' → notes/' ../out
}

# tidy: nothing is left that a human would have to remove.
tidy() {
	left=$(find . -path './.git/*.lock' ! -path './.git/halfhour/*' -o \
		-path './.git/halfhour/pending/*' -o \
		-name '.halfhour-*' ! -path './.git/*')
	[ -z "$left" ] || bad "it leaves $left"
	git fsck --strict --no-dangling >"$results.fsck" 2>&1 ||
		bad "fsck: $(cat "$results.fsck")"
}

# resume: what the editor had saved is offered, and is in the day then; or it
# is there already, and nothing is asked. The options of edit are given.
resume() {
	editor_gone
	EDITOR=true "$HALFHOUR" edit "$@" >"$results.log" 2>&1 ||
		bad "edit $*: $(cat "$results.log")"
}

# rings: once; or not at all, if who was to ring was killed when it had noted
# that it would. Never twice.
rings() {
	touch .git/rung
	case $(wc -l <.git/rung) in
	1) ;;
	0) [ "$n" != 0 ] && grep -q ' rung$' .git/halfhour/bell ;;
	*) false ;;
	esac || bad "it rings $(wc -l <.git/rung) times"
}

# kept NAME: of what is in no day there is a draft.
kept() {
	text=
	case $1 in
	stop_edit) [ ! -e .git/edited ] || text="첫째 줄을 고쳤다" ;;
	cancel) [ -e .git/halfhour/box ] || text="첫째 줄" ;;
	bell) rings ;;
	esac
	[ -z "$text" ] || grep -qrx "$text" .git/halfhour/drafts $DAY ||
		bad "the text is lost"
}

# again NAME: the command was killed before it had saved a thing.
again() {
	[ "$1" != edit ] || editor_gone
	if [ "$1" = edit ] && grep -qsx '64 KiB에서 막힌다' .git/halfhour/edit/*.md; then
		resume --resume
	else
		"do_$1" "$HALFHOUR" >"$results.log" 2>&1 ||
			bad "once more: $(cat "$results.log")"
	fi
	state >"$results.after"
	cmp -s "$results.whole" "$results.after" ||
		bad "once more: $(diff "$results.whole" "$results.after")"
}

# made NAME: the file that a command makes before it saves anything, so that it
# writes over none that appears in the same moment. Only an import may, which
# finds its own bytes again.
made() {
	case $1 in
	import) echo notes/daily/2026-11-20.md ;;
	esac
}

# half NAME: that file is there as it is to be, and nothing else has changed.
half() {
	file=$(made "$1")
	[ -n "$file" ] && cmp -s "$file" "$results.made" || return 1
	rm "$file"
	state >"$results.after"
	cmp -s "$results.before" "$results.after" || return 1
	cp "$results.made" "$file"
}

# after NAME CODE: the next command, and what is true behind it.
after() {
	must=
	owed "$2" && must=1
	if [ "$1" = bell ]; then
		env -u HALFHOUR_NOW "$SWEEP" -w "$results.log" "$HALFHOUR" list
	else
		"$HALFHOUR" list >"$results.log" 2>&1
	fi || bad "the next command fails: $(cat "$results.log")"
	state >"$results.after"
	tidy
	kept "$1"
	if cmp -s "$results.whole" "$results.after"; then
		[ "$1" != edit ] || resume
	elif ! cmp -s "$results.before" "$results.after" && ! half "$1"; then
		bad "it is neither: $(diff "$results.whole" "$results.after")"
	elif [ -n "$must" ]; then
		bad "it is lost"
	else
		echo "$n" >>"$results.not"
		again "$1"
		return
	fi
	state >"$results.after"
	cmp -s "$results.whole" "$results.after" ||
		bad "it changes: $(diff "$results.whole" "$results.after")"
}

# ---- the sweep -------------------------------------------------------------

# sweep NAME
sweep() {
	results=$T/$1
	point="$1, nobody killed"
	EDITED=$results.wiki/.git/edited
	export EDITED
	: >"$results.not"
	: >"$results.points"
	mkdir "$results.base" && cd "$results.base" || exit 1
	base "$1" >"$results.log" 2>&1 || bad "no wiki: $(cat "$results.log")"
	# Commits of the last seconds are looked at again: a clock would decide
	# which calls there are.
	rm -rf .git/halfhour/kept
	state >"$results.before"
	name=$1
	if every "$name"; then
		set --
	else
		set -- -o "$CHANGE"
	fi
	"do_$name" "$SWEEP" "$@" "$results.base" "$results.wiki" \
		"$results.states" "$HALFHOUR" >"$results.points" \
		2>"$results.log" || bad "$(cat "$results.log")"
	cd "$results.states/0/wiki" || exit 1
	[ "$(cat ../code)" = 0 ] || bad "it ends with $(cat ../code): $(cat ../out)"
	state >"$results.whole"
	[ -z "$(made "$name")" ] || cp "$(made "$name")" "$results.made"
	for dir in "$results".states/*; do
		n=${dir##*/}
		cd "$dir/wiki" || exit 1
		EDITED=$PWD/.git/edited
		point="$name, $(cat ../point)"
		after "$name" "$(cat ../code)"
		cd "$results.states" && rm -rf "$dir"
	done
}

# report NAME
report() {
	results=$T/$1
	calls="calls that may change the disk" least=50
	! every "$1" || calls="calls, which are all it makes" least=500
	says=$(awk -v name="$1" -v calls="$calls" '
	FILENAME ~ /not$/ { early[$1] = 1; next }
	{ states[$3] = 1 }
	$2 > 0 { n++; if ($3 in early) before++ }
	END {
		for (s in states) different++
		printf "%s: killed at %d %s, at %d before it was saved, in " \
			"%d states", name, n, calls, before, different
	}' "$results.not" "$results.points")
	if [ ! -s "$results.bad" ] &&
		[ "$(wc -l <"$results.points")" -gt "$least" ]; then
		pass "$says: nothing is lost, doubled or reverted"
	else
		fail "$says: nothing is lost, doubled or reverted"
		diag "$(cat "$results.bad" 2>&1)"
	fi
}

FIRST="log done new edit mv redo"
SECOND="stop undo import stop_edit bell add cancel"
[ -z "$SAN" ] || FIRST=log SECOND=stop
[ -z "${COMMANDS:-}" ] || FIRST=$COMMANDS SECOND=
# Two at a time.
for each in $FIRST; do
	(sweep "$each")
done &
for each in $SECOND; do
	(sweep "$each")
done
wait
for each in $FIRST $SECOND; do
	report "$each"
done
done_testing

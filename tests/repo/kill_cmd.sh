#!/bin/sh
# kill_cmd.sh: whole commands are killed at each system call that changes the
# disk, and the next command finds nothing to mend by hand
#
# A command is run under strace once, and its calls are counted; then once more
# for each of them, and killed as it enters that call. What is on the disk then
# is what the call before it left, so a call that changes nothing adds nothing,
# but for the wait for an editor: those are left to SOAK=1, which takes every
# call of every name. Nothing here depends on a clock, so a wiki must be, to the
# byte and to the id of its commit, either as it was or as it is when nobody is
# killed; and as it was only if nothing had been saved. Then the command is
# given again, as its user would, and must end as if nothing had happened.
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/../lib.sh"

CHANGE="write pwrite64 writev ftruncate truncate copy_file_range sendfile
	mkdir mkdirat rmdir link linkat symlink symlinkat rename renameat
	renameat2 unlink unlinkat chmod fchmod fchmodat utimensat wait4"
OPENS="open openat openat2"
DAY=notes/daily/2026-11-23.md
YESTERDAY=notes/daily/2026-11-22.md

# On a machine of ours this must not be passed over in silence.
cannot() {
	if [ -n "${CI:-}" ]; then
		fail "the kill sweep can run here"
		diag "$*"
		done_testing
	fi
	skip_all "$*"
}

# ASan and strace are in each other's way.
[ "${HALFHOUR#*san/}" = "$HALFHOUR" ] ||
	skip_all "a program with sanitizers is not traced"
command -v strace >/dev/null || cannot "strace is not installed"
strace -o "$T/probe" -e trace=openat true 2>/dev/null ||
	cannot "strace may not trace processes here"

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

base_stop() {
	base_add
}

base_cancel() {
	base_add
}

base_stop_edit() {
	base_add
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
# tree, its message, its author and its parents; of what is staged, only what
# is not in it needs to be told.
state() {
	git --no-optional-locks status --porcelain=v2 --branch
	tail -n +1 $DAY $YESTERDAY changed.md other.md scratch.md
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
	[ "$1" = 0 ] || grep -q ' → notes/' "$results.out"
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
	EDITOR=true "$HALFHOUR" edit "$@" >"$results.log" 2>&1 ||
		bad "edit $*: $(cat "$results.log")"
}

# kept NAME: of what is in no day there is a draft.
kept() {
	text=
	case $1 in
	stop_edit) [ ! -e "$EDITED" ] || text="첫째 줄을 고쳤다" ;;
	cancel) [ -e .git/halfhour/box ] || text="첫째 줄" ;;
	esac
	[ -z "$text" ] || grep -qrx "$text" .git/halfhour/drafts $DAY ||
		bad "the text is lost"
}

# again NAME: the command was killed before it had saved a thing.
again() {
	if [ "$1" = edit ] && [ -e "$EDITED" ]; then
		resume --resume
	else
		"do_$1" "$HALFHOUR" >"$results.log" 2>&1 ||
			bad "once more: $(cat "$results.log")"
	fi
	state >"$results.after"
	cmp -s "$results.whole" "$results.after" ||
		bad "once more: $(diff "$results.whole" "$results.after")"
}

# after NAME CODE: the next command, and what is true behind it.
after() {
	must=
	owed "$2" && must=1
	"$HALFHOUR" list >"$results.log" 2>&1 ||
		bad "the next command fails: $(cat "$results.log")"
	state >"$results.after"
	tidy
	kept "$1"
	if cmp -s "$results.whole" "$results.after"; then
		[ "$1" != edit ] || resume
	elif ! cmp -s "$results.before" "$results.after"; then
		bad "it is neither: $(diff "$results.whole" "$results.after")"
	elif [ -n "$must" ]; then
		bad "it is lost"
	else
		echo "$point" >>"$results.not"
		again "$1"
		return
	fi
	state >"$results.after"
	cmp -s "$results.whole" "$results.after" ||
		bad "it changes: $(diff "$results.whole" "$results.after")"
}

# ---- the sweep -------------------------------------------------------------

# run NAME TRACE-OPTION…: the command in a fresh copy; its exit in $code.
run() {
	cd "$T" && rm -rf "$results.wiki" "$EDITED"
	cp -a "$results.base" "$results.wiki"
	cd "$results.wiki" || exit 1
	name=$1
	shift
	# Through a pipe, because that waits for an editor that lives on, too.
	{
		"do_$name" strace -qq -o "$results.trace" "$@" "$HALFHOUR"
		echo "$?" >"$results.code"
	} 2>&1 | cat >"$results.out"
	code=$(cat "$results.code")
}

# The calls of the trace: name and number of each that is to be killed.
points() {
	awk -v change="$CHANGE" -v opens="$OPENS" -v all="${SOAK:-}" '
	BEGIN {
		n = split(change, v); for (i = 1; i <= n; i++) want[v[i]] = 1
		n = split(opens, v); for (i = 1; i <= n; i++) open[v[i]] = 1
	}
	match($0, /^[a-z][a-z0-9_]*\(/) {
		name = substr($0, 1, RLENGTH - 1)
		at = ++count[name]
		if (name == "execve" || name == "exit_group")
			next
		if (all || want[name] || open[name] && /O_CREAT|O_TRUNC/)
			print name, at
	}' "$results.trace"
}

# sweep NAME
sweep() {
	results=$T/$1
	point="$1, nobody killed"
	EDITED=$results.edited
	export EDITED
	: >"$results.not"
	: >"$results.dead"
	mkdir "$results.base" && cd "$results.base" || exit 1
	base "$1" >"$results.log" 2>&1 || bad "no wiki: $(cat "$results.log")"
	# Commits of the last seconds are looked at again: a clock would decide
	# which calls there are.
	rm -rf .git/halfhour/kept
	state >"$results.before"
	run "$1" -e trace=all
	[ "$code" = 0 ] || bad "it ends with $code: $(cat "$results.out")"
	tidy
	state >"$results.whole"
	points >"$results.points"
	while read -r call n; do
		point="$1, $call $n"
		run "$1" -e "trace=$call" -e "inject=$call:signal=KILL:when=$n"
		if [ "$code" = 137 ]; then
			echo "$point" >>"$results.dead"
		elif [ -z "${SOAK:-}" ]; then
			bad "it is not killed there"
		fi
		after "$1" "$code"
	done <"$results.points"
}

# report NAME
report() {
	results=$T/$1
	n=$(wc -l <"$results.dead")
	says="$1: killed at $n calls, at $(wc -l <"$results.not") before it was saved"
	if [ ! -s "$results.bad" ] && [ "$n" -gt 5 ]; then
		pass "$says, and nothing is lost, doubled or reverted"
	else
		fail "$says, and nothing is lost, doubled or reverted"
		diag "$(cat "$results.bad" 2>&1)"
	fi
}

COMMANDS=${COMMANDS:-log stop stop_edit add cancel done undo redo edit}
# Two at a time.
for name in $COMMANDS; do
	case $name in
	log | done | edit | redo) (sweep "$name") ;;
	esac
done &
for name in $COMMANDS; do
	case $name in
	stop | stop_edit | add | cancel | undo) (sweep "$name") ;;
	esac
done
wait
for name in $COMMANDS; do
	report "$name"
done
done_testing

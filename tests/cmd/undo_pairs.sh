#!/bin/sh
# undo_pairs.sh: undo and redo of each two commands that commit, in each order
. "$(dirname "$0")/../lib.sh"

# Each is done once as the first of two and once as the second, by $1.
do_log() {
	halfhour log "도커: 층 $1" --at "1$1:00" --minutes 12 -b "본문 $1" \
		-k "층을 쌓았다 $1" -p "느렸다 $1" -t "층을 읽기 $1"
}
do_stop() {
	halfhour start "ipc/큐: 메시지 $1" --at "21:0$1"
	halfhour add "가운데 줄 $1"
	halfhour add -k "큐를 썼다 $1"
	halfhour stop -p "막혔다 $1" -t "큐를 읽기 $1"
}
do_done() { halfhour try "done" "끝낼 것 $1" --keep "끝냈다 $1"; }
do_drop() { halfhour try drop "버릴 것 $1" --why "시간이 없다"; }
do_retry() { halfhour try retry "다시 할 것 $1" "다시 하는 것 $1"; }
do_import() {
	printf '[2026-11-2%s 15:0%s] 셸: 따옴표 %s. 몇 마디\n' 3 "$1" "$1" 2 "$1" "$1" \
		>"$T/jrnl"
	halfhour import --from jrnl "$T/jrnl"
}
do_new() { halfhour new "ipc/새글 $1"; }
do_edit() {
	EDITOR="sed -i 's/^고칠 줄 $1\$/고친 줄 $1/'" halfhour edit 2026-11-20
}
do_same() {
	EDITOR="sed -i 's/^같은 줄.*/같은 줄, 고침 $1/'" halfhour edit 2026-11-20
}
do_mv() { halfhour mv "글$1" "방/글$1"; }
all="log stop done drop retry import new edit same mv"
# Of each two, those that write the same lines.
clash="same-same"

halfhour() {
	"$HALFHOUR" --quiet "$@" >"$T/did" 2>&1 && return
	fail "$a, then $b: $*"
	diag "$(cat "$T/did")"
}
tree() {
	git rev-parse 'HEAD^{tree}'
}
back() {
	git reset -q --hard "$1"
	git clean -fdq notes
}
# step UNDO TREE: it is done, and comes to that.
step() {
	halfhour "$1"
	[ "$(tree)" = "$2" ] && return
	fail "$a, then $b: $1 comes to another tree"
	diag "$(git diff "$2" HEAD)"
}

a=a b=wiki
wiki --lang ko
halfhour log "바탕: 처음" --at 09:00 --minutes 20 -b "바탕 글" -k "바탕 KEEP" \
	-p "바탕 PROBLEM" -t "끝낼 것 1" -t "끝낼 것 2" -t "버릴 것 1" \
	-t "버릴 것 2" -t "다시 할 것 1" -t "다시 할 것 2"
halfhour log "ipc/파이프: 어제" --at "2026-11-22 09:00" --minutes 20
halfhour log "고칠 날: 고칠 글" --at "2026-11-20 09:00" --minutes 20 \
	-b "고칠 줄 1

고칠 줄 2

같은 줄"
for i in 1 2; do
	printf '# 글%s\n\n하나\n' $i >notes/글$i.md
	printf '# 딴글%s\n\n[[글%s]]을 보라.\n' $i $i >notes/딴글$i.md
done
git add notes
git commit -qm "글"
base=$(git rev-parse HEAD)
none=$(tree)
for b in $all; do
	back "$base"
	"do_$b" 2
	tree >"$T/alone-$b"
done

for a in $all; do
	for b in $all; do
		back "$base"
		before=$tests_failed
		"do_$a" 1
		one=$(tree)
		"do_$b" 2
		two=$(tree)
		both=$(git rev-parse HEAD)
		step undo "$one"
		step undo "$none"
		step redo "$one"
		step redo "$two"
		[ -z "$(git status --porcelain)" ] ||
			fail "$a, then $b: something is not committed"
		[ "$tests_failed" -gt "$before" ] ||
			pass "$a, then $b: back, and forth"

		# The second is their user's now, so that the first is the
		# newest that undo knows.
		before=$tests_failed
		back "$both"
		git commit -q --amend -m "내 커밋"
		case " $clash " in
		*" $a-$b "*)
			exits 4 "$a below $b: the same lines" "$HALFHOUR" undo
			like "$(cat "$T/err")" "changed is another one now" \
				"$a below $b: it says so"
			is "$(tree)" "$two" "$a below $b: nothing is changed"
			continue
			;;
		esac
		step undo "$(cat "$T/alone-$b")"
		step redo "$two"
		[ -z "$(git status --porcelain)" ] ||
			fail "$a below $b: something is not committed"
		[ "$tests_failed" -gt "$before" ] ||
			pass "$a below $b: out, and in again"
	done
done
done_testing

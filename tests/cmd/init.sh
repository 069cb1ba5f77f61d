#!/bin/sh
# init.sh: a new wiki, or one in a repository that is there already
. "$(dirname "$0")/../lib.sh"

commits() {
	git -C "$1" rev-list --count HEAD
}

# ---- a new folder ----------------------------------------------------------

exits 0 "a new folder becomes a wiki" "$HALFHOUR" init 공부 --lang ko
like "$(cat out)" "^$T/공부 is a wiki now: 3 files \[[0-9a-f]{7}\]$" "it says so"
like "$(cat out)" "^next: halfhour -C $T/공부 log " "and what comes next"
is "$(cat err)" "" "and nothing else"
is "$(git -C 공부 -c core.quotePath=false ls-files)" "halfhour.yaml
notes/index.md
site/.gitignore" "three files are committed"
is "$(commits 공부)" 1 "in one commit"
is "$(git -C 공부 status --porcelain)" "" "and nothing is left over"
is "$(git -C 공부 symbolic-ref HEAD)" "refs/heads/main" "on the branch main"
ok "git finds nothing wrong" git -C 공부 fsck --strict
like "$(cat 공부/halfhour.yaml)" "^lang: ko " "the language is in the settings"
like "$(cat 공부/notes/index.md)" "나의 30분" "the first note is Korean"
ok "the site is not tracked" git -C 공부 check-ignore -q site/index.html
exits 0 "it builds" "$HALFHOUR" -C 공부 build
is "$(cat err)" "" "without a word of warning"

# ---- the language ----------------------------------------------------------

exits 0 "Japanese" "$HALFHOUR" init ja --lang ja
like "$(cat ja/notes/index.md)" "わたしの30分" "the first note is Japanese"
exits 0 "English" "$HALFHOUR" init en --lang en
like "$(cat en/notes/index.md)" "My half hours" "the first note is English"
exits 0 "the locale decides" env LC_ALL=ko_KR.UTF-8 "$HALFHOUR" init locale
like "$(cat locale/halfhour.yaml)" "^lang: ko " "ko_KR is Korean"
exits 0 "LANG decides, too" env LC_ALL= LANG=ja_JP.UTF-8 "$HALFHOUR" init lang
like "$(cat lang/halfhour.yaml)" "^lang: ja " "ja_JP is Japanese"
exits 0 "no locale" env LC_ALL=C "$HALFHOUR" init none
like "$(cat none/halfhour.yaml)" "^lang: en " "then it is English"
exits 2 "a language that there is not" "$HALFHOUR" init fr --lang fr
like "$(cat err)" "'fr' is not ko, en or ja" "it names those that there are"
ok "and makes nothing" not test -e fr

# ---- the title -------------------------------------------------------------

if python3 -c 'import pty' 2>/dev/null; then
	odd=$T/$(printf '폴더\033[31m')
	for time in first second; do
		python3 "$TOP/tests/cmd/terminal.py" "$HALFHOUR" init "$odd" -- \
			>"$T/out"
		like "$(tail -1 "$T/out")" "exit 0" "a folder that steers, the $time time"
		is "$(tr -cd '\033' <"$T/out")" "" "does not steer the terminal"
		like "$(cat "$T/out")" "폴더\^\[\[31m is a wiki" "and is shown"
	done
else
	skip "a folder that steers" "there is no pty module"
fi
exits 2 "two titles" "$HALFHOUR" init two --title 하나 --title 둘
ok "nothing is made" not test -e two
title='나의 "30분": #1 & <b>'
exits 0 "a title with quotes" "$HALFHOUR" init title --lang ko --title "$title"
exits 0 "it is read back" "$HALFHOUR" -C title build
is "$(cat err)" "" "the settings are good YAML"
like "$(cat title/site/index.html)" \
	'나의 (&quot;|")30분(&quot;|"): #1 &amp; &lt;b&gt;' "and it is on the page"

# ---- a repository of the user's --------------------------------------------

git init -q mine
mkdir -p mine/notes
echo "# 내 글" >mine/notes/index.md
echo "code" >mine/code.c
git -C mine add code.c
git -C mine commit -qm "mine"
echo "staged" >mine/staged.txt
git -C mine add staged.txt
exits 0 "a repository becomes a wiki" "$HALFHOUR" init mine --lang ko
is "$(cat mine/notes/index.md)" "# 내 글" "a note that is there stays"
is "$(git -C mine show --name-only --format=)" "halfhour.yaml
site/.gitignore" "only new files are committed"
is "$(git -C mine status --porcelain)" "A  staged.txt
?? notes/" "what was staged or untracked is so still"
exits 0 "once more" "$HALFHOUR" init mine
like "$(cat out)" "is a wiki already; nothing to do" "it has nothing to do"
is "$(commits mine)" 2 "and commits nothing"

# A folder inside the work tree of a repository.
exits 0 "a folder of a repository" "$HALFHOUR" init mine/deep --lang ko
ok "it stays in that repository" not test -e mine/deep/.git
exits 0 "an entry goes there" "$HALFHOUR" -C mine/deep log "도커" --minutes 10
is "$(git -C mine show --format= --name-only)" \
	"deep/notes/daily/2026-11-23.md" "and is committed there"
is "$(git -C mine status --porcelain -- staged.txt)" "A  staged.txt" \
	"and what was staged is so still"

# ---- where -----------------------------------------------------------------

mkdir here
cd here || exit 1
exits 0 "the current folder" "$HALFHOUR" init
ok "is a wiki" test -e notes/index.md
cd ..
mkdir there
exits 0 "-C DIR" "$HALFHOUR" -C there init
ok "is where it goes" test -e there/notes/index.md
exits 0 "-C DIR and a name" "$HALFHOUR" -C there init in
ok "the name is below DIR" test -e there/in/notes/index.md
exits 0 "an absolute name" "$HALFHOUR" -C there init "$T/absolute"
ok "is what it is" test -e absolute/notes/index.md
exits 0 "folders that lead there are made" "$HALFHOUR" init one/two/three
exits 0 "--quiet" "$HALFHOUR" --quiet init quiet
is "$(cat out err)" "" "says nothing"

# ---- the examples ----------------------------------------------------------

exits 0 "--examples" "$HALFHOUR" init ex --lang ko --examples
ok "brings notes" test -e ex/notes/ipc/pipe.md
is "$(cd ex/notes && find docker ipc process python sync -type f | sort)" \
	"$(cd "$TOP/notes" && find docker ipc process python sync -type f | sort)" \
	"all that have examples"
is "$(commits ex)" 1 "in the same commit"
is "$(git -C ex status --porcelain)" "" "all of them"
exits 0 "that build" "$HALFHOUR" -C ex build
unlike "$(cat err)" "error:" "without an error"

# ---- the templates ---------------------------------------------------------

exits 0 "a wiki with the default theme" "$HALFHOUR" init theme --lang ko
exits 0 "is built" "$HALFHOUR" -C theme build
cp -r theme/site plain
mkdir theme/templates
echo '<footer>내 꼬리말</footer>' >theme/templates/footer.html
exits 0 "--templates" "$HALFHOUR" init theme --templates
is "$(cat theme/templates/footer.html)" '<footer>내 꼬리말</footer>' \
	"leaves what is there alone"
ok "brings the style sheet too" cmp "$TOP/templates/style.css" \
	theme/templates/style.css
is "$(cd theme/templates && find . -type f | sort)" \
	"$(cd "$TOP/templates" && find . -type f | sort)" "and all the others"
is "$(commits theme)" 2 "in a commit"
rm theme/templates/footer.html
exits 0 "with copies of all templates" "$HALFHOUR" -C theme build
is "$(diff -r plain theme/site)" "" "the site is the same"

# ---- what goes wrong -------------------------------------------------------

: >file
exits 1 "a file is in the way" "$HALFHOUR" init file
like "$(cat err)" "file" "it is named"
exits 2 "two folders" "$HALFHOUR" init a b
like "$(cat err)" "usage: halfhour init" "the usage is shown"
exits 2 "an unknown option" "$HALFHOUR" init a --language ko
exits 2 "an option without its value" "$HALFHOUR" init a --lang
ok "nothing is made of it" not test -e a

mv "$GIT_CONFIG_GLOBAL" gitconfig
exits 1 "git knows no name" "$HALFHOUR" init nobody
like "$(cat err)" "git config .*user\.name" "the way out is named"
mv gitconfig "$GIT_CONFIG_GLOBAL"
exits 0 "then it works" "$HALFHOUR" init nobody
is "$(commits nobody)" 1 "with one commit"
done_testing

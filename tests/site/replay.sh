#!/bin/sh
# replay.sh: a session is played on its page, and each command tells its time
. "$(dirname "$0")/../lib.sh"

# session LANG: a wiki with one, in a folder of that name.
session() {
	"$HALFHOUR" init --lang "$1" "$1" >init.log 2>&1
	cat >"$1/notes/session.md" <<'END_MD'
# session

```console {#play .run timeout=30s}
$ echo 하나
하나
$ printf ' 10%%'; sleep 0.1; printf '\r 60%%'; sleep 0.1; printf '\r\033[32m100%%\033[0m\n'
 10%...
$ printf 'abcd\r\033[1Kab\033[K'; sleep 0.2; echo
...
$ sleep 3; false
$ for w in 가나다 '<b>x</b>'; do printf '%s\n' $w; done | paste -sd' '
가나다 <b>x</b>
```

```sh {#none .run}
echo 하나
```
END_MD
	"$HALFHOUR" -C "$1" run session >run.log 2>&1 || diag "$(cat run.log)"
	"$HALFHOUR" -C "$1" build >build.log 2>&1
}

session ko
page=ko/site/session.html
ok "the recording is there" test -s ko/site/session/play.cast
is "$(grep -o '<span class="took">[^<]*' $page | sed 's/.*>//; s/^[0-9.]*[^0-9a-z]*m*s$/TIME/' |
	tr '\n' ' ')" "TIME TIME TIME TIME TIME " "each command says how long it took"
like "$(grep '<kbd>sleep 3' $page)" '<span class="took">[0-9.]*[^0-9a-z]*s</span>' \
	"that of the one that waits in seconds"
is "$(sed -n '/<kbd>sleep 3/{n;p;}' $page)" '<span class="exit">종료 코드 1</span>' \
	"and how it ended, if not well"
is "$(grep -c 'class="sets"' $page)" 0 "nothing was set, and nothing is told of that"
is "$(grep -c '<script src="[^"]*replay' $page ko/site/index.html | paste -sd' ')" \
	"$page:1 ko/site/index.html:0" "only a page with a session has the script"
is "$(grep -c '<button\|<input\|class="replay"' $page)" 0 "what needs it is not there without"
session en
session ja

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"
shots=$TOP/build/shots
mkdir -p "$shots"
# play LANG PLAY PAUSE SPEED FAILED [all]
play() {
	exits 0 "Chromium plays it: $1" node "$TOP/tests/site/replay.js" \
		"$MODULES" "$PWD/$1/site" "$shots" "$2" "$3" "$4" "$5" ${6:+all}
	is "$(sed -n 1p "$T/out")" "plays: fine" "$1: it plays, when one asks for it"
	[ -n "${6:-}" ] || return
	is "$(sed 1d "$T/out")" "shows: fine
still: fine
gone: fine
file: fine
no script: fine
other page: fine
1280 light: fine
360 dark: fine
1280 dark: fine
360 light: fine" "as it went, wherever it can"
}
play ko 재생 멈춤 빠르기 "기록을 읽지 못했다" all
play en Play Pause Speed "The recording could not be read"
play ja 再生 一時停止 速さ 記録を読めませんでした
done_testing

#!/bin/sh
# sync_http.sh: sync over https, with a password, and git's settings of a server
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../http.sh
. "$TOP/tests/http.sh"

day=notes/daily/2026-11-23.md
certificate cert key localhost
serve tls --tls "$T/cert.pem" "$T/key.pem" --auth 'ada:열려라 참깨='
tls=$port
there config http.receivepack true
wiki --lang ko
git remote add origin "https://localhost:$tls/wiki.git"
"$HALFHOUR" --quiet log "도커: 레이어 캐시" --minutes 28

# ---- https -----------------------------------------------------------------

exits 1 "a certificate that nobody vouches for" "$HALFHOUR" sync
like "$(cat "$T/err")" 'cannot reach origin: .*certificate' "is told"
ok "and the password is not asked for" test ! -e "$T/helper.log"
git config http.sslCAInfo "$T/nowhere.pem"
git config "http.https://localhost:$tls.sslCAInfo" "$T/cert.pem"
exits 0 "one that the settings of this server know" "$HALFHOUR" sync
like "$(cat "$T/out")" '^synced: 0 in, 2 out' "is trusted"
is "$(there rev-parse main)" "$(git rev-parse HEAD)" "the branch is there"
like "$(cat "$T/helper.log")" "^host=localhost:$tls\$" "the helper was told for which host"
is "$(grep '^==' "$T/helper.log" | sort | uniq -c | tr -s ' \n' ' ')" " 1 == get 1 == store " \
	"was asked once, and told that it was right"
exits 0 "again" "$HALFHOUR" sync
like "$(cat "$T/out")" '^nothing to sync' "there is nothing"

# ---- from another machine --------------------------------------------------

git clone -q "$T/www/wiki.git" "$T/b"
b() {
	"$HALFHOUR" -C "$T/b" "$@"
}
git -C "$T/b" remote set-url origin "https://localhost:$tls/wiki.git"
git -C "$T/b" config "http.https://localhost:$tls.sslCAInfo" "$T/cert.pem"
b --quiet log "파이프" --at "2026-11-23 09:00" --minutes 10
exits 0 "from another clone" b sync
"$HALFHOUR" --quiet log "시그널" --at "2026-11-23 08:00" --minutes 10
exits 0 "and where both have logged" "$HALFHOUR" sync
like "$(cat "$T/out")" '^synced: 1 in, 2 out, 1 file merged ↔ origin main' "both are merged"
is "$(there show "main:$day" | grep '^### [0-9]')" "### 08:00–08:10 시그널
### 09:00–09:10 파이프
### 21:00–21:28 도커: 레이어 캐시" "there, too"
main=$(there rev-parse main)
printf 'username=ada\npassword=wrong\n' >"$T/login"
b --quiet log "소켓" --at "2026-11-23 07:00" --minutes 10
exits 1 "with a wrong password" b sync
like "$(cat "$T/err")" 'cannot reach origin: it refused the password that git credential has for ada' "is told"
unlike "$(cat "$T/err")" wrong "but not the password"
like "$(cat "$T/err")" '1 commit waits to be synced' "and what waits"
is "$(there rev-parse main)" "$main" "nothing was pushed"

# ---- a header: the token of a CI -------------------------------------------

: >"$T/login"
: >"$T/helper.log"
token=$(printf %s 'ada:열려라 참깨=' | base64 -w 0)
git -C "$T/b" config http.https://example.org/.extraHeader "Authorization: basic wrong"
exits 1 "the header of another server" b sync
like "$(cat "$T/err")" 'it wants a name and a password' "is not sent"
git -C "$T/b" config "http.https://localhost:$tls/.extraHeader" "Authorization: Basic $token"
: >"$T/helper.log"
exits 0 "the header of this one" b sync
like "$(cat "$T/out")" '^synced: 2 in, 2 out' "is, and opens it"
is "$(cat "$T/helper.log")" "" "and nobody is asked for a password"
echo '# 새' >"$T/b/notes/새.md"
exits 0 "publish" b publish
like "$(cat "$T/out")" '^published: .* → origin gh-pages' "follows it, too"
git -C "$T/b" config --unset "http.https://localhost:$tls/.extraHeader"
printf 'username=ada\npassword=열려라 참깨=\n' >"$T/login"

# ---- a proxy ---------------------------------------------------------------

# What is behind it has a name that this machine cannot look up.
certificate inner inner-key wiki.invalid
serve inner --tls "$T/inner.pem" "$T/inner-key.pem"
serve proxy --proxy "$port"
git remote set-url origin https://wiki.invalid/wiki.git
git config http.https://wiki.invalid.sslCAInfo "$T/inner.pem"
"$HALFHOUR" --quiet log "트리" --at "2026-11-23 06:00" --minutes 10
exits 1 "a host that is behind a proxy" "$HALFHOUR" sync
like "$(cat "$T/err")" 'cannot reach origin: .*wiki\.invalid' "is not reached without"
git config http.proxy http://127.0.0.1:1
git config http.https://wiki.invalid.proxy "127.0.0.1:$port"
exits 0 "but with the proxy of this server" "$HALFHOUR" sync
is "$(sort -u "$T/proxy.log")" "for wiki.invalid:443" "which is asked"
is "$(there rev-parse main)" "$(git rev-parse HEAD)" "the branch is there"
git config --unset http.https://wiki.invalid.proxy
exits 1 "one that does not answer" "$HALFHOUR" sync
git config remote.origin.proxy "http://127.0.0.1:$port"
exits 0 "but for that of the remote" "$HALFHOUR" sync
git config --unset remote.origin.proxy
git remote set-url origin "https://localhost:$tls/wiki.git"
exits 1 "that of all servers" "$HALFHOUR" sync
git config "http.https://localhost:$tls.proxy" ""
exits 0 "but where there is none for this one" "$HALFHOUR" sync
like "$(cat "$T/out")" '^nothing to sync' "which has it all"
ok "the other side is whole" there fsck --strict --full
ok "this one" git fsck --strict --full
ok "and the other clone" git -C "$T/b" fsck --strict --full

done_testing

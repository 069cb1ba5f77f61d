#!/bin/sh
# publish_http.sh: publish over http and https, with a password
. "$(dirname "$0")/../lib.sh"

# shellcheck source=../http.sh
. "$TOP/tests/http.sh"

# ---- http ------------------------------------------------------------------

serve open
wiki --lang ko
"$HALFHOUR" --quiet log "도커: 레이어 캐시" --minutes 28
git remote add origin "http://127.0.0.1:$port/wiki.git"
exits 1 "a server that lets nobody push" "$HALFHOUR" publish
like "$(cat "$T/err")" '^halfhour: cannot reach origin: .*40[13]' "is told"
there config http.receivepack true
exits 0 "publish over http" "$HALFHOUR" publish
ok "the other side is whole" there fsck --strict --full
first=$(there rev-parse gh-pages)
exits 0 "again" "$HALFHOUR" publish
like "$(cat "$T/out")" '^nothing to publish' "is nothing"
ok "and nobody was asked for a password" test ! -e "$T/helper.log"
exits 0 "an address that has moved" "$HALFHOUR" publish \
	--remote "http://127.0.0.1:$port/moved/wiki.git"
like "$(cat "$T/out")" '^nothing to publish' "is followed"
exits 1 "one that leads to another host" "$HALFHOUR" publish \
	--remote "http://127.0.0.1:$port/away/wiki.git"
like "$(cat "$T/err")" '^halfhour: cannot reach http://127.*redirect' "is not"

# ---- a password ------------------------------------------------------------

serve auth --auth 'ada:열려라 참깨='
git remote set-url origin "http://127.0.0.1:$port/wiki.git"
echo '# 둘' >notes/둘.md
exits 0 "with a password of git credential" "$HALFHOUR" publish
is "$(there rev-parse gh-pages^)" "$first" "it is pushed"
like "$(cat "$T/helper.log")" "^host=127\.0\.0\.1:$port\$" "the helper was told for which host"
is "$(grep '^==' "$T/helper.log" | sort -u | tr '\n' ' ')" "== get == store " \
	"and that it was right"
is "$(grep -c '^== get' "$T/helper.log")" 1 "and was asked once"
second=$(there rev-parse gh-pages)
echo '# 셋' >notes/셋.md
printf 'username=ada\npassword=wrong\n' >"$T/login"
: >"$T/helper.log"
exits 1 "with a wrong one" "$HALFHOUR" publish
like "$(cat "$T/err")" 'cannot reach origin: it refused the password that git credential has for ada' "is told"
unlike "$(cat "$T/err")" wrong "but not the password"
like "$(cat "$T/helper.log")" '^== erase' "and the helper is told to forget it"
: >"$T/login"
exits 1 "with none" "$HALFHOUR" publish
like "$(cat "$T/err")" 'it wants a name and a password, and git credential has none: .*could not read Username.*git help credentials' \
	"is told, with what git says"
is "$(there rev-parse gh-pages)" "$second" "nothing was pushed"
printf '#!/bin/sh\necho "the vault is locked" >&2\nexit 1\n' >"$T/failing"
chmod +x "$T/failing"
exits 1 "with a helper that fails" git -c credential.helper= \
	-c credential.helper="$T/failing" -c alias.h="!'$HALFHOUR'" h publish
like "$(cat "$T/err")" 'git credential has none: the vault is locked.*git help credentials' \
	"what it says is told"
exits 1 "a password in the address" "$HALFHOUR" publish --remote "http://ada:secret@127.0.0.1:$port/wiki.git"
unlike "$(cat "$T/err")" secret "is not told"
exits 0 "and the right one there" "$HALFHOUR" publish \
	--remote "http://ada:%EC%97%B4%EB%A0%A4%EB%9D%BC%20%EC%B0%B8%EA%B9%A8%3D@127.0.0.1:$port/wiki.git"
like "$(cat "$T/out")" "^published: .* → http://127.0.0.1:$port/wiki.git gh-pages" "does it, and is not told either"

# ---- https -----------------------------------------------------------------

certificate cert key localhost
serve tls --tls "$T/cert.pem" "$T/key.pem" --auth 'ada:열려라 참깨='
printf 'username=ada\npassword=열려라 참깨=\n' >"$T/login"
third=$(there rev-parse gh-pages)
git remote set-url origin "https://localhost:$port/wiki.git"
echo '# 넷' >notes/넷.md
exits 1 "a certificate that nobody vouches for" "$HALFHOUR" publish
like "$(cat "$T/err")" 'cannot reach origin: .*certificate' "is told"
is "$(there rev-parse gh-pages)" "$third" "and nothing is pushed"
git config http.sslCAInfo "$T/cert.pem"
exits 0 "one that the settings know" "$HALFHOUR" publish
is "$(there rev-parse gh-pages^)" "$third" "is trusted"
git config --unset http.sslCAInfo
git config "http.https://localhost:$port/.sslVerify" false
exits 0 "one that the settings do not look at" "$HALFHOUR" publish
like "$(cat "$T/out")" '^nothing to publish' "is spoken to as well"
git config "http.https://localhost:$port/.sslVerify" true
exits 1 "one that they do" "$HALFHOUR" publish
GIT_SSL_NO_VERIFY=1 exits 0 "or the environment does not" "$HALFHOUR" publish
git config --remove-section "http.https://localhost:$port/"
echo '# 다섯' >notes/다섯.md
GIT_SSL_CAINFO=$T/cert.pem exits 0 "or the environment" "$HALFHOUR" publish
fourth=$(there rev-parse gh-pages)
certificate cert2 key2 other.example.org
serve other --tls "$T/cert2.pem" "$T/key2.pem"
echo '# 여섯' >notes/여섯.md
GIT_SSL_CAINFO=$T/cert2.pem exits 1 "the certificate of another host" \
	"$HALFHOUR" publish --remote "https://localhost:$port/wiki.git"
like "$(cat "$T/err")" 'cannot reach https://localhost.*certificate' "is told"
is "$(there rev-parse gh-pages)" "$fourth" "and nothing is pushed"
git config http.sslCAInfo "$T/nowhere.pem"
exits 1 "a file of certificates that is not there" "$HALFHOUR" publish
like "$(cat "$T/err")" "cannot read the certificates in $T/nowhere\.pem" "is told"
ok "the other side is whole" there fsck --strict --full
ok "and this one" git fsck --strict --full

done_testing

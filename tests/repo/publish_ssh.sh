#!/bin/sh
# publish_ssh.sh: publish over ssh, to a real sshd on loopback
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../sshd.sh
. "$TOP/tests/sshd.sh"

repository="$T/남의 저장소's.git"
git init -q --bare "$repository"
there() {
	git --git-dir="$repository" "$@"
}
wiki --lang ko
"$HALFHOUR" --quiet log "도커: 레이어 캐시" --minutes 28
git config core.sshCommand "ssh -F '$T/ssh/config'"
path=$(printf %s "$repository" | sed 's/ /%20/g')
git remote add origin "ssh://$me@127.0.0.1:$port$path"

exits 0 "publish over ssh" "$HALFHOUR" publish
like "$(cat "$T/out")" '^published: .* → origin gh-pages \[' "with a key"
ok "the other side is whole" there fsck --strict --full
first=$(there rev-parse gh-pages)
exits 0 "again" "$HALFHOUR" publish
is "$(there rev-parse gh-pages)" "$first" "is nothing"
exits 0 "by a name of the user's own, and a path behind a colon" \
	"$HALFHOUR" publish --remote "wiki-server:$repository"
like "$(cat "$T/out")" '^nothing to publish' "it is the same branch"
config "$T/ssh/rsa"
echo '# 둘' >notes/둘.md
exits 0 "with an RSA key" "$HALFHOUR" publish
is "$(there rev-parse gh-pages^)" "$first" "goes on from there"

eval "$(ssh-agent -a "$T/agent")" >/dev/null
ssh-add -q "$T/ssh/good" 2>/dev/null
config "$T/ssh/good.pub" "$T/agent"
mv "$T/ssh/good" "$T/ssh/hidden"
echo '# 셋' >notes/셋.md
exits 0 "with a key of the agent" "$HALFHOUR" publish
is "$(there rev-list --count gh-pages)" 3 "too"
# Two that open nothing come first; of six more it is too much for the host.
for n in 1 2 3 4 5 6 7; do
	ssh-keygen -q -t ed25519 -N '' -C "$n" -f "$T/ssh/k$n"
done
SSH_AUTH_SOCK=$T/agent
export SSH_AUTH_SOCK
ssh-add -q -D 2>/dev/null
ssh-add -q "$T/ssh/k1" "$T/ssh/k2" "$T/ssh/hidden" 2>/dev/null
config none "$T/agent"
sed -i 's/IdentitiesOnly yes/IdentitiesOnly no/' "$T/ssh/config"
echo '# 셋 반' >notes/셋.md
exits 0 "with the third key of an agent" "$HALFHOUR" publish
ssh-add -q -D 2>/dev/null
for n in 1 2 3 4 5 6 7; do ssh-add -q "$T/ssh/k$n" 2>/dev/null; done
ssh-add -q "$T/ssh/hidden" 2>/dev/null
exits 1 "with the eighth" "$HALFHOUR" publish
like "$(cat "$T/err")" 'Too many authentication failures.*IdentityFile with IdentitiesOnly yes' \
	"is told, with the way out"
unset SSH_AUTH_SOCK
config "$T/ssh/hidden"

# ---- an object that is only there ------------------------------------------

git clone -q -b gh-pages "$repository" "$T/clone"
git clone -q . "$T/second"
cp halfhour.yaml "$T/second/"
cp notes/*.md "$T/second/notes/"
git -C "$T/second" config core.sshCommand "ssh -F '$T/ssh/config'"
git -C "$T/second" remote set-url origin "wiki-server:$repository"
echo '# 넷' >"$T/second/notes/넷.md"
exits 0 "from another clone" "$HALFHOUR" -C "$T/second" publish
is "$(there rev-list --count gh-pages)" 5 "goes on"
ok "what it had not was fetched" git -C "$T/second" fsck --strict --full
is "$(git -C "$T/second" for-each-ref --format='%(refname)' |
	grep -vc '^refs/\(heads/main\|remotes/origin/\(main\|HEAD\)\|halfhour/.*\)$')" 0 \
	"and no branch of its own was made"
ok "no FETCH_HEAD either" test ! -e "$T/second/.git/FETCH_HEAD"

# ---- whom not to trust -----------------------------------------------------

last=$(there rev-parse gh-pages)
echo '# 다섯' >notes/다섯.md
: >"$T/ssh/known"
exits 1 "a host that is not known" "$HALFHOUR" publish
like "$(cat "$T/err")" 'cannot reach origin: .*Host key verification failed' "is told"
printf '[127.0.0.1]:%s %s\n' "$port" "$(cat "$T/ssh/other.pub")" >"$T/ssh/known"
exits 1 "one with another key than it had" "$HALFHOUR" publish
like "$(cat "$T/err")" 'remove with: *ssh-keygen .*has changed.*Host key verification failed' "too"
like "$(cat "$T/err")" 'nothing is sent to a host with another key.*ask who runs it' \
	"with the way out"
printf '[127.0.0.1]:%s %s\n' "$port" "$(cat "$T/ssh/host.pub")" >"$T/ssh/known"
config "$T/ssh/bad"
exits 1 "a key that opens nothing" "$HALFHOUR" publish
like "$(cat "$T/err")" 'Permission denied \(publickey\).*your ssh was asked, with its agent, keys and known_hosts' \
	"is told, with what was tried"
config "$T/ssh/hidden"
exits 1 "a repository that is not there" "$HALFHOUR" publish --remote "wiki-server:없다.git"
like "$(cat "$T/err")" "'없다\.git' does not appear to be a git repository" "is told in its own words"
is "$(there rev-parse gh-pages)" "$last" "and nothing was pushed"
GIT_SSH_COMMAND=false exits 1 "GIT_SSH_COMMAND" "$HALFHOUR" publish
like "$(cat "$T/err")" 'cannot reach origin' "goes over the settings"
git config --unset core.sshCommand
printf '#!/bin/sh\nexec ssh -F "%s" "$@"\n' "$T/ssh/config" >"$T/my-ssh"
chmod +x "$T/my-ssh"
GIT_SSH=$T/my-ssh exits 0 "and GIT_SSH is a program" "$HALFHOUR" publish
kill "$server"
wait "$server" 2>/dev/null
GIT_SSH=$T/my-ssh exits 1 "nobody answers" "$HALFHOUR" publish
like "$(cat "$T/err")" 'cannot reach origin: .*Connection refused' "is told"
ok "and this repository is whole" git fsck --strict --full

done_testing

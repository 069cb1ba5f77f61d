#!/bin/sh
# doctor.sh: what is missing, what mends it, and nothing is touched
. "$(dirname "$0")/../lib.sh"

# field NAME FIELD [VAR=VALUE]…: of the first check of that name, as JSON has
# it, in that environment.
field() {
	field_name=$1
	field_key=$2
	shift 2
	env "$@" "$HALFHOUR" doctor --json | python3 -c '
import json, sys
doc = json.load(sys.stdin)
for check in doc["checks"]:
    if check["name"] == sys.argv[1]:
        print(check[sys.argv[2]])
        break' "$field_name" "$field_key"
}

# Whatever this machine lacks of itself decides the exit code.
export LC_ALL=C.UTF-8
mkdir "$T/outside"
cd "$T/outside" || exit 1
"$HALFHOUR" doctor >"$T/out" 2>"$T/err"
machine=$?
ok "outside of a wiki the machine is looked at" test $machine -le 1
like "$(cat "$T/out")" "^warning    wiki: .*is in no wiki" "there is no wiki"
is "$(cat "$T/err")" "" "nothing is on standard error"
is "$(find "$T/outside" -mindepth 1)" "" "nothing is made"

# ---- the libraries ---------------------------------------------------------

for name in cmark-gfm libgit2 libyaml libutf8proc jansson libseccomp; do
	like "$(cat "$T/out")" "^ok         $name: [0-9]+\.[0-9]+" \
		"$name has a version"
done
for pair in libgit2:libgit2 yaml-0.1:libyaml jansson:jansson \
	libseccomp:libseccomp; do
	want=$(pkg-config --modversion "${pair%:*}" 2>/dev/null) || continue
	is "$(field "${pair#*:}" message)" "$want" "${pair#*:}: it is $want"
done
"$HALFHOUR" doctor --json >doctor.json
python3 - >holes.txt 2>&1 <<'END'
import json
doc = json.load(open("doctor.json"))
assert doc["schema"] == 1
assert len(doc["holes"]) == 7
for hole in doc["holes"]:
    assert hole["cve"].startswith("CVE-2023-") and hole["met"] and hole["what"]
message = doc["checks"][0]["message"]
linked = [h["cve"] for h in doc["holes"] if h["linked"]]
if message.startswith("0.29.0.gfm.6"):
    assert len(linked) == 7
assert not linked or "%d known hole" % len(linked) in message
for check in doc["checks"]:
    assert check["level"] in ("ok", "warning", "error")
    assert check["level"] != "ok" or check["mend"] is None
    assert check["level"] == "ok" or check["mend"], check
print("\n".join(linked))
END
ok "the JSON is as the manual says" grep -q '^\(CVE-2023-[0-9]*\)*$' holes.txt
while read -r cve; do
	[ -z "$cve" ] || like "$(cat "$T/out")" "^ +$cve: .*; " \
		"$cve is named, with what is done"
done <holes.txt

# ---- the machine -----------------------------------------------------------

is "$(field locale level)" ok "C.UTF-8 will do"
is "$(field locale level LC_ALL= LC_CTYPE= LANG=ko_KR.utf8)" ok \
	"so will ko_KR.utf8"
is "$(field locale level LC_ALL=C)" warning "C will not"
is "$(field locale level LC_ALL= LC_CTYPE= LANG=)" warning "nor will nothing"
is "$(field locale mend LC_ALL=ko_KR.EUC-KR)" "export LC_ALL=C.UTF-8" \
	"the way out"
is "$(field git level)" ok "git is there"
is "$(field git mend PATH=/nonexistent)" "apt-get install git" \
	"where it is not, the way out"
like "$(field sandbox level)" "^(ok|error)$" "the sandbox is tried"
if [ "$(field sandbox level)" = ok ]; then
	is "$(field 'examples in python' level)" ok "python is looked for"
	is "$machine" 0 "without an error the exit code is 0"
else
	like "$(field sandbox mend)" . "there is a way out"
	is "$machine" 1 "with an error it is 1"
fi

# An engine for containers: found in PATH, and asked whether it lives.
is "$(field needs=docker mend PATH=/nonexistent)" "apt-get install docker.io" \
	"where no engine is, the way out"
mkdir "$T/engine"
# shellcheck disable=SC2016
printf '#!/bin/sh\necho "Cannot connect to $DOCKER_HOST." >&2; exit 1\n' \
	>"$T/engine/docker"
chmod +x "$T/engine/docker"
is "$(field needs=docker level "PATH=$T/engine:$PATH")" warning \
	"a dead one is a warning"
like "$(field needs=docker message "PATH=$T/engine:$PATH" DOCKER_HOST=unix:///x)" \
	'docker version: Cannot connect to unix:///x\.' "with its own reason"
like "$(field needs=docker mend "PATH=$T/engine:$PATH")" \
	'^systemctl start docker' "and the way out"
printf '#!/bin/sh\necho 20.10.24\n' >"$T/engine/docker"
is "$(field needs=docker message "PATH=$T/engine:$PATH")" \
	"docker 20.10.24 answers" "a live one tells its version"

# Without what the sandbox is made of, in a namespace that does not have it.
# told FIELD NAME: of a check of the last run in there.
told() {
	python3 -c 'import json, sys
for check in json.load(open(sys.argv[1]))["checks"]:
    if check["name"] == sys.argv[3]:
        print(check[sys.argv[2]])' "$T/out" "$1" "$2"
}
if [ "$(field sandbox level)" = ok ] &&
	unshare --user --map-root-user sh -c \
		'echo 0 >/proc/sys/user/max_user_namespaces' 2>"$T/err"; then
	# shellcheck disable=SC2016
	exits 1 "no user namespaces" unshare --user --map-root-user sh -c \
		'echo 0 >/proc/sys/user/max_user_namespaces
		exec "$HALFHOUR" doctor --json'
	is "$(told level sandbox)" error "is an error"
	is "$(told mend sandbox)" "sysctl -w user.max_user_namespaces=15000" \
		"with the line that mends it"
	is "$(told level limits)$(told level profile=container)" "" \
		"and there is nothing more to say"
else
	skip "no user namespaces" "there are none to take away"
fi
bwrap=$(readlink -f /usr/bin/bwrap)
if [ "$(field sandbox level)" = ok ] &&
	bwrap --dev-bind / / --ro-bind /dev/null "$bwrap" true 2>"$T/err"; then
	exits 1 "no bwrap" bwrap --dev-bind / / --ro-bind /dev/null "$bwrap" \
		"$HALFHOUR" doctor --json
	is "$(told mend sandbox)" "apt-get install bubblewrap" "the way out"
	exits 0 "no control groups" bwrap --dev-bind / / --tmpfs /sys/fs/cgroup \
		"$HALFHOUR" doctor --json
	is "$(told level sandbox)" ok "are no error"
	is "$(told level limits)" warning "but a warning"
	is "$(told mend limits)" \
		"systemd-run --user --scope halfhour run --all" "with a way out"
	is "$(told level profile=container)" warning \
		"nothing makes containers without them"
	is "$(told mend profile=container)" \
		"systemd-run --user --scope halfhour run" "with the same way out"
else
	skip "no bwrap, no control groups" "bwrap cannot hide them here"
fi
if [ "$(field limits level)" = ok ]; then
	like "$(field limits message)" "\(bubblewrap, cgroup v[12]\)$" \
		"who counts is told"
	like "$(field profile=container level)" "^(ok|warning)$" \
		"containers are tried"
else
	like "$(field limits mend)" "^(systemd-run|None)" "a way out is told"
fi

# ---- the wiki --------------------------------------------------------------

wiki --lang ko
exits "$machine" "in a wiki" "$HALFHOUR" doctor
like "$(cat "$T/out")" "^ok         wiki: $T/wiki$" "it is named"
like "$(cat "$T/out")" "^ok         git identity: " "who commits is known"
like "$(cat "$T/out")" "^ok         commits: can be made" "commits can be made"
like "$(cat "$T/out")" "^ok         pending: " "nothing is owed"
like "$(cat "$T/out")" "^ok         locks: " "nothing is locked"
exits "$machine" "with --quiet" "$HALFHOUR" doctor --quiet
unlike "$(cat "$T/out")" "^(ok|warning)" "errors only"

mv "$GIT_CONFIG_GLOBAL" "$T/gitconfig"
exits 1 "a git that knows nobody" "$HALFHOUR" doctor
is "$(field 'git identity' level)" error "is an error"
is "$(field 'git identity' message)" "git does not know your name" "is told"
is "$(field 'git identity' mend)" \
	"git config --global user.name 'Your Name'" "with the way out"
printf '[user]\n\temail = ada@example.org\n' >"$GIT_CONFIG_GLOBAL"
exits 1 "with an address only" "$HALFHOUR" doctor
sed -i 's/^# *author:.*//; $a author: 에이다' halfhour.yaml
exits "$machine" "the name in the configuration counts" "$HALFHOUR" doctor
git checkout -q halfhour.yaml
mv "$T/gitconfig" "$GIT_CONFIG_GLOBAL"

echo "색: 초록" >>halfhour.yaml
like "$(field configuration message)" "halfhour\.yaml:[0-9]+:[0-9]+: " \
	"a setting that is unknown is told"
git checkout -q halfhour.yaml

touch .git/index.lock
exits 1 "a lock that is left behind" "$HALFHOUR" doctor
is "$(field lock level)" error "is an error"
is "$(field lock mend)" "rm '$T/wiki/.git/index.lock'" "with the way out"
ok "it is still there" test -f .git/index.lock
rm .git/index.lock

# A commit that has to wait.
git rev-parse HEAD >.git/MERGE_HEAD
exits 4 "an entry during a merge" "$HALFHOUR" log "도커: 층" --minutes 5
find .git notes -type f | sort | xargs sha256sum >"$T/before"
exits "$machine" "is no error" "$HALFHOUR" doctor
like "$(cat "$T/out")" "^warning    commits: a merge is in progress" "the merge"
like "$(cat "$T/out")" "^warning    pending: 1 commit is saved" "and the commit"
is "$(field pending mend)" "halfhour list" "and how it is made"
find .git notes -type f | sort | xargs sha256sum >"$T/after"
same "$T/after" "$T/before" "no file is other than before"
rm .git/MERGE_HEAD
ok "the next command" "$HALFHOUR" list
is "$(field pending level)" ok "has made it"

# Another halfhour at work.
python3 -c 'import fcntl, subprocess, sys
f = open(".git/halfhour/lock")
fcntl.flock(f, fcntl.LOCK_EX)
sys.exit(subprocess.run([sys.argv[1], "doctor"]).returncode)' "$HALFHOUR" \
	>"$T/out" 2>"$T/err"
like "$(cat "$T/out")" "^error      lock: another halfhour is at work" \
	"another one at work is told"

ok "a timebox" "$HALFHOUR" start "도커"
ok "that comes to nothing" "$HALFHOUR" cancel
is "$(field drafts level)" warning "a draft is told"
is "$(field drafts mend)" "ls '$T/wiki/.git/halfhour/drafts'" "where it is"

mkdir -p "$T/bare/notes"
touch "$T/bare/halfhour.yaml"
exits "$machine" "a wiki in no repository" "$HALFHOUR" -C "$T/bare" doctor
like "$(cat "$T/out")" "^warning    repository: " "is told"
ok "and gets none" not test -e "$T/bare/.git"

exits 2 "a word too many" "$HALFHOUR" doctor 글
exits 2 "an option that there is not" "$HALFHOUR" doctor --fix
done_testing

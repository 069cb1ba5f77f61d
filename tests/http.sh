# shellcheck shell=sh
# http.sh: git over http and https, for a script that has read lib.sh
#
# $T/www/wiki.git is an empty repository; there CMD… is git in it. Servers end
# with the script. A password is what $T/login has, by a helper that keeps what
# it is asked in $T/helper.log.

# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through, and 1.5 its copy of a header or of
# a proxy when it fetches; the leaks are none of ours. What we leak of it is
# found by the scripts that do the same without http.
printf 'leak:%s\n' libpcre2 libgit2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

servers=
stop() {
	code=$?
	# shellcheck disable=SC2086
	kill $servers 2>/dev/null
	return "$code"
}
trap 'stop; lib_end' EXIT
# serve NAME OPTION…: a server, as git_http.py has the options; its port is in
# $port, and what it says in $T/NAME.log.
serve() {
	name=$1
	shift
	python3 "$TOP/tests/repo/git_http.py" "$T/www" "$T/port.$name" "$@" 2>"$T/$name.log" &
	servers="$servers $!"
	n=0
	while [ ! -e "$T/port.$name" ] && [ $n -lt 100 ]; do
		n=$((n + 1))
		sleep 0.1
	done
	# shellcheck disable=SC2034 # the script has use for it
	if ! port=$(cat "$T/port.$name"); then
		fail "the server runs"
		diag "$(cat "$T/$name.log")"
		exit 1
	fi
}
# certificate CERT KEY HOST: one that vouches for itself, in $T/CERT.pem.
certificate() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=$3" \
		-addext "subjectAltName=DNS:$3" \
		-keyout "$T/$2.pem" -out "$T/$1.pem" 2>/dev/null
}
mkdir "$T/www"
git init -q --bare "$T/www/wiki.git"
there() {
	git --git-dir="$T/www/wiki.git" "$@"
}
# A helper that keeps what it is told, and says what it was asked.
cat >"$T/helper" <<END
#!/bin/sh
cat >"$T/asked"
{ echo "== \$1"; cat "$T/asked"; } >>"$T/helper.log"
[ "\$1" != get ] || cat "$T/login"
END
chmod +x "$T/helper"
git config --global credential.helper "$T/helper"
printf 'username=ada\npassword=열려라 참깨=\n' >"$T/login"

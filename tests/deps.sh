#!/bin/sh
# deps.sh: find the Debian packages that are missing, and install them
#
# usage: sh tests/deps.sh [--check] GROUP…
#
# GROUP is build, run, man, test or bench.
#
# Nothing is asked of the network while nothing is missing. With the rights to
# install (root, or sudo without a password) what is missing is installed;
# without them, or with --check, one line that mends it is printed and the
# exit code is 1.
set -eu

# Package, and after it a command that is as good as the package: people have
# npm, node or chromium from elsewhere. Without one only the package counts,
# because a python3 found in PATH says nothing about /usr/bin/python3.
build='
gcc gcc
make make
pkg-config pkg-config
libcmark-gfm-dev
libcmark-gfm-extensions-dev
libgit2-dev
libyaml-dev
libutf8proc-dev
libjansson-dev
libseccomp-dev
nettle-dev
'
# What the program itself calls, so building it does not need them.
run='
git git
bubblewrap bwrap
python3
'
# What makes the manual pages; only `make man` and `make install` need it.
man='
cmark-gfm cmark-gfm
'
test='
perl prove
openssh-server
openssl openssl
clang clang
libclang-rt-14-dev
clang-format clang-format
universal-ctags
shellcheck shellcheck
mandoc mandoc
strace strace
git-lfs git-lfs
git-crypt git-crypt
iproute2 ip
docker.io dockerd
debootstrap debootstrap
podman podman
util-linux flock
valgrind valgrind
qemu-system-x86 qemu-system-x86_64
cpio cpio
chromium chromium
fonts-noto-cjk
nodejs node
npm npm
zsh zsh
fish fish
'
# What `make bench` compares with.
bench='
hugo hugo
'

check=
want=
for arg; do
	case $arg in
	--check) check=1 ;;
	build) want=$want$build ;;
	run) want=$want$run ;;
	man) want=$want$man ;;
	test) want=$want$test ;;
	bench) want=$want$bench ;;
	*)
		echo "usage: sh tests/deps.sh [--check] build|run|man|test|bench…" >&2
		exit 2
		;;
	esac
done

if ! command -v dpkg-query >/dev/null; then
	echo "halfhour is made for Debian; with another system's packages" \
		"see the list in tests/deps.sh." >&2
	exit 0
fi

# The missing ones of the list, on one line. dpkg-query is asked once.
missing() {
	have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' |
		sed -n 's/^installed //p')
	echo "$want" | while read -r package command; do
		[ -n "$package" ] || continue
		[ -z "$command" ] || ! command -v "$command" >/dev/null ||
			continue
		case "
$have
" in
		*"
$package
"*) ;;
		*) printf ' %s' "$package" ;;
		esac
	done
}

packages=$(missing)
[ -n "$packages" ] || exit 0

if [ -n "$check" ]; then
	as=none
elif [ "$(id -u)" -eq 0 ]; then
	as=
elif sudo -n true 2>/dev/null; then
	as='sudo -n'
else
	as=none
fi

if [ "$as" = none ]; then
	echo "halfhour needs packages that are not installed. As root, run:" >&2
	echo "apt-get install$packages" >&2
	exit 1
fi

echo "installing:$packages"
# A fresh machine has no lists at all, and old lists name versions that are
# gone. When the update fails the lists that are there may still do.
# shellcheck disable=SC2086
{
	$as env DEBIAN_FRONTEND=noninteractive apt-get -qq update ||
		echo "the package lists could not be updated; going on" >&2
	$as env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
		--no-install-recommends install $packages </dev/null
}

packages=$(missing)
if [ -n "$packages" ]; then
	echo "these packages are still missing:$packages" >&2
	exit 1
fi

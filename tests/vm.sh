# shellcheck shell=sh
# vm.sh: a virtual machine of Debian, for a script that has read lib.sh
#
# What its kernel is and does is not this machine's: control groups of version 2
# alone, settings that only root may change. Its root is this machine's, which
# it cannot write to, so that all programs are there, and the one under test.
# The kernel is that of the package, taken from it without installing it; it
# stays in build/vm. Where there is no qemu, or no way to the package, the
# script is skipped with the reason; in CI that is a failure.
# The processor is emulated: what a host lends of its own differs from host to
# host, and a machine that is itself a virtual one may lend nothing.

vm=$TOP/build/vm

no_vm() {
	[ -z "${CI:-}" ] || {
		fail "a virtual machine runs here"
		diag "$1"
	}
	# shellcheck disable=SC2154
	[ "$tests_n" -gt 0 ] || skip_all "$1"
	done_testing
	exit
}

# vm_kernel DIR: the kernel and the modules that stand between it and its root.
vm_kernel() {
	mkdir -p "$1" && cd "$1" || return 1
	vm_package=$(apt-cache depends linux-image-amd64 |
		sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1)
	apt-get -qq download "${vm_package:-linux-image-amd64}" || return 1
	dpkg --fsys-tarfile ./*.deb >package.tar || return 1
	rm ./*.deb
	tar -x --wildcards -f package.tar './boot/vmlinuz-*' || return 1
	mv boot/vmlinuz-* kernel && rmdir boot || return 1
	mkdir init
	: >init/modules
	for vm_module in virtio/virtio_ring virtio/virtio \
		virtio/virtio_pci_legacy_dev virtio/virtio_pci_modern_dev \
		virtio/virtio_pci netfs/netfs fscache/fscache 9p/9pnet \
		9p/9pnet_virtio 9p/9p overlayfs/overlay; do
		tar -x --wildcards --no-wildcards-match-slash --xform 's,.*/,,' \
			-C init -f package.tar \
			"./lib/modules/*/kernel/*/$vm_module.ko" || return 1
		echo "/${vm_module##*/}.ko" >>init/modules
	done
	rm package.tar
}

# vm_image: all of it, as the boot loader hands it over.
vm_image() {
	mkdir "$T/image" "$T/image/dev" && cp "$vm/init/"* "$T/image/" &&
		cc -O2 -static -o "$T/image/init" "$TOP/tests/run/vm_init.c" &&
		(cd "$T/image" && find . | cpio -o -H newc --quiet) \
			>"$T/image.cpio"
}

# vm_run SCRIPT: have it run there with the word `inside`, as root, and print
# the TAP that it prints. What the kernel says is in $T/console.
vm_run() {
	: >"$T/tap"
	timeout 900 qemu-system-x86_64 -accel tcg,thread=multi -M q35 -cpu max \
		-m 2048 -smp 2 -display none -nic none -no-reboot -monitor none \
		-serial "file:$T/console" -serial "file:$T/tap" \
		-kernel "$vm/kernel" -initrd "$T/image.cpio" \
		-virtfs local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap \
		-append "console=ttyS0 panic=-1 quiet HALFHOUR=$HALFHOUR TMPDIR=/run script=$1 out=/dev/ttyS1" \
		</dev/null >"$T/qemu.log" 2>&1
	tr -d '\r' <"$T/tap" | sed '/^#/d'
	tr -d '\r' <"$T/tap" | sed '/^#/!d' >&2
	if ! grep -q '^1\.\.' "$T/tap"; then
		diag "the virtual machine did not come to its end"
		diag "$(tail -n 20 "$T/console" "$T/qemu.log")"
		return 1
	fi
	! grep -q '^not ok' "$T/tap"
}

case $HALFHOUR in
*san/*) CI='' no_vm "the program without sanitizers makes the same calls" ;;
esac
[ "$(uname -m)" = x86_64 ] || CI='' no_vm "the kernel that is taken is for amd64"
for vm_tool in qemu-system-x86_64 cpio apt-get cc; do
	command -v "$vm_tool" >/dev/null ||
		no_vm "$vm_tool is not there: apt-get install qemu-system-x86 cpio"
done
if [ ! -d "$vm" ]; then
	if (vm_kernel "$vm.$$") >"$T/kernel.log" 2>&1; then
		mv "$vm.$$" "$vm"
	else
		rm -rf "$vm.$$"
		no_vm "no kernel: $(tail -n 1 "$T/kernel.log")"
	fi
fi
vm_image >"$T/image.log" 2>&1 || no_vm "no image: $(cat "$T/image.log")"

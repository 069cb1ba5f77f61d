/* run_filter.c: the system calls that fail inside the sandbox */
#include <errno.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "run/run_int.h"

struct filter_deny {
	const char *name;
	int error;
	bool contained; /* what is for containers, in their profile */
};

/*
 * Ways into the kernel that no example needs and that have been holes: what
 * a new kernel may not know either says ENOSYS, so that programs fall back.
 * ptrace stays: inside, it reaches only the example's own processes. Names
 * that this machine type does not have are passed over.
 */
static const struct filter_deny filter_denied[] = {
	{ "keyctl", ENOSYS, false },
	{ "add_key", ENOSYS, false },
	{ "request_key", ENOSYS, false },
	{ "io_uring_setup", ENOSYS, false },
	{ "io_uring_enter", ENOSYS, false },
	{ "io_uring_register", ENOSYS, false },
	{ "bpf", EPERM, false },
	{ "perf_event_open", EPERM, false },
	{ "userfaultfd", EPERM, false },
	{ "kexec_load", EPERM, false },
	{ "kexec_file_load", EPERM, false },
	{ "init_module", EPERM, false },
	{ "finit_module", EPERM, false },
	{ "delete_module", EPERM, false },
	{ "mount", EPERM, true },
	{ "umount", EPERM, true },
	{ "umount2", EPERM, true },
	{ "pivot_root", EPERM, true },
	{ "chroot", EPERM, true },
	{ "fsopen", ENOSYS, false },
	{ "fsconfig", ENOSYS, false },
	{ "fsmount", ENOSYS, false },
	{ "fspick", ENOSYS, false },
	{ "move_mount", ENOSYS, false },
	{ "open_tree", ENOSYS, false },
	{ "mount_setattr", ENOSYS, false },
	{ "name_to_handle_at", EPERM, false },
	{ "open_by_handle_at", EPERM, false },
	{ "swapon", EPERM, false },
	{ "swapoff", EPERM, false },
	{ "reboot", EPERM, false },
	{ "acct", EPERM, false },
	{ "quotactl", EPERM, false },
	{ "quotactl_fd", EPERM, false },
	{ "syslog", EPERM, false },
	{ "lookup_dcookie", EPERM, false },
	{ "vhangup", EPERM, false },
	{ "iopl", EPERM, false },
	{ "ioperm", EPERM, false },
	{ "modify_ldt", EPERM, false },
	{ "settimeofday", EPERM, false },
	{ "clock_settime", EPERM, false },
	{ "clock_adjtime", EPERM, false },
	{ "adjtimex", EPERM, false },
};

/*
 * The kernel looks at the lower 32 bits of an ioctl's number only, and so
 * must the filter, or a number with high bits set gets past it.
 */
static int
filter_ioctl(scmp_filter_ctx ctx, unsigned long request)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
	    SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffu, request));
}

/*
 * Unix, IP and netlink stay; above them are vsock, alg, packet, xdp, …. Of
 * netlink there stay the routes and what ss(8) asks: a container's root could
 * set up a firewall with another one, and that code has had its holes. The
 * kernel takes the lower halves of these arguments; whatever is in the upper
 * ones makes them greater here.
 */
static int
filter_sockets(scmp_filter_ctx ctx)
{
	const struct scmp_arg_cmp other = SCMP_A0(SCMP_CMP_GT, AF_NETLINK, 0);
	const struct scmp_arg_cmp netlink[] = {
		SCMP_A0(SCMP_CMP_EQ, AF_NETLINK, 0),
		SCMP_A2(SCMP_CMP_GT, NETLINK_SOCK_DIAG, 0),
	};
	/* The same firewall by its older door, which is IP6T_SO_SET_REPLACE
	 * as well. */
	const struct scmp_arg_cmp tables[] = {
		SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffu, IPPROTO_IP),
		SCMP_A2(SCMP_CMP_MASKED_EQ, 0xffffffffu, 64),
	};
	const struct scmp_arg_cmp tables6[] = {
		SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffu, IPPROTO_IPV6),
		SCMP_A2(SCMP_CMP_MASKED_EQ, 0xffffffffu, 64),
	};

	if (seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(EAFNOSUPPORT),
		SCMP_SYS(socket), 1, &other) != 0 ||
	    seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(EPROTONOSUPPORT),
		SCMP_SYS(socket), 2, netlink) != 0 ||
	    seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(EPERM),
		SCMP_SYS(setsockopt), 2, tables) != 0 ||
	    seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(EPERM),
		SCMP_SYS(setsockopt), 2, tables6) != 0)
		return -1;
	return 0;
}

/*
 * The first two put input into a terminal as if someone had typed it; the
 * third changes what lines are to it, and loads a module for that. Programs
 * may ask for addresses that stay the same (0x40000) and pretend an old
 * kernel (0x20000) or 32 bits (8), but not for memory at address zero or for
 * data that can be executed.
 */
static int
filter_fill(scmp_filter_ctx ctx, enum run_profile profile)
{
	size_t i;

	/* System calls by another machine type's numbers, as i386 on amd64. */
	if (seccomp_attr_set(
		ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS)) != 0)
		return -1;
	for (i = 0; i < sizeof(filter_denied) / sizeof(*filter_denied); i++) {
		const struct filter_deny *d = &filter_denied[i];
		int nr = seccomp_syscall_resolve_name(d->name);

		if (profile == RUN_CONTAINER && d->contained)
			continue;
		/* Negative numbers are of other machine types. */
		if (nr >= 0 &&
		    seccomp_rule_add(
			ctx, SCMP_ACT_ERRNO((unsigned)d->error), nr, 0) != 0)
			return -1;
	}
	if (filter_sockets(ctx) != 0 || filter_ioctl(ctx, TIOCSTI) != 0 ||
	    filter_ioctl(ctx, TIOCLINUX) != 0 ||
	    filter_ioctl(ctx, TIOCSETD) != 0)
		return -1;
	return seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM),
	    SCMP_SYS(personality), 1, SCMP_A0(SCMP_CMP_GT, 0x60008, 0));
}

int
run_filter_make(enum run_profile profile, struct err *e)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int fd = -1, rc = -1;

	if (ctx == NULL || filter_fill(ctx, profile) != 0) {
		err_set(e, "cannot make the system call filter of the sandbox");
		goto out;
	}
	if ((fd = memfd_create("halfhour-filter", MFD_CLOEXEC)) == -1 ||
	    seccomp_export_bpf(ctx, fd) != 0 || lseek(fd, 0, SEEK_SET) != 0) {
		err_errno(e, "cannot write the filter of the sandbox");
		goto out;
	}
	rc = fd;
	fd = -1;
out:
	if (fd != -1)
		close(fd);
	if (ctx != NULL)
		seccomp_release(ctx);
	return rc;
}

void
run_seccomp_version(char out[32])
{
	const struct scmp_version *v = seccomp_version();

	snprintf(out, 32, "%u.%u.%u", v->major, v->minor, v->micro);
}

/* escape.c: tries to get out of the sandbox, and tells what came of it
 *
 * usage: prog SECRET PID TCP UDP NAME KEY
 *
 * SECRET is a file of the host, PID a process there, TCP and UDP are ports,
 * NAME that of an abstract socket, of shared memory and of a message queue,
 * KEY of SysV IPC. Each line is one attempt and the name of its error.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <mqueue.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void
told(const char *what, long rc)
{
	printf("%s: %s\n", what, rc == -1 ? strerrorname_np(errno) : "ok");
}

/* Whether there is such a thing, and who may not, depends on the machine. */
static void
told_shut(const char *what, long rc)
{
	int shut =
	    rc == -1 && (errno == ENOENT || errno == EACCES || errno == EPERM ||
			    errno == EROFS || errno == ENODEV);

	printf("%s: %s\n", what,
	    shut       ? "shut"
	    : rc == -1 ? strerrorname_np(errno)
		       : "ok");
}

#define TS(name, call) (errno = 0, told_shut(name, (long)(call)))
#define T(call) (errno = 0, told(#call, (long)(call)))
#define TN(name, call) (errno = 0, told(name, (long)(call)))

/* ---- files ------------------------------------------------------------------ */

static void
files(const char *secret)
{
	static const char *const paths[] = { "/home", "/root", "/etc/shadow",
		"/etc/passwd", "/var", "/boot", "/srv", "/mnt", "/opt", "/run",
		"/sys", "/tmp/.X11-unix", "/dev/mem", "/dev/kmsg", "/dev/kvm",
		"/dev/fuse", "/dev/sda", "/dev/vda", "/dev/loop-control",
		"/dev/net/tun", "/dev/vsock", "/dev/tty", "/proc/kmsg",
		"/proc/sys/kernel/core_pattern" };
	char path[4200];
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		TN(paths[i],
		    open(paths[i], i + 1 < sizeof(paths) / sizeof(*paths)
				       ? O_RDONLY
				       : O_RDWR));
	TS("/proc/kcore", open("/proc/kcore", O_RDONLY));
	TN("the secret", open(secret, O_RDONLY));
	snprintf(path, sizeof(path), "/proc/1/root%s", secret);
	TN("by the root of 1", open(path, O_RDONLY));
	snprintf(path, sizeof(path), "../../../../../../../../..%s", secret);
	TN("by many dots", open(path, O_RDONLY));
	TN("a link to it", symlink(secret, "out"));
	TN("through the link", open("out", O_RDONLY));
	TN("a link to the root", symlink("/", "root"));
	snprintf(path, sizeof(path), "root%s", secret);
	TN("through that", open(path, O_RDONLY));
	TN("a second name of su", link("/usr/bin/su", "su"));
	TN("/usr", open("/usr/new", O_CREAT | O_WRONLY, 0600));
	TS("/usr/bin/su", open("/usr/bin/su", O_WRONLY));
	TN("/new", mkdir("/new", 0700));
	TN("/dev/new", mknod("/dev/new", S_IFREG | 0600, 0));
	TN("a disk", mknod("disk", S_IFBLK | 0600, makedev(8, 0)));
	TN("memory", mknod("mem", S_IFCHR | 0600, makedev(1, 1)));
}

/* Files that are setuid are nothing special where these are set. */
static void
nosuid(void)
{
	static const char *const paths[] = { "/", "/usr", "/work", "/tmp",
		"/dev/shm" };
	struct statvfs st;
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		printf("%s: %s\n", paths[i],
		    statvfs(paths[i], &st) == 0 && (st.f_flag & ST_NOSUID) &&
			    (st.f_flag & ST_NODEV)
			? "nosuid nodev"
			: "setuid");
}

/* ---- processes ---------------------------------------------------------------- */

/* Whether a process that can be seen has the word in its environment. */
static int
environ_has(const char *word)
{
	static char buf[1 << 20];
	struct dirent *ent;
	DIR *dir = opendir("/proc");
	int found = 0;

	while (dir != NULL && (ent = readdir(dir)) != NULL) {
		char path[300];
		ssize_t n;
		int fd;

		snprintf(path, sizeof(path), "/proc/%s/environ", ent->d_name);
		if ((fd = open(path, O_RDONLY)) == -1)
			continue;
		n = read(fd, buf, sizeof(buf));
		found |=
		    n > 0 && memmem(buf, (size_t)n, word, strlen(word)) != NULL;
		close(fd);
	}
	closedir(dir);
	return found;
}

static void
processes(pid_t pid)
{
	struct rlimit lim;
	char buf[8], path[64];
	struct iovec here = { buf, sizeof(buf) }, there = { buf, sizeof(buf) };

	printf("a variable of the host: %s\n",
	    environ_has("HALFHOUR_CANARY") ? "seen" : "not seen");
	snprintf(path, sizeof(path), "/proc/%d/environ", pid);
	TN("its environment", open(path, O_RDONLY));
	snprintf(path, sizeof(path), "/proc/%d/root/etc", pid);
	TN("its root", open(path, O_RDONLY));
	T(kill(pid, SIGKILL));
	T(kill(-pid, SIGKILL));
	T(syscall(SYS_tgkill, pid, pid, SIGKILL));
	T(syscall(SYS_rt_sigqueueinfo, pid, SIGKILL, buf));
	T(syscall(SYS_pidfd_open, pid, 0));
	T(ptrace(PTRACE_ATTACH, pid, 0, 0));
	T(ptrace(PTRACE_SEIZE, pid, 0, 0));
	T(process_vm_readv(pid, &here, 1, &there, 1, 0));
	T(process_vm_writev(pid, &here, 1, &there, 1, 0));
	T(prlimit(pid, RLIMIT_NOFILE, NULL, &lim));
	T(setpriority(PRIO_PROCESS, (id_t)pid, 19));
	T(syscall(SYS_migrate_pages, pid, 0, 0, 0));
}

/* Process 1 tells how programs have ended, so none may speak in its place. */
static void
process_1(void)
{
	char buf[8] = "";
	struct iovec here = { buf, sizeof(buf) }, there = { buf, sizeof(buf) };
	int one = (int)syscall(SYS_pidfd_open, 1, 0), i, n = 0;

	for (i = 0; i < 256; i++)
		n += syscall(SYS_pidfd_getfd, one, i, 0) != -1;
	printf("descriptors of process 1: %d\n", n);
	TN("its memory", open("/proc/1/mem", O_RDWR));
	TN("its program", open("/proc/1/exe", O_RDONLY));
	TN("its descriptors", open("/proc/1/fd", O_RDONLY));
	T(ptrace(PTRACE_SEIZE, 1, 0, 0));
	T(process_vm_readv(1, &here, 1, &there, 1, 0));
	T(process_vm_writev(1, &here, 1, &there, 1, 0));
	close(one);
}

static void
descriptors(void)
{
	struct dirent *ent;
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	while (dir != NULL && (ent = readdir(dir)) != NULL)
		n += ent->d_name[0] != '.' && atoi(ent->d_name) > 2 &&
		     atoi(ent->d_name) != dirfd(dir);
	closedir(dir);
	printf("descriptors that nobody meant: %d\n", n);
}

/* ---- the network and other IPC -------------------------------------------------- */

static int
inet(int type, const char *address, int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, type, 0), rc;

	if (fd == -1)
		return -1;
	inet_pton(AF_INET, address, &to.sin_addr);
	rc = type == SOCK_STREAM
		 ? connect(fd, (struct sockaddr *)&to, sizeof(to))
		 : (int)sendto(
		       fd, "x", 1, 0, (struct sockaddr *)&to, sizeof(to));
	close(fd);
	return rc;
}

static int
abstract(const char *name)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), rc;

	if (fd == -1)
		return -1;
	snprintf(to.sun_path + 1, sizeof(to.sun_path) - 1, "%s", name);
	rc = connect(fd, (struct sockaddr *)&to,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
			strlen(name)));
	close(fd);
	return rc;
}

static void
network(int tcp, int udp, const char *name, key_t key)
{
	char path[200];

	TN("tcp to the host", inet(SOCK_STREAM, "127.0.0.1", tcp));
	TN("tcp to the world", inet(SOCK_STREAM, "192.0.2.1", 80));
	inet(SOCK_DGRAM, "127.0.0.1", udp); /* nothing may arrive */
	TN("udp to the world", inet(SOCK_DGRAM, "192.0.2.1", 53));
	TN("an abstract socket", abstract(name));
	TN("vsock", socket(40, SOCK_STREAM, 0));
	TN("packet", socket(AF_PACKET, SOCK_RAW, 0));
	TN("alg", socket(38, SOCK_SEQPACKET, 0));
	TN("bluetooth", socket(31, SOCK_RAW, 0));
	TN("can", socket(29, SOCK_RAW, 1));
	TN("xdp", socket(44, SOCK_RAW, 0));
	TN("netlink: routes", socket(AF_NETLINK, SOCK_RAW, 0));
	TN("netlink: firewall", socket(AF_NETLINK, SOCK_RAW, 12));
	TN("netlink: audit", socket(AF_NETLINK, SOCK_RAW, 9));
	TN("netlink: events", socket(AF_NETLINK, SOCK_RAW, 15));
	TN("high bits", syscall(SYS_socket, 40L | 1L << 32, SOCK_STREAM, 0));
	TN("the old firewall", setsockopt(socket(AF_INET, SOCK_STREAM, 0),
				   IPPROTO_IP, 64, path, sizeof(path)));
	snprintf(path, sizeof(path), "/%s", name);
	T(shm_open(path, O_RDWR, 0));
	T(mq_open(path, O_RDWR));
	T(shmget(key, 0, 0));
	T(semget(key, 0, 0));
	T(msgget(key, 0));
}

/* ---- system calls ----------------------------------------------------------------- */

/* A call by the numbers of i386: 20 is getpid. */
static void
old_numbers(void)
{
#ifdef __x86_64__
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		long rc = 20;

		__asm__ volatile("int $0x80" : "+a"(rc) : : "memory");
		_exit(rc == -ENOSYS ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	printf(
	    "i386: %s\n", status == 0 || WIFSIGNALED(status) ? "ENOSYS" : "ok");
	TN("x32", syscall(0x40000000 | SYS_getpid));
#else
	puts("i386: ENOSYS\nx32: ENOSYS");
#endif
}

static void
calls(void)
{
	struct rlimit lim;

	T(syscall(SYS_keyctl, 0, -3, 0, 0, 0));
	T(syscall(SYS_add_key, "user", "x", "x", 1, -3));
	T(syscall(SYS_request_key, "user", "x", 0, 0));
	T(syscall(SYS_userfaultfd, 1));
	T(syscall(SYS_bpf, 0, 0, 0));
	T(syscall(SYS_perf_event_open, 0, 0, -1, -1, 0));
	T(syscall(SYS_io_uring_setup, 1, 0));
	T(syscall(SYS_kexec_load, 0, 0, 0, 0));
	T(syscall(SYS_kexec_file_load, -1, -1, 0, 0, 0));
	T(syscall(SYS_init_module, 0, 0, ""));
	T(syscall(SYS_finit_module, -1, "", 0));
	T(syscall(SYS_reboot, 0xfee1dead, 672274793, 0, 0));
	T(syscall(SYS_syslog, 3, 0, 0));
	T(syscall(SYS_acct, "x"));
	T(syscall(SYS_swapon, "/dev/sda", 0));
	T(syscall(SYS_clock_settime, 0, 0));
	T(syscall(SYS_open_by_handle_at, 3, 0, 0));
	T(syscall(SYS_name_to_handle_at, AT_FDCWD, "/usr", 0, 0, 0));
	T(syscall(SYS_fsopen, "tmpfs", 0));
	T(syscall(SYS_open_tree, AT_FDCWD, "/", 1));
	T(syscall(SYS_move_mount, -1, "", -1, "", 0));
	T(syscall(SYS_mount_setattr, -1, "", 0, 0, 0));
	T(personality(0x400000));
	T(personality(0x100000));
	T(personality(0x40000));
	T(ioctl(1, TIOCSTI, "x"));
	T(syscall(SYS_ioctl, 1L, TIOCSTI | 1UL << 40, "x"));
	T(ioctl(1, TIOCLINUX, "\3"));
	T(ioctl(1, TIOCSETD, "\25\0\0\0"));
	old_numbers();
	getrlimit(RLIMIT_CORE, &lim);
	printf("core dumps: %d\n", (int)lim.rlim_max);
	lim.rlim_max = RLIM_INFINITY;
	T(setrlimit(RLIMIT_CORE, &lim));
}

/* ---- namespaces ------------------------------------------------------------------- */

static void
namespaces(void)
{
	static const char *const names[] = { "user", "mnt", "pid", "net", "ipc",
		"uts", "cgroup" };
	char path[64];
	size_t i;
	int fd;

	TN("mount tmpfs", mount("none", "/tmp", "tmpfs", 0, NULL));
	TN("umount /tmp", umount2("/tmp", MNT_DETACH));
	TS("a disk", mount("/dev/vda", "/tmp", "ext4", 0, NULL));
	TN("mount devtmpfs", mount("none", "/tmp", "devtmpfs", 0, NULL));
	TN("mount sysfs", mount("none", "/tmp", "sysfs", 0, NULL));
	TN("mount proc", mount("none", "/tmp", "proc", 0, NULL));
	TN("mount debugfs", mount("none", "/tmp", "debugfs", 0, NULL));
	TN("/usr to be written",
	    mount(NULL, "/usr", NULL, MS_REMOUNT | MS_BIND, NULL));
	TN("/ to be written",
	    mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL));
	TN("umount /usr", umount2("/usr", MNT_DETACH));
	T(unshare(CLONE_NEWNS));
	T(unshare(CLONE_NEWUSER));
	T(unshare(CLONE_NEWNET));
	T(sethostname("x", 1));
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "/proc/1/ns/%s", names[i]);
		if ((fd = open(path, O_RDONLY)) == -1)
			printf("%s: %s\n", path, strerrorname_np(errno));
		else
			TN(path, setns(fd, 0));
	}
	T(setresuid(65535, 65535, 65535));
	chdir("/");
	T(chroot("/usr"));
	TN("out of it", chdir("../../../home"));
}

int
main(int argc, char **argv)
{
	if (argc < 7)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	descriptors();
	puts("-- files");
	files(argv[1]);
	nosuid();
	puts("-- processes");
	processes(atoi(argv[2]));
	process_1();
	puts("-- network");
	network(atoi(argv[3]), atoi(argv[4]), argv[5], atoi(argv[6]));
	puts("-- system calls");
	calls();
	puts("-- namespaces");
	namespaces();
	return 0;
}

/* vm_init.c: process 1 of a virtual machine whose root is this machine's
 *
 * It stands in an initramfs, beside the modules that /modules lists in their
 * order. From the command line of the kernel it gets `script`, which a shell
 * runs, with `out` as its output. The machine is off when that has ended.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void
load_modules(void)
{
	FILE *f = fopen("/modules", "re");
	char name[128];
	int fd;

	while (f != NULL && fgets(name, sizeof(name), f) != NULL) {
		name[strcspn(name, "\n")] = '\0';
		fd = open(name, O_RDONLY | O_CLOEXEC);
		if (syscall(SYS_finit_module, fd, "", 0) == -1)
			printf("%s: %s\n", name, strerror(errno));
		close(fd);
	}
	if (f != NULL)
		fclose(f);
}

static int
mount_all(void)
{
	static const char *const mounts[][2] = { { "devtmpfs", "/dev" },
		{ "devpts", "/dev/pts" }, { "tmpfs", "/dev/shm" },
		{ "mqueue", "/dev/mqueue" }, { "proc", "/proc" },
		{ "sysfs", "/sys" }, { "tmpfs", "/run" } };
	size_t i;

	for (i = 0; i < sizeof(mounts) / sizeof(*mounts); i++) {
		mkdir(mounts[i][1], 0755);
		if (mount("none", mounts[i][1], mounts[i][0], 0, NULL) == -1)
			return -1;
	}
	return 0;
}

/* The host's root becomes ours, and nobody can write to it. */
static int
enter_root(void)
{
	if (mkdir("/host", 0755) == -1 ||
	    mount("root", "/host", "9p", MS_RDONLY,
		"trans=virtio,version=9p2000.L,cache=loose,msize=512000") ==
		-1 ||
	    chdir("/host") == -1 || mount(".", "/", NULL, MS_MOVE, NULL) == -1)
		return -1;
	return chroot(".") == -1 || chdir("/") == -1 ? -1 : mount_all();
}

static _Noreturn void
run_script(void)
{
	const char *script = getenv("script"), *out = getenv("out");
	int in = open("/dev/null", O_RDWR), fd = out ? open(out, O_WRONLY) : -1;

	setsid();
	if (in != -1 && fd != -1) {
		dup2(in, 0);
		dup2(fd, 1);
		dup2(fd, 2);
		execl("/bin/sh", "sh", script, "inside", NULL);
	}
	printf("%s: %s\n", script, strerror(errno));
	_exit(1);
}

int
main(void)
{
	pid_t pid;

	setvbuf(stdout, NULL, _IOLBF, 0);
	load_modules();
	if (enter_root() == -1)
		printf("the root: %s\n", strerror(errno));
	else if ((pid = fork()) == 0)
		run_script();
	else
		while (wait(NULL) != pid || errno == EINTR)
			errno = 0;
	sync();
	reboot(RB_POWER_OFF);
	return 1;
}

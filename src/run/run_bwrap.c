/* run_bwrap.c: bubblewrap: the words for its sandbox, and its complaints */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/xalloc.h"
#include "run/run_int.h"

/*
 * What a program can see and do inside (the profile "plain/1"):
 *
 * - /usr read-only, and /bin, /lib, … as the system has them; a /proc of its
 *   own processes; a /dev with null, zero, random, shm and mqueue. No /etc
 *   but two files for the linker and the alternatives, no home, no files of
 *   the host.
 * - /work and /tmp, of 64 MiB each, and /dev/shm of 16 MiB, all in memory:
 *   nothing is written to a disk, so there is nothing to clean up and no
 *   result that could be a link to somewhere else. Files go in as copies of
 *   descriptors, and the compiled program comes out through one.
 * - namespaces of its own for users, processes, mounts, IPC, the network
 *   (where there is only the loopback device) and the host name.
 *   The user is 1000, whoever runs halfhour, so that output does not differ.
 * - no capabilities, no way to get any, no new user namespaces.
 * - what run_box.c adds: limits, no descriptors but those that are meant, and
 *   a list of system calls that fail.
 */
#define BWRAP_WORK_SIZE "67108864"
#define BWRAP_SHM_SIZE "16777216"

struct bwrap_words {
	char **v;
	size_t n, cap;
};

static void
bwrap_say(struct bwrap_words *w, const char *word)
{
	*VEC_PUSH(w->v, w->n, w->cap) = word ? xstrdup(word) : NULL;
}

/* One option and its arguments, separated by one space each. */
static void
bwrap_says(struct bwrap_words *w, const char *words)
{
	while (*words != '\0') {
		size_t len = strcspn(words, " ");

		*VEC_PUSH(w->v, w->n, w->cap) = xstrndup(words, len);
		words += len;
		words += *words == ' ';
	}
}

/* /bin and its like: links into /usr as a rule, folders on old systems. */
static void
bwrap_say_system(struct bwrap_words *w)
{
	static const char *const dirs[] = { "/bin", "/sbin", "/lib", "/lib32",
		"/lib64", "/libx32" };
	char target[PATH_MAX];
	size_t i;

	bwrap_says(w, "--ro-bind /usr /usr");
	for (i = 0; i < sizeof(dirs) / sizeof(*dirs); i++) {
		ssize_t n = readlink(dirs[i], target, sizeof(target) - 1);

		if (n > 0) {
			target[n] = '\0';
			bwrap_say(w, "--symlink");
			bwrap_say(w, target);
			bwrap_say(w, dirs[i]);
		} else {
			bwrap_say(w, "--ro-bind-try");
			bwrap_say(w, dirs[i]);
			bwrap_say(w, dirs[i]);
		}
	}
	bwrap_says(w, "--ro-bind-try /etc/alternatives /etc/alternatives");
	bwrap_says(w, "--ro-bind-try /etc/ld.so.cache /etc/ld.so.cache");
}

static void
bwrap_say_files(struct bwrap_words *w, const struct run_box *box)
{
	char number[32];
	size_t i;

	bwrap_says(w, "--size " BWRAP_WORK_SIZE " --tmpfs /work");
	for (i = 0; i < box->n_puts; i++) {
		char *path = path_join("/work", box->puts[i].name);

		snprintf(number, sizeof(number), "%zu", RUN_FD_PUT + i);
		bwrap_says(
		    w, box->puts[i].exec ? "--perms 0755" : "--perms 0644");
		bwrap_say(w, "--file");
		bwrap_say(w, number);
		bwrap_say(w, path);
		free(path);
	}
}

/*
 * The profile container: the same, but new user namespaces may be made, and
 * the program is started in one, where it is root. What it mounts and names
 * is its own: unshare(1) gives it a mount namespace that is a copy, and in
 * such a copy the kernel does not let go of what was mounted read-only.
 */
const char *const *
run_bwrap_launcher(enum run_profile profile)
{
	static const char *const plain[] = { NULL };
	static const char *const container[] = { RUN_UNSHARE, "--user",
		"--map-root-user", "--mount", "--uts", "--cgroup", "--", NULL };

	return profile == RUN_CONTAINER ? container : plain;
}

const char *
run_profile_version(enum run_profile profile)
{
	if (profile == RUN_DOCKER)
		return "docker/1"; /* see run_docker.c */
	return profile == RUN_CONTAINER ? "container/1" : "plain/1";
}

int
run_profile_find(const char *name)
{
	if (strcmp(name, "plain") == 0)
		return RUN_PLAIN;
	return strcmp(name, "container") == 0 ? RUN_CONTAINER : -1;
}

/*
 * --unshare-all alone means "what is possible"; --unshare-user makes it fail
 * where user namespaces are not. Each --remount-ro comes after everything
 * that is made below it.
 */
static void
bwrap_say_all(struct bwrap_words *w, const struct run_box *box, bool still_root)
{
	const char *const *arg;
	char fd[32];

	bwrap_says(w, "bwrap --unshare-all --unshare-user");
	if (box->profile != RUN_CONTAINER)
		bwrap_say(w, "--disable-userns");
	bwrap_says(w, "--uid 1000 --gid 1000 --hostname halfhour");
	bwrap_says(w, "--as-pid-1 --die-with-parent --new-session");
	bwrap_says(w, "--cap-drop ALL");
	bwrap_say_system(w);
	bwrap_says(w, "--proc /proc --dev /dev");
	if (still_root) /* else its owner, root, could write there */
		bwrap_says(w, "--ro-bind /proc/sys /proc/sys "
			      "--ro-bind-try /proc/sysrq-trigger "
			      "/proc/sysrq-trigger");
	bwrap_says(
	    w, "--perms 1777 --size " BWRAP_SHM_SIZE " --tmpfs /dev/shm");
	bwrap_says(w, "--mqueue /dev/mqueue --remount-ro /dev");
	bwrap_says(w, "--perms 1777 --size " BWRAP_WORK_SIZE " --tmpfs /tmp");
	bwrap_say_files(w, box);
	bwrap_says(w, "--remount-ro / --chdir /work");
	bwrap_says(w,
	    "--clearenv --setenv PATH /usr/bin:/bin --setenv HOME /work "
	    "--setenv LANG C.UTF-8 --setenv TERM dumb");
	snprintf(fd, sizeof(fd), "--json-status-fd %d", RUN_FD_STATUS);
	bwrap_says(w, fd);
	snprintf(fd, sizeof(fd), "--add-seccomp-fd %d", RUN_FD_FILTER);
	bwrap_says(w, fd);
	bwrap_say(w, "--");
	for (arg = box->argv; *arg != NULL; arg++)
		bwrap_say(w, *arg);
	bwrap_say(w, NULL);
}

char **
run_bwrap_words(const struct run_box *box, bool still_root)
{
	struct bwrap_words w = { NULL, 0, 0 };

	bwrap_say_all(&w, box, still_root);
	return w.v;
}

void
run_bwrap_words_free(char **words)
{
	size_t i;

	for (i = 0; words != NULL && words[i] != NULL; i++)
		free(words[i]);
	free(words);
}

/* ---- where it is, and what it complains of ---------------------------------- */

char *
run_bwrap_find(void)
{
	static const char *const places[] = { "/usr/bin/bwrap",
		"/usr/local/bin/bwrap", "/bin/bwrap" };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (access(places[i], X_OK) == 0)
			return xstrdup(places[i]);
	return NULL;
}

/* The number in a file of /proc/sys; -1 when there is none. */
static long
bwrap_setting(const char *path)
{
	FILE *f = fopen(path, "re");
	long value = -1;

	if (f == NULL)
		return -1;
	if (fscanf(f, "%ld", &value) != 1)
		value = -1;
	fclose(f);
	return value;
}

char *
run_bwrap_problem(const char *said)
{
	const char *fix;
	size_t len = strcspn(said, "\n");

	if (bwrap_setting("/proc/sys/kernel/unprivileged_userns_clone") == 0)
		fix = "this system lets only root make user namespaces: "
		      "sysctl -w kernel.unprivileged_userns_clone=1";
	else if (bwrap_setting("/proc/sys/user/max_user_namespaces") == 0)
		fix = "this system allows no user namespaces: "
		      "sysctl -w user.max_user_namespaces=15000";
	else if (bwrap_setting("/proc/sys/kernel/"
			       "apparmor_restrict_unprivileged_userns") == 1)
		fix =
		    "AppArmor keeps user namespaces from bwrap: "
		    "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
	else if (strstr(said, "mount proc") != NULL)
		fix = "this container hides parts of /proc: start it with "
		      "docker run --security-opt systempaths=unconfined";
	else if (strstr(said, "amespace") != NULL ||
		 strstr(said, "uid map") != NULL ||
		 strstr(said, "RTM_") != NULL || strstr(said, "ermi") != NULL)
		fix = "user namespaces are not allowed here; a container needs "
		      "docker run --privileged";
	else
		fix = "halfhour runs examples only inside it";
	return xasprintf("the sandbox cannot start (%.*s): %s",
	    (int)(len > 300 ? 300 : len), said, fix);
}

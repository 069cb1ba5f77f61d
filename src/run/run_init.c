/* run_init.c: process 1 of each sandbox, in a program of its own */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/run_init.h"

/*
 * It is compiled alone, with the leash (run_leash.c), and carried by halfhour
 * as bytes (see the Makefile), so it stands on the C library and nothing else.
 * What it is told and what it says is in run_init.h.
 *
 * A shell would do, but for three things: it says 139 for exit(139) and for a
 * SEGV alike; it starts one program only; and it waits for everyone, so that
 * nobody learns of the zombies that a program leaves.
 *
 * Those are told from orphans so: the kernel hands the children of a process
 * to process 1 in the same moment in which that process is a zombie itself.
 * Who is seen dead while all programs live was an orphan, for which process 1
 * is there. Who is seen dead when a program is, was that program's child, and
 * nobody has waited for it. A shell that leaves stopped jobs is another case:
 * the kernel ends them when it has ended, and it has waited for all others.
 */
#define INIT_GRACE_MS 100 /* for processes that are about to end */
#define INIT_STEP_MS 5
#define INIT_NAMES 64 /* different leftovers that are told */
#define INIT_NAME 128

struct init_program {
	char **env, **argv; /* both end with NULL */
	pid_t pid;          /* 0: not started, -1: ended */
};

/* Leftovers of one kind and name. */
struct init_left {
	const char *kind;
	char what[INIT_NAME];
	unsigned long n;
};

static struct init_program programs[RUN_PROGRAMS_MAX];
static int n_programs, n_running;
static struct init_left lefts[INIT_NAMES];
static int n_lefts;
static bool session; /* the program is a shell on a terminal */

static void
init_say(const char *line)
{
	size_t len = strlen(line);

	while (len > 0) {
		ssize_t n = write(RUN_FD_TALK, line, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			_exit(1);
		line += n;
		len -= (size_t)n;
	}
}

/* ---- what is left ------------------------------------------------------------ */

/* Add n to what there is of this kind and name. */
static void
init_left(const char *kind, const char *what, unsigned long n)
{
	struct init_left *l;
	int i;

	for (i = 0; i < n_lefts; i++)
		if (strcmp(lefts[i].kind, kind) == 0 &&
		    strncmp(lefts[i].what, what, INIT_NAME - 1) == 0) {
			lefts[i].n += n;
			return;
		}
	if (n_lefts == INIT_NAMES)
		return;
	l = &lefts[n_lefts++];
	l->kind = kind;
	l->n = n;
	snprintf(l->what, sizeof(l->what), "%s", what);
}

/* The first bytes of a file, as text; false when it cannot be read. */
static bool
init_read(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return false;
	n = read(fd, buf, size - 1);
	close(fd);
	if (n < 0)
		return false;
	buf[n] = '\0';
	return true;
}

/* The name and the state of a process; false when it is gone. */
static bool
init_stat(const char *pid, char name[INIT_NAME], char *state)
{
	char path[64], buf[1024], *open_at, *close_at;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	if (!init_read(path, buf, sizeof(buf)))
		return false;
	open_at = strchr(buf, '(');
	close_at = strrchr(buf, ')');
	if (open_at == NULL || close_at == NULL || close_at[1] == '\0')
		return false;
	*close_at = '\0';
	*state = close_at[2];
	snprintf(name, INIT_NAME, "%s", open_at + 1);
	return true;
}

static void
init_left_zombie(pid_t pid)
{
	char number[32], name[INIT_NAME], state;

	snprintf(number, sizeof(number), "%ld", (long)pid);
	if (init_stat(number, name, &state))
		init_left("zombie", name, 1);
}

static bool
init_is_program(long pid)
{
	int i;

	for (i = 0; i < n_programs; i++)
		if (programs[i].pid == pid)
			return true;
	return false;
}

/* The processes that are there: how many, and with `tell` which. */
static int
init_left_processes(bool tell)
{
	char name[INIT_NAME], state;
	DIR *dir = opendir("/proc");
	struct dirent *ent;
	int n = 0;

	while (dir != NULL && (ent = readdir(dir)) != NULL) {
		long pid = strtol(ent->d_name, NULL, 10);

		if (pid <= 0 || pid == getpid() || init_is_program(pid) ||
		    !init_stat(ent->d_name, name, &state))
			continue;
		n++;
		if (!tell)
			continue;
		if (state == 'Z')
			init_left("zombie", name, 1);
		else if (n_running == 0)
			init_left("process", name, 1);
	}
	if (dir != NULL)
		closedir(dir);
	return n;
}

/* Bytes in a pipe that some process has open, once for each pipe. */
static void
init_left_pipe(const char *path)
{
	static ino_t seen[256];
	static int n_seen;
	struct stat st;
	int fd, i, n = 0;

	if (stat(path, &st) == -1 || !S_ISFIFO(st.st_mode))
		return;
	/* Those that lead to the keeper are ours, too, and not meant. */
	for (i = 0; i < RUN_FD_STATUS; i++) {
		struct stat own;

		if (fstat(i, &own) == 0 && own.st_ino == st.st_ino &&
		    own.st_dev == st.st_dev)
			return;
	}
	for (i = 0; i < n_seen; i++)
		if (seen[i] == st.st_ino)
			return;
	if (n_seen == (int)(sizeof(seen) / sizeof(*seen)))
		return;
	seen[n_seen++] = st.st_ino;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return;
	if (ioctl(fd, FIONREAD, &n) == 0 && n > 0)
		init_left("pipe", "", (unsigned long)n);
	close(fd);
}

static void
init_left_pipes(void)
{
	DIR *dir = opendir("/proc"), *fds;
	struct dirent *ent, *fd;
	char path[600];

	while (dir != NULL && (ent = readdir(dir)) != NULL) {
		long pid = strtol(ent->d_name, NULL, 10);

		if (pid <= 0 || pid == getpid())
			continue;
		snprintf(path, sizeof(path), "/proc/%.20s/fd", ent->d_name);
		if ((fds = opendir(path)) == NULL)
			continue;
		while ((fd = readdir(fds)) != NULL) {
			if (!isdigit((unsigned char)fd->d_name[0]))
				continue;
			snprintf(path, sizeof(path), "/proc/%.20s/fd/%.20s",
			    ent->d_name, fd->d_name);
			init_left_pipe(path);
		}
		closedir(fds);
	}
	if (dir != NULL)
		closedir(dir);
}

/* What /proc/sysvipc says: for shm its size, for sem how many, for msg the
 * bytes that wait. Memory that goes with its last user is not left. */
static void
init_left_sysv(const char *path, const char *kind, bool segments)
{
	char line[512], what[32];
	unsigned long n;
	unsigned mode;
	FILE *f = fopen(path, "re");
	int key, id;

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		if (sscanf(line, "%d %d %o %lu", &key, &id, &mode, &n) != 4 ||
		    (segments && (mode & 01000) != 0))
			continue;
		snprintf(what, sizeof(what), "0x%08x", (unsigned)key);
		init_left(kind, key == 0 ? "IPC_PRIVATE" : what, n);
	}
	if (f != NULL)
		fclose(f);
}

/* The names below a folder, and how large they are. */
static void
init_left_names(const char *folder, const char *kind, bool queues)
{
	char path[600], buf[256];
	DIR *dir = opendir(folder);
	struct dirent *ent;
	struct stat st;

	while (dir != NULL && (ent = readdir(dir)) != NULL) {
		unsigned long n = 0;

		if (strcmp(ent->d_name, ".") == 0 ||
		    strcmp(ent->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, ent->d_name);
		/* "QSIZE:129 …": the bytes of the messages that wait. */
		if (queues && init_read(path, buf, sizeof(buf)) &&
		    strncmp(buf, "QSIZE:", 6) == 0)
			n = strtoul(buf + 6, NULL, 10);
		else if (!queues && stat(path, &st) == 0)
			n = (unsigned long)st.st_size;
		init_left(kind, ent->d_name, n);
	}
	if (dir != NULL)
		closedir(dir);
}

/* Orphans, when no program is left. */
static void
init_reap_orphans(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

/* A name is one line to the keeper, whatever it is made of. */
static void
init_say_lefts(void)
{
	char line[INIT_NAME + 64];
	int i;
	char *s;

	for (i = 0; i < n_lefts; i++) {
		for (s = lefts[i].what; *s != '\0'; s++)
			if (iscntrl((unsigned char)*s))
				*s = '?';
		snprintf(line, sizeof(line), "l %s %lu %s\n", lefts[i].kind,
		    lefts[i].n, lefts[i].what);
		init_say(line);
	}
}

/*
 * Tell what there is that a program should have taken away. Processes have a
 * moment to end of their own, so that only those that stay are told.
 */
static void
init_look(void)
{
	int ms;

	for (ms = 0; n_running == 0 && ms < INIT_GRACE_MS; ms += INIT_STEP_MS) {
		init_reap_orphans();
		if (init_left_processes(false) == 0)
			break;
		poll(NULL, 0, INIT_STEP_MS);
	}
	init_left_processes(true);
	init_left_pipes();
	init_left_sysv("/proc/sysvipc/shm", "sysv-shm", true);
	init_left_sysv("/proc/sysvipc/sem", "sysv-sem", false);
	init_left_sysv("/proc/sysvipc/msg", "sysv-msg", false);
	init_left_names("/dev/shm", "shm", false);
	init_left_names("/dev/mqueue", "mqueue", true);
	init_say_lefts();
	init_say("!\n");
}

/* ---- programs ------------------------------------------------------------------ */

/* Descriptors of the programs behind the first; theirs alone. */
static _Noreturn void
init_become(int i)
{
	int fd = RUN_FD_PROGRAM + RUN_FD_EACH * (i - 1);
	struct init_program *p = &programs[i];
	sigset_t none;
	char **env;

	if (i > 0 && (dup2(fd, 0) == -1 || dup2(fd + 1, 1) == -1 ||
			 dup2(fd + 2, 2) == -1))
		_exit(126);
	if (n_programs > 1)
		setpgid(0, 0); /* kill(0, …) reaches none of the others */
	if (i == 0 &&
	    session) { /* it is the shell's, which needs it for jobs */
		setsid();
		ioctl(0, TIOCSCTTY, 0);
	}
	for (env = p->env; *env != NULL; env++)
		putenv(*env);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execv(p->argv[0], p->argv);
	dprintf(2, "%s: %s\n", p->argv[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

static void
init_ended(int i, int status)
{
	char line[64];

	programs[i].pid = -1;
	n_running--;
	snprintf(line, sizeof(line), "e %d %d\n", i, status);
	init_say(line);
}

static void
init_start(int i)
{
	pid_t pid;

	if (i < 0 || i >= n_programs || programs[i].pid != 0)
		return;
	if ((pid = fork()) == 0)
		init_become(i);
	n_running++;
	programs[i].pid = pid;
	if (pid == -1)
		init_ended(i, 126 << 8);
}

/* To a program, not to what it has started: to end that is its own task. */
static void
init_signal(int i, int signal)
{
	if (i < n_programs && programs[i].pid > 0)
		kill(programs[i].pid, signal);
}

/* Whether this process has ended and was not waited for. */
static bool
init_is_dead(pid_t pid)
{
	siginfo_t si = { .si_pid = 0 };

	return pid > 0 &&
	       waitid(P_PID, (id_t)pid, &si, WEXITED | WNOHANG | WNOWAIT) ==
		   0 &&
	       si.si_pid == pid;
}

/* Wait for the programs that have ended; whether there were any. */
static bool
init_reap_programs(void)
{
	bool any = false;
	int i, status;

	for (i = 0; i < n_programs; i++)
		if (init_is_dead(programs[i].pid) &&
		    waitpid(programs[i].pid, &status, 0) > 0) {
			init_ended(i, status);
			any = true;
		}
	return any;
}

static void
init_reap(void)
{
	bool theirs = init_reap_programs();
	siginfo_t si = { .si_pid = 0 };

	while (waitid(P_ALL, 0, &si, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       si.si_pid != 0) {
		/* A program may have ended since. */
		bool program = init_is_program(si.si_pid);

		theirs |= init_reap_programs();
		if (!program && theirs && !session)
			init_left_zombie(si.si_pid);
		if (!program)
			waitpid(si.si_pid, NULL, 0);
		si.si_pid = 0;
	}
}

/*
 * The shell, and nobody else, says that it waits: who has sent a signal by
 * kill(2), the kernel tells. The digits may come in any order.
 */
static void
init_prompt(const struct signalfd_siginfo *si)
{
	static int digits[3] = { -1, -1, -1 };
	int n = (int)si->ssi_signo;
	char line[32];

	if (n < RUN_SIGNAL_ONES || n > RUN_SIGNAL_LAST ||
	    si->ssi_code != SI_USER || (pid_t)si->ssi_pid != programs[0].pid)
		return;
	if (n >= RUN_SIGNAL_REST)
		digits[2] = n - RUN_SIGNAL_REST;
	else if (n >= RUN_SIGNAL_EIGHTS)
		digits[1] = n - RUN_SIGNAL_EIGHTS;
	else
		digits[0] = n - RUN_SIGNAL_ONES;
	if (digits[0] == -1 || digits[1] == -1 || digits[2] == -1)
		return;
	snprintf(line, sizeof(line), "p %d\n",
	    digits[0] + 8 * digits[1] + 64 * digits[2]);
	digits[0] = digits[1] = digits[2] = -1;
	init_say(line);
}

/* ---- its life -------------------------------------------------------------------- */

/* "3" "A=1" "B=2" "C=3" …: so many words; -1: there are fewer. */
static int
init_words(char ***out, char **word, int left)
{
	int n = left > 0 ? (int)strtol(word[0], NULL, 10) : -1;

	if (n < 0 || n >= left)
		return -1;
	*out = calloc((size_t)n + 1, sizeof(**out));
	if (*out == NULL)
		return -1;
	memcpy(*out, word + 1, (size_t)n * sizeof(**out));
	return n + 1;
}

/*
 * The limit on tasks is for what is started from here. Not before bwrap starts:
 * the kernel keeps the limit of whoever makes a user namespace as a ceiling for
 * all processes of that user, wherever they are. And not from outside, where
 * even root may not set it without CAP_SYS_RESOURCE, as in containers.
 */
static bool
init_limit(const char *tasks)
{
	struct rlimit lim;
	rlim_t n = strtoul(tasks, NULL, 10);

	if (n == 0)
		return true;
	if (getrlimit(RLIMIT_NPROC, &lim) == -1)
		return false;
	if (lim.rlim_max != RLIM_INFINITY && lim.rlim_max < n)
		n = lim.rlim_max;
	lim.rlim_cur = lim.rlim_max = n;
	return setrlimit(RLIMIT_NPROC, &lim) == 0;
}

static bool
init_programs(int argc, char **argv)
{
	int at = 2, n;

	while (at < argc && n_programs < RUN_PROGRAMS_MAX) {
		struct init_program *p = &programs[n_programs++];

		if ((n = init_words(&p->env, argv + at, argc - at)) == -1)
			return false;
		at += n;
		if ((n = init_words(&p->argv, argv + at, argc - at)) < 2)
			return false;
		at += n;
	}
	return at == argc && n_programs > 0;
}

/* false at the end. */
static bool
init_obey(void)
{
	char word;
	ssize_t n = read(RUN_FD_TALK, &word, 1);

	if (n == -1 && errno == EINTR)
		return true;
	if (n <= 0 || word == RUN_SAY_QUIT)
		return false;
	if (word == RUN_SAY_LOOK)
		init_look();
	else if (word >= RUN_SAY_STOP)
		init_signal(word - RUN_SAY_STOP, SIGTERM);
	else if (word >= RUN_SAY_START)
		init_start(word - RUN_SAY_START);
	else if (word >= RUN_SAY_KILL)
		init_signal(word - RUN_SAY_KILL, SIGKILL);
	return true;
}

int
main(int argc, char **argv)
{
	struct pollfd p[2] = { { .fd = RUN_FD_TALK, .events = POLLIN } };
	struct signalfd_siginfo si;
	sigset_t set;
	int fd, n;

	if (argc < 2)
		return 1;
	if (strcmp(argv[0], RUN_LEASH) == 0)
		return run_leash(argc, argv);
	prctl(PR_SET_NAME, "init");
	/* So no program can take its descriptors or write to its memory, and
	 * tell in its place how it has ended. */
	if (prctl(PR_SET_DUMPABLE, 0) == -1)
		return 1;
	if (!init_limit(argv[1]) || !init_programs(argc, argv))
		return 1;
	close(RUN_FD_INIT);
	fcntl(RUN_FD_TALK, F_SETFD, FD_CLOEXEC);
	for (fd = RUN_FD_PROGRAM; fd < RUN_FD_STATUS; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	session = isatty(0);
	for (n = RUN_SIGNAL_ONES; session && n <= RUN_SIGNAL_LAST; n++)
		sigaddset(&set, n);
	sigprocmask(SIG_BLOCK, &set, NULL);
	p[1].fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	p[1].events = POLLIN;
	if (p[1].fd == -1)
		return 1;
	init_say("+\n");
	for (;;) {
		if (poll(p, 2, -1) == -1 && errno != EINTR)
			return 1;
		if (p[1].revents) {
			while (read(p[1].fd, &si, sizeof(si)) > 0)
				init_prompt(&si);
			init_reap();
		}
		if (p[0].revents && !init_obey())
			return 0;
	}
}

/* sweep.c: a command is killed at each system call; what that leaves is kept */
/*
 *	sweep [-o NAME,NAME…] WIKI WORK STATES COMMAND [ARG]...
 *	sweep -w OUT COMMAND [ARG]...
 *
 * Theory of operation
 *
 * The command is run once in a copy of WIKI, made at WORK, and its calls are
 * counted by name, those of its threads and of all it starts among them. Then
 * it is run again for each name and count: run N is killed as it enters the
 * Nth call of the name, until there is a run that makes no Nth call and lives.
 * So no call is left out, whichever thread comes first.
 *
 * Most calls change nothing on the disk, and leave what their neighbours left.
 * A state is what tree_hash() sees, the exit code, and what was printed; the
 * first wiki of each is moved to STATES/N, where others judge it, as
 *
 *	wiki/  out  code  point		point is the line below that told it
 *
 * and state 0 is that of the run that nobody killed. A line is printed for
 * each run, "NAME COUNT STATE"; the one that lives has the count 0.
 *
 * -o: only the calls of these names. -w: nothing is killed; the command is run
 * once, here, and what it has started has ended, too, when this does. All paths
 * are absolute. Exits 2 when nothing can be traced here.
 */
#include <sys/stat.h>
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sweep.h"

struct sweep {
	const char *wiki, *work, *states, *only;
	char **argv, *out;
	char **keys; /* of the states */
	size_t n;
};

static void
write_file(const char *dir, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", dir, name);
	FILE *f = fopen(path, "we");

	if (f == NULL || fputs(text, f) == EOF || fclose(f) == EOF)
		die("%s", path);
	free(path);
}

/* Move the wiki and the output to where they are judged. */
static void
state_keep(struct sweep *s, const char *point, int code)
{
	char *dir = xasprintf("%s/%zu", s->states, s->n), number[16];
	char *wiki = xasprintf("%s/wiki", dir), *out = xasprintf("%s/out", dir);

	if (mkdir(dir, 0777) == -1 || rename(s->work, wiki) == -1 ||
	    rename(s->out, out) == -1)
		die("%s", dir);
	snprintf(number, sizeof(number), "%d\n", code);
	write_file(dir, "code", number);
	write_file(dir, "point", point);
	free(dir);
	free(wiki);
	free(out);
}

static char *
read_whole(const char *path)
{
	FILE *f = fopen(path, "re");
	char buf[65536];
	size_t n;

	if (f == NULL)
		die("%s", path);
	n = fread(buf, 1, sizeof(buf) - 1, f);
	fclose(f);
	buf[n] = '\0';
	return xstrdup(buf);
}

/* Which state this run has left; a new one is kept. */
static size_t
state_of(struct sweep *s, const char *point, int code)
{
	char tree[HASH_HEX], *out = read_whole(s->out), *key;
	size_t i;

	tree_hash(tree, s->work);
	key = xasprintf("%s %d %s", tree, code, out);
	free(out);
	for (i = 0; i < s->n && strcmp(s->keys[i], key) != 0; i++)
		;
	if (i < s->n) {
		free(key);
		tree_remove(s->work);
		return i;
	}
	state_keep(s, point, code);
	s->keys = xreallocarray(s->keys, s->n + 1, sizeof(*s->keys));
	s->keys[s->n] = key;
	return s->n++;
}

/* One run, and its line. Returns whether it was killed. */
static bool
point(struct sweep *s, struct trace_seen *seen, const char *name, int call,
    unsigned long at)
{
	struct trace_job job = { s->argv, s->work, s->out, call, at };
	char line[128];

	tree_copy(s->wiki, s->work);
	if (trace_run(seen, &job) == -1) {
		fprintf(stderr, "sweep: nothing can be traced here\n");
		exit(2);
	}
	snprintf(line, sizeof(line), "%s %lu", name, seen->killed ? at : 0);
	printf("%s %zu\n", line, state_of(s, line, seen->code));
	return seen->killed;
}

/* Whether the name is in a list with commas. */
static bool
listed(const char *list, const char *name)
{
	size_t len = strlen(name), n;

	for (; *list != '\0'; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		if (n == len && memcmp(list, name, n) == 0)
			return true;
	}
	return false;
}

static void
sweep(struct sweep *s)
{
	struct trace_seen all, seen;
	unsigned long at;
	char *name;
	int call;

	point(s, &all, "-", TRACE_ALL, 0);
	for (call = 0; call < TRACE_CALLS; call++) {
		if (all.calls[call] == 0)
			continue;
		name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, call);
		if (name == NULL)
			name = xasprintf("call_%d", call);
		for (at = 1; s->only == NULL || listed(s->only, name); at++)
			if (!point(s, &seen, name, call, at))
				break;
		free(name);
	}
}

static int
usage(void)
{
	fprintf(stderr, "usage: sweep [-o NAME,...] WIKI WORK STATES COMMAND\n"
			"       sweep -w OUT COMMAND\n");
	return 1;
}

/* The exit code of the command. */
static int
wait_for(char **argv, const char *out)
{
	struct trace_job job = { argv, ".", out, TRACE_NONE, 0 };
	struct trace_seen seen;

	return trace_run(&seen, &job) == -1 ? 2 : seen.code;
}

int
main(int argc, char **argv)
{
	struct sweep s = { .only = NULL };
	int c;

	while ((c = getopt(argc, argv, "+o:w:")) != -1) {
		if (c == 'w' && optind < argc)
			return wait_for(argv + optind, optarg);
		if (c != 'o')
			return usage();
		s.only = optarg;
	}
	if (argc - optind < 4)
		return usage();
	s.wiki = argv[optind];
	s.work = argv[optind + 1];
	s.states = argv[optind + 2];
	s.argv = argv + optind + 3;
	s.out = xasprintf("%s.out", s.work);
	if (mkdir(s.states, 0777) == -1)
		die("%s", s.states);
	sweep(&s);
	while (s.n > 0)
		free(s.keys[--s.n]);
	free(s.keys);
	free(s.out);
	return 0;
}

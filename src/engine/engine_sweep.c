/* engine_sweep.c: the label of what is ours, and its removal */
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "engine/engine.h"

/*
 * The ID of a label is MACHINE-BOOT-PID-START-RANDOM: eight digits that stand
 * for this machine, this user and this process namespace; eight for its boot;
 * the process and when it was started, in ticks since the boot, so that a
 * number which is used again is not taken for it; and 64 random bits, which
 * tell two runs of one process apart.
 *
 * An engine may serve several machines, and each of them knows only its own
 * processes. So what was left behind is removed by the machine that made it,
 * when the boot is another one or the process is not there any more.
 */
#define SWEEP_MS 60000
#define SWEEP_WORDS 4 /* before the names in a call that removes */
#define SWEEP_IDS 256 /* names in one call */
#define SWEEP_TRIES 5
#define SWEEP_AGAIN_MS 200

/* ---- the label ------------------------------------------------------------------ */

/* Append what is in the file, as far as it can be read. */
static void
sweep_file(struct strbuf *sb, const char *path)
{
	FILE *f = fopen(path, "re");
	char buf[512];
	size_t n;

	if (f == NULL)
		return;
	n = fread(buf, 1, sizeof(buf), f);
	strbuf_add(sb, buf, n);
	fclose(f);
}

static void
sweep_digits(char out[9], struct strbuf *sb)
{
	char hash[HASH_HEX];

	hash_hex(hash, sb->buf, sb->len);
	memcpy(out, hash, 8);
	out[8] = '\0';
	strbuf_release(sb);
}

static void
sweep_machine(char out[9])
{
	struct strbuf sb = STRBUF_INIT;
	struct stat ns;

	sweep_file(&sb, "/etc/machine-id");
	sweep_file(&sb, "/proc/sys/kernel/hostname");
	if (stat("/proc/self/ns/pid", &ns) == 0)
		strbuf_addf(&sb, "%ju", (uintmax_t)ns.st_ino);
	strbuf_addf(&sb, " %u", (unsigned)getuid());
	sweep_digits(out, &sb);
}

static void
sweep_boot(char out[9])
{
	struct strbuf sb = STRBUF_INIT;

	sweep_file(&sb, "/proc/sys/kernel/random/boot_id");
	sweep_digits(out, &sb);
}

/* When a process was started: the 22nd word of its stat, the 20th behind its
 * name, which may have spaces and parentheses in it. 0: there is none. */
static uint64_t
sweep_start(pid_t pid)
{
	struct strbuf sb = STRBUF_INIT;
	char path[64], *at;
	uint64_t start = 0;
	int i;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	sweep_file(&sb, path);
	at = strrchr(sb.buf, ')');
	for (i = 0; at != NULL && i < 20; i++)
		at = strchr(at + 1, ' ');
	if (at != NULL)
		start = strtoull(at + 1, NULL, 10);
	strbuf_release(&sb);
	return start;
}

void
engine_label(char out[ENGINE_LABEL_MAX])
{
	char machine[9], boot[9];
	uint64_t random = 0;

	sweep_machine(machine);
	sweep_boot(boot);
	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		random = (uint64_t)(uintptr_t)out;
	snprintf(out, ENGINE_LABEL_MAX,
	    ENGINE_LABEL "=%s-%s-%d-%" PRIu64 "-%016" PRIx64, machine, boot,
	    (int)getpid(), sweep_start(getpid()), random);
}

/* Whether who made it is one of ours, and runs no more. */
static bool
sweep_dead(const char *id)
{
	char machine[9], boot[9], *end;
	long pid;

	sweep_machine(machine);
	sweep_boot(boot);
	if (strlen(id) < 18 || strncmp(id, machine, 8) != 0 || id[8] != '-' ||
	    id[17] != '-')
		return false;
	if (strncmp(id + 9, boot, 8) != 0)
		return true;
	pid = strtol(id + 18, &end, 10);
	if (*end != '-' || pid <= 0)
		return false;
	return sweep_start((pid_t)pid) != strtoull(end + 1, NULL, 10);
}

bool
engine_label_dead(const char *label)
{
	return text_starts(label, ENGINE_LABEL "=") &&
	       sweep_dead(label + strlen(ENGINE_LABEL "="));
}

/* ---- removing ------------------------------------------------------------------- */

/* One kind of thing that an engine has. */
struct sweep_kind {
	const char *list[5];    /* words that list their names */
	const char *remove[4];  /* words before those that are removed */
	const char *inspect[3]; /* words before those that are looked into */
	const char *label;      /* what prints the label of one then */
};

#define SWEEP_INSIDE "{{index .Config.Labels \"" ENGINE_LABEL "\"}}"
#define SWEEP_BESIDE "{{index .Labels \"" ENGINE_LABEL "\"}}"

/* In this order: an image cannot go before the containers that are made of it,
 * nor a network or a volume before those that use them. */
static const struct sweep_kind sweep_kinds[] = {
	{ { "ps", "--all", "--quiet", "--no-trunc" },
	    { "rm", "--force", "--volumes" }, { "container", "inspect" },
	    SWEEP_INSIDE },
	{ { "network", "ls", "--quiet", "--no-trunc" }, { "network", "rm" },
	    { "network", "inspect" }, SWEEP_BESIDE },
	{ { "volume", "ls", "--quiet" }, { "volume", "rm", "--force" },
	    { "volume", "inspect" }, SWEEP_BESIDE },
	{ { "images", "--quiet", "--no-trunc" }, { "rmi", "--force" },
	    { "image", "inspect" }, SWEEP_INSIDE },
};
#define SWEEP_KINDS (sizeof(sweep_kinds) / sizeof(*sweep_kinds))

/* The names of those with this label, one a line, the caller's to free. */
static char *
sweep_list(const struct engine *g, const struct sweep_kind *k,
    const char *label, struct err *e)
{
	char *filter = xasprintf("label=%s", label), *answer;
	const char *argv[8];
	struct engine_call c = { .argv = argv, .timeout_ms = SWEEP_MS };
	size_t n = 0;

	for (; n < 5 && k->list[n] != NULL; n++)
		argv[n] = k->list[n];
	argv[n++] = "--filter";
	argv[n++] = filter;
	argv[n] = NULL;
	answer = engine_ask(g, &c, e);
	free(filter);
	return answer;
}

/* Call it with these words, then with the names in `list`, which is torn
 * apart; an image of two tags is there twice. The answer is the caller's to
 * free, "" when there are no names; *n is how many. */
static char *
sweep_names(const struct engine *g, const char *const *words, size_t max,
    const char *format, char *list, int *n, struct err *e)
{
	const char *argv[SWEEP_WORDS + 2 + SWEEP_IDS + 1];
	struct engine_call c = { .argv = argv, .timeout_ms = SWEEP_MS };
	size_t first = 0, end;
	char *name;

	for (; first < max && words[first] != NULL; first++)
		argv[first] = words[first];
	if (format != NULL) {
		argv[first++] = "--format";
		argv[first++] = format;
	}
	end = first;
	while (
	    end < first + SWEEP_IDS && (name = strsep(&list, "\r\n")) != NULL)
		if (*name != '\0' &&
		    (end == first || strcmp(argv[end - 1], name) != 0))
			argv[end++] = name;
	argv[end] = NULL;
	*n = (int)(end - first);
	return end == first ? xstrdup("") : engine_ask(g, &c, e);
}

/*
 * Remove those of one kind. One that goes on its own at this moment, as a
 * container does that was started with --rm, makes the engine complain, and is
 * not there any more when it is asked again.
 */
static int
sweep_remove(const struct engine *g, const struct sweep_kind *k,
    const char *label, struct err *e)
{
	int n = 0, tries, all = 0;

	for (tries = 0; tries < SWEEP_TRIES; tries++) {
		char *list = sweep_list(g, k, label, e), *answer;

		if (list == NULL)
			return -1;
		answer = sweep_names(g, k->remove, 4, NULL, list, &n, e);
		free(list);
		all = n > all ? n : all;
		if (answer != NULL && n == 0) {
			free(answer);
			return all;
		}
		if (answer == NULL)
			poll(NULL, 0, SWEEP_AGAIN_MS);
		free(answer);
	}
	return e->msg[0] != '\0' ? -1
				 : err_set(e,
				       "%s does not remove what has the "
				       "label %s",
				       g->name, label);
}

/* All kinds are tried, whatever happens to one of them: `e` tells the first
 * that was not removed. */
int
engine_sweep(const struct engine *g, const char *label, struct err *e)
{
	int all = 0, n;
	bool failed = false;
	size_t i;

	for (i = 0; i < SWEEP_KINDS; i++) {
		struct err why = ERR_INIT;

		n = sweep_remove(g, &sweep_kinds[i], label, &why);
		if (n == -1 && !failed)
			*e = why;
		failed |= n == -1;
		all += n > 0 ? n : 0;
	}
	return failed ? -1 : all;
}

/* The labels of all that are of one kind and have one: one a line. */
static char *
sweep_labels(const struct engine *g, const struct sweep_kind *k, struct err *e)
{
	char *list = sweep_list(g, k, ENGINE_LABEL, e), *labels;
	int n;

	if (list == NULL)
		return NULL;
	labels = sweep_names(g, k->inspect, 3, k->label, list, &n, e);
	free(list);
	return labels;
}

/* Those of one kind whose run is dead: how many, or -1; with `remove`, each
 * goes with all else that has its label, and these are counted. */
static int
sweep_kind_dead(const struct engine *g, const struct sweep_kind *k, bool remove,
    struct err *e)
{
	char *labels = sweep_labels(g, k, e), *rest = labels, *id;
	int all = 0, n = labels == NULL ? -1 : 0;

	while (n != -1 && (id = strsep(&rest, "\r\n")) != NULL) {
		char label[ENGINE_LABEL_MAX];

		if (!sweep_dead(id))
			continue;
		snprintf(label, sizeof(label), ENGINE_LABEL "=%s", id);
		n = remove ? engine_sweep(g, label, e) : 1;
		all += n > 0 ? n : 0;
	}
	free(labels);
	return n == -1 ? -1 : all;
}

static int
sweep_all_dead(const struct engine *g, bool remove, struct err *e)
{
	int all = 0, n = 0;
	size_t i;

	for (i = 0; i < SWEEP_KINDS && n != -1; i++) {
		n = sweep_kind_dead(g, &sweep_kinds[i], remove, e);
		all += n > 0 ? n : 0;
	}
	return n == -1 ? -1 : all;
}

int
engine_sweep_dead(const struct engine *g, struct err *e)
{
	return sweep_all_dead(g, true, e);
}

int
engine_dead(const struct engine *g, struct err *e)
{
	return sweep_all_dead(g, false, e);
}

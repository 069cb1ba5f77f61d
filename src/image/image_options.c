/* image_options.c: how the container of a session was run, in its image */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "image/image_int.h"

/*
 * What stood between `docker run` and the image: of that an image can hold its
 * environment, its folder, its user and what it starts. The rest belongs to a
 * container, and what is likely to matter is told.
 */

enum option_kind {
	OPTION_ENV,
	OPTION_FOLDER,
	OPTION_USER,
	OPTION_ENTRY,
	OPTION_TOLD,  /* what it is for a container alone */
	OPTION_VALUE, /* of no matter, with a value */
};

static const struct {
	const char *name, *letter;
	enum option_kind kind;
	const char *why;
} options[] = {
	{ "--env", "-e", OPTION_ENV, NULL },
	{ "--workdir", "-w", OPTION_FOLDER, NULL },
	{ "--user", "-u", OPTION_USER, NULL },
	{ "--entrypoint", "", OPTION_ENTRY, NULL },
	{ "--hostname", "-h", OPTION_TOLD,
	    "an image has no name of a machine: docker run sets it" },
	{ "--env-file", "", OPTION_TOLD,
	    "its variables are in no line of the draft: ENV sets them" },
	{ "--volume", "-v", OPTION_TOLD,
	    "what is in a volume is in no image: COPY what is to be there" },
	{ "--mount", "", OPTION_TOLD,
	    "what is mounted is in no image: COPY what is to be there" },
	{ "--tmpfs", "", OPTION_TOLD, "what is in memory is in no image" },
	{ "--volumes-from", "", OPTION_TOLD,
	    "what is in a volume is in no image: COPY what is to be there" },
	{ "--cap-add", "", OPTION_TOLD, "a build has not this right" },
	{ "--security-opt", "", OPTION_TOLD, "a build has not this right" },
	{ "--device", "", OPTION_TOLD, "a build has no devices" },
	{ "--ulimit", "", OPTION_TOLD, "an image holds no limits" },
	{ "--network", "", OPTION_VALUE, NULL },
	{ "--net", "", OPTION_VALUE, NULL },
	{ "--memory", "-m", OPTION_VALUE, NULL },
	{ "--cpus", "", OPTION_VALUE, NULL },
	{ "--cpu-shares", "-c", OPTION_VALUE, NULL },
	{ "--memory-swap", "", OPTION_VALUE, NULL },
	{ "--name", "", OPTION_VALUE, NULL },
	{ "--label", "-l", OPTION_VALUE, NULL },
	{ "--publish", "-p", OPTION_VALUE, NULL },
	{ "--add-host", "", OPTION_VALUE, NULL },
	{ "--dns", "", OPTION_VALUE, NULL },
	{ "--ipc", "", OPTION_VALUE, NULL },
	{ "--pid", "", OPTION_VALUE, NULL },
	{ "--shm-size", "", OPTION_VALUE, NULL },
	{ "--stop-signal", "", OPTION_VALUE, NULL },
	{ "--platform", "", OPTION_VALUE, NULL },
	{ "--pids-limit", "", OPTION_VALUE, NULL },
	{ "--group-add", "", OPTION_VALUE, NULL },
	{ "--runtime", "", OPTION_VALUE, NULL },
	{ "--pull", "", OPTION_VALUE, NULL },
};
#define OPTIONS (sizeof(options) / sizeof(*options))

/* Which option a word is, and its value if it has it in itself; OPTIONS: of
 * those none. */
static size_t
option_find(const char *word, const char **value)
{
	size_t i, len;

	for (i = 0; i < OPTIONS; i++) {
		len = strlen(options[i].name);
		*value = NULL;
		if (text_starts(word, options[i].name) &&
		    (word[len] == '\0' || word[len] == '=')) {
			*value = word[len] == '=' ? word + len + 1 : NULL;
			return i;
		}
		if (*options[i].letter != '\0' && word[1] != '-' &&
		    text_starts(word, options[i].letter)) {
			*value = word[2] != '\0' ? word + 2 : NULL;
			return i;
		}
	}
	return OPTIONS;
}

/* NAME=VALUE; NAME alone is what the machine of the session had, which is
 * nobody's to write down. */
static void
option_env(struct image_maker *m, const char *value)
{
	size_t len = strcspn(value, "=");
	struct image_set set = { arena_strndup(m->a, value, len),
		value + len + 1, IMAGE_NO_STEP, 0 };

	if (image_name_len(value) != len || len == 0)
		return;
	if (value[len] == '=')
		image_item_env(m, IMAGE_NO_STEP, &set, NULL, 0);
	else
		image_tell(m, IMAGE_NO_STEP, 0,
		    "%s came from the machine of the session and is in no "
		    "line of the draft: docker run --env %s does the same",
		    set.name, set.name);
}

static void
option_line(struct image_maker *m, const char *verb, const char *value)
{
	struct strbuf sb = STRBUF_INIT;
	const char *c;

	for (c = value; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return;
	image_text_quote(&sb, value);
	image_item_add(m, IMAGE_ITEM_RUN, IMAGE_NO_STEP,
	    arena_printf(m->a, "%s %s", verb, sb.buf));
	strbuf_release(&sb);
}

static void
option_take(
    struct image_maker *m, size_t i, const char *word, const char *value)
{
	struct strbuf sb = STRBUF_INIT;

	switch (options[i].kind) {
	case OPTION_ENV:
		option_env(m, value);
		break;
	case OPTION_FOLDER:
		image_item_dir(m, IMAGE_NO_STEP, value);
		break;
	case OPTION_USER:
		m->user = value;
		break;
	case OPTION_ENTRY:
		image_json_quote(&sb, value, strlen(value));
		image_item_add(m, IMAGE_ITEM_RUN, IMAGE_NO_STEP,
		    arena_printf(m->a, "ENTRYPOINT [%s]", sb.buf));
		break;
	case OPTION_TOLD:
		image_tell(m, IMAGE_NO_STEP, 0, "%s %s: %s", word, value,
		    options[i].why);
		break;
	case OPTION_VALUE:
		break;
	}
	strbuf_release(&sb);
}

void
image_options(struct image_maker *m)
{
	char *words = arena_strdup(m->a, m->s->options), *word;
	const char *value, *user = NULL;

	while ((word = strsep(&words, " \t\n")) != NULL) {
		size_t i = *word == '-' ? option_find(word, &value) : OPTIONS;

		if (strcmp(word, "--privileged") == 0)
			image_tell(m, IMAGE_NO_STEP, 0,
			    "%s: a build has not this right", word);
		if (i == OPTIONS)
			continue;
		while (value == NULL && words != NULL) {
			value = strsep(&words, " \t\n");
			if (value != NULL && *value == '\0')
				value = NULL;
		}
		if (value == NULL)
			return;
		if (options[i].kind == OPTION_USER)
			user = value;
		option_take(m, i,
		    *options[i].letter != '\0' && word[1] != '-'
			? options[i].letter
			: options[i].name,
		    value);
	}
	if (user != NULL)
		option_line(m, "USER", user);
}

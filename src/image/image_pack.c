/* image_pack.c: packages of other kinds than apt's, without what they leave */
#include <string.h>

#include "base/text.h"
#include "image/image_int.h"

/*
 * Each installer keeps what it has fetched, for a next time that an image never
 * sees. One option, or one command in the same layer, leaves it out.
 */
static const struct {
	const char *name, *verb;
	const char *option; /* right behind the verb */
	const char *clean;  /* behind the command */
} packs[] = {
	{ "pip", "install", "--no-cache-dir", NULL },
	{ "pip3", "install", "--no-cache-dir", NULL },
	{ "apk", "add", "--no-cache", NULL },
	{ "dnf", "install", NULL, "dnf clean all" },
	{ "yum", "install", NULL, "yum clean all" },
	{ "microdnf", "install", NULL, "microdnf clean all" },
	{ "dnf", "update", NULL, "dnf clean all" },
	{ "yum", "update", NULL, "yum clean all" },
	{ "dnf", "upgrade", NULL, "dnf clean all" },
	{ "zypper", "install", NULL, "zypper clean --all" },
};

/* The word that is the installer: behind sudo, or `python3 -m`. */
static size_t
pack_first(const struct image_command *c)
{
	size_t i = c->n_sets;

	if (i < c->n_words && strcmp(c->words[i].raw, "sudo") == 0)
		i++;
	if (i + 2 < c->n_words && text_starts(c->words[i].raw, "python") &&
	    strcmp(c->words[i + 1].raw, "-m") == 0)
		i += 2;
	return i;
}

const char *
image_pack(const char *text, const struct image_command *c, struct arena *a)
{
	size_t first = pack_first(c), i, k;
	const char *name, *slash, *sudo;

	if (first >= c->n_words || c->shape != IMAGE_SIMPLE)
		return NULL;
	name = c->words[first].raw;
	slash = strrchr(name, '/');
	name = slash != NULL ? slash + 1 : name;
	sudo = strcmp(c->words[c->n_sets].raw, "sudo") == 0 ? "sudo " : "";
	for (i = 0; i < sizeof(packs) / sizeof(*packs); i++) {
		const char *own =
		    arena_strndup(a, text + c->at, c->end - c->at);
		const char *verb;

		if (strcmp(packs[i].name, name) != 0)
			continue;
		for (k = first + 1; k < c->n_words; k++)
			if (strcmp(c->words[k].raw, packs[i].verb) == 0)
				break;
		if (k == c->n_words)
			continue;
		if (packs[i].clean != NULL)
			return arena_printf(
			    a, "%s \\\n && %s%s", own, sudo, packs[i].clean);
		if (strstr(own, packs[i].option) != NULL)
			return own;
		verb = strstr(own, arena_printf(a, " %s ", packs[i].verb));
		if (verb == NULL)
			return own;
		verb += strlen(packs[i].verb) + 1;
		return arena_printf(a, "%.*s %s%s", (int)(verb - own), own,
		    packs[i].option, verb);
	}
	return NULL;
}

/* `apk update` and the like fetch an index that the option does without. */
bool
image_pack_index(const struct image_command *c)
{
	size_t i = pack_first(c);

	if (i + 2 != c->n_words || c->n_redirects > 0)
		return false;
	if (strcmp(c->words[i].raw, "apk") == 0)
		return strcmp(c->words[i + 1].raw, "update") == 0;
	return (strcmp(c->words[i].raw, "dnf") == 0 ||
		   strcmp(c->words[i].raw, "yum") == 0) &&
	       strcmp(c->words[i + 1].raw, "makecache") == 0;
}

/* cmd_completion.c: `halfhour completion`, a script for the shell
 *
 * The scripts are made of the table of commands and their options, so they
 * cannot say less than the program. What may stand in a place is read from
 * the usage: DAY, FILE or TOPIC are names of places, jrnl|klog are words.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cmd_completion.h"

static int cmd_completion_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_completion_entry = {
	.name = "completion",
	.usage = "completion bash|zsh|fish",
	.summary = "print a script that completes commands in a shell",
	.help = "bash: source <(halfhour completion bash)     in ~/.bashrc\n"
		"zsh:  source <(halfhour completion zsh)      in ~/.zshrc, "
		"behind compinit\n"
		"fish: halfhour completion fish | source      in "
		"config.fish\n",
	.exec = cmd_completion_exec,
};

/* The next word of a usage; *s moves behind it. Its length, 0 at the end. */
static size_t
usage_word(const char **s, const char **word)
{
	static const char around[] = " []()\xe2\x80\xa6"; /* and "…" */
	size_t n;

	*word = *s + strspn(*s, around);
	n = strcspn(*word, around);
	*s = *word + n;
	return n;
}

static bool
is_name(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!islower((unsigned char)s[i]))
			return false;
	return n > 0;
}

/* One word of a usage that is no option: a place or a literal word. */
static void
place_add(struct complete_place *out, const char *s, size_t n)
{
	static const struct {
		const char *name;
		int kind;
	} places[] = { { "TOPIC", COMPLETE_TOPIC }, { "ID", COMPLETE_TRY },
		{ "DAY", COMPLETE_DAY }, { "FILE", COMPLETE_FILE },
		{ "DIR", COMPLETE_DIR }, { "PAGE", COMPLETE_PAGE },
		{ "COMMAND", COMPLETE_COMMAND } };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (strlen(places[i].name) == n &&
		    memcmp(places[i].name, s, n) == 0)
			out->kinds |= places[i].kind;
	if (!is_name(s, n) || (n == 2 && memcmp(s, "or", 2) == 0))
		return;
	out->kinds |= COMPLETE_WORDS;
	if (out->words.len > 0)
		strbuf_addc(&out->words, ' ');
	strbuf_add(&out->words, s, n);
}

/* A word with its alternatives, as in bash|zsh|fish. */
static void
place_split(struct complete_place *out, const char *s, size_t n)
{
	const char *end = s + n, *bar;

	for (; s < end; s = bar + 1) {
		bar = memchr(s, '|', (size_t)(end - s));
		if (bar == NULL)
			bar = end;
		place_add(out, s, (size_t)(bar - s));
	}
}

/* The option of this word of a usage, "--at" or "-k"; NULL if there is none. */
static const struct opt *
usage_opt(const struct cmd_entry *entry, const char *s, size_t n)
{
	const struct opt *o;

	for (o = entry->opts; o != NULL && o->name != NULL; o++)
		if ((n == 2 && s[1] == o->letter) ||
		    (n > 2 && strlen(o->name) == n - 2 &&
			memcmp(o->name, s + 2, n - 2) == 0))
			return o;
	return NULL;
}

/* Whether the usage is of ways that each begin with a word of their own: "done
 * ID | drop ID". */
static bool
has_ways(const struct cmd_entry *entry)
{
	const char *s = entry->usage, *word;
	size_t n;

	usage_word(&s, &word); /* the command's name */
	n = usage_word(&s, &word);
	return is_name(word, n) && strstr(s, " | ") != NULL;
}

/* What of a usage is asked for; all zero: its operands. */
struct usage_ask {
	const struct opt *value; /* of this option */
	const char *way;         /* what is behind this word, if has_ways() */
	size_t len;
};

static void
usage_place(struct complete_place *out, const struct cmd_entry *entry,
    const struct usage_ask *ask)
{
	const char *s = entry->usage, *word;
	bool ways = has_ways(entry), first = true, inside = false;
	const struct opt *o;
	size_t n;

	*out = (struct complete_place){ .words = STRBUF_INIT };
	usage_word(&s, &word); /* the command's name */
	while ((n = usage_word(&s, &word)) > 0) {
		if (*word != '-') {
			if (ask->value == NULL &&
			    (!ways || (ask->way == NULL ? first : inside)))
				place_split(out, word, n);
			if (first)
				inside = ask->way != NULL && n == ask->len &&
					 memcmp(word, ask->way, n) == 0;
			first = n == 1 && *word == '|';
			inside = inside && !first;
			continue;
		}
		o = usage_opt(entry, word, n);
		if (o == NULL || o->arg == NULL)
			continue;
		n = usage_word(&s, &word);
		if (o == ask->value)
			place_split(out, word, n);
	}
}

bool
cmd_complete_operands(struct complete_place *out, const struct cmd_entry *entry)
{
	usage_place(out, entry, &(struct usage_ask){ .value = NULL });
	return has_ways(entry);
}

void
cmd_complete_behind(struct complete_place *out, const struct cmd_entry *entry,
    const char *word, size_t len)
{
	usage_place(out, entry, &(struct usage_ask){ NULL, word, len });
}

void
cmd_complete_value(struct complete_place *out, const struct cmd_entry *entry,
    const struct opt *o)
{
	usage_place(out, entry, &(struct usage_ask){ .value = o });
	if (out->kinds == 0)
		place_split(out, o->arg, strlen(o->arg));
}

static int
cmd_completion_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct strbuf out = STRBUF_INIT;
	int n = cmd_opts(&cmd_completion_entry, NULL, argc, argv, e);

	(void)ctx;
	if (n == -1 || cmd_operands(&cmd_completion_entry, n, 1, e) == -1)
		return -1;
	if (n == 1 && strcmp(argv[1], "bash") == 0)
		cmd_complete_bash(&out);
	else if (n == 1 && strcmp(argv[1], "zsh") == 0)
		cmd_complete_zsh(&out);
	else if (n == 1 && strcmp(argv[1], "fish") == 0)
		cmd_complete_fish(&out);
	else
		return err_code(e, ERR_USAGE,
		    "completion for which shell? bash, zsh or fish");
	fputs(out.buf, stdout);
	strbuf_release(&out);
	return 0;
}

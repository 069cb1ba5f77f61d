/* cmd_completion_shell.c: the completion scripts of bash, zsh and fish */
#include <string.h>

#include "cmd/cmd_completion.h"

/* Some ways to say a DAY; the last ones are of value to --since. */
#define DAYS "today yesterday 오늘 어제 그저께 今日 昨日 -7 -30"
#define GLOBALS "--json --quiet --no-color --help"

static bool
has_command(const char *name)
{
	const struct cmd_entry *const *c;

	for (c = cmd_table; *c != NULL; c++)
		if (strcmp((*c)->name, name) == 0)
			return true;
	return false;
}

/* In single quotes, for each of the three shells. */
static void
quote(struct strbuf *out, const char *s, bool fish)
{
	strbuf_addc(out, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			strbuf_adds(out, fish ? "\\'" : "'\\''");
		else if (*s == '\\' && fish)
			strbuf_adds(out, "\\\\");
		else
			strbuf_addc(out, *s);
	}
	strbuf_addc(out, '\'');
}

/* ---- bash and zsh ------------------------------------------------------ */

/* "kinds='topic' words='a b'", which both shells understand. */
static void
sh_place(struct strbuf *out, const struct complete_place *p)
{
	static const struct {
		int kind;
		const char *name;
	} names[] = { { COMPLETE_TOPIC, "topic" }, { COMPLETE_TRY, "try" },
		{ COMPLETE_DAY, "day" }, { COMPLETE_FILE, "file" },
		{ COMPLETE_DIR, "dir" }, { COMPLETE_COMMAND, "command" },
		{ COMPLETE_PAGE, "page" } };
	const char *space = "";
	size_t i;

	strbuf_adds(out, "kinds='");
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!(p->kinds & names[i].kind))
			continue;
		strbuf_addf(out, "%s%s", space, names[i].name);
		space = " ";
	}
	strbuf_addf(out, "' list='%s'", p->words.buf);
}

static void
sh_option(
    struct strbuf *out, const struct cmd_entry *entry, const struct opt *o)
{
	struct complete_place p;

	cmd_complete_value(&p, entry, o);
	strbuf_adds(out, "\t\t");
	if (o->letter != 0)
		strbuf_addf(out, "-%c | ", o->letter);
	strbuf_addf(out, "--%s) value=1 ", o->name);
	sh_place(out, &p);
	strbuf_adds(out, " ;;\n");
	strbuf_release(&p.words);
}

/* The next of some words with spaces between; *s moves behind it. Its length, 0
 * at the end. */
static size_t
next_word(const char **s, const char **word)
{
	size_t n;

	*word = *s + strspn(*s, " ");
	n = strcspn(*word, " ");
	*s = *word + n;
	return n;
}

/* What is behind each of these words: a `case $sub`. */
static void
sh_behind(struct strbuf *out, const struct cmd_entry *entry, const char *words)
{
	struct complete_place p;
	const char *word;
	size_t n;

	strbuf_adds(out, "\n\t\tcase $sub in\n\t\t'') ;;\n");
	while ((n = next_word(&words, &word)) > 0) {
		cmd_complete_behind(&p, entry, word, n);
		strbuf_addf(out, "\t\t%.*s) ", (int)n, word);
		sh_place(out, &p);
		strbuf_adds(out, " ;;\n");
		strbuf_release(&p.words);
	}
	strbuf_adds(out, "\t\t*) kinds= list= ;;\n\t\tesac");
}

/* A branch of `case $cmd`: options, places, and values by `case $prev`. */
static void
sh_command(struct strbuf *out, const struct cmd_entry *entry)
{
	struct complete_place p;
	bool ways = cmd_complete_operands(&p, entry);
	const struct opt *o;

	strbuf_addf(out, "\t%s)\n\t\topts='", entry->name);
	for (o = entry->opts; o != NULL && o->name != NULL; o++)
		strbuf_addf(out, "--%s ", o->name);
	strbuf_adds(out, GLOBALS "'\n\t\t");
	sh_place(out, &p);
	if (ways)
		sh_behind(out, entry, p.words.buf);
	strbuf_adds(out, "\n\t\tcase $prev in\n");
	for (o = entry->opts; o != NULL && o->name != NULL; o++)
		if (o->arg != NULL)
			sh_option(out, entry, o);
	strbuf_adds(out, "\t\tesac\n\t\t;;\n");
	strbuf_release(&p.words);
}

/* The functions that ask the program, and the facts of each command. */
static void
sh_facts(struct strbuf *out)
{
	const struct cmd_entry *const *c;

	strbuf_adds(out, "_halfhour_facts() {\n"
			 "\tvalue= opts= kinds= list=\n"
			 "\tcase $cmd in\n"
			 "\t'')\n"
			 "\t\topts='-C " GLOBALS " --version'\n"
			 "\t\tkinds=command\n"
			 "\t\tcase $prev in\n"
			 "\t\t-C) value=1 kinds=dir ;;\n"
			 "\t\tesac\n"
			 "\t\t;;\n");
	for (c = cmd_table; *c != NULL; c++)
		sh_command(out, *c);
	strbuf_adds(out, "\tesac\n}\n\n"
			 "_halfhour_commands='");
	for (c = cmd_table; *c != NULL; c++)
		strbuf_addf(out, "%s%s", c == cmd_table ? "" : " ", (*c)->name);
	strbuf_adds(out, "'\n\n"
			 "# Asked of the wiki that one is in, or of -C DIR.\n"
			 "_halfhour_topics() {\n"
			 "\t\"$@\" list --names 2>/dev/null\n"
			 "}\n\n"
			 "_halfhour_pages() {\n"
			 "\t\"$@\" list --pages 2>/dev/null\n"
			 "}\n\n"
			 "_halfhour_tries() {\n");
	strbuf_adds(out, has_command("try")
			     ? "\t\"$@\" try list --json 2>/dev/null |\n"
			       "\t\tsed -n 's/.*\"id\": \"\\([0-9a-z]*\\)\".*/"
			       "\\1/p'\n"
			     : "\t:\n");
	strbuf_adds(out, "}\n\n");
}

/* What bash needs for its words that other shells do not. */
static void
bash_words(struct strbuf *out)
{
	strbuf_adds(out,
	    "# Take the lines that begin with what is typed; a space or a sign\n"
	    "# of the shell in them gets a backslash, unless in quotes.\n"
	    "_halfhour_take() {\n"
	    "\tlocal line\n"
	    "\twhile IFS= read -r line; do\n"
	    "\t\t[[ -n $line && $line == \"$typed\"* ]] || continue\n"
	    "\t\tline=${line#\"$left\"}\n"
	    "\t\t[[ -n $quoted ]] || line=$(printf '%s\\n' \"$line\" |\n"
	    "\t\t\tsed 's/[][ \\\\\"'\\''$&;|<>(){}*?#!~`]/\\\\&/g')\n"
	    "\t\tCOMPREPLY+=(\"$line\")\n"
	    "\tdone\n"
	    "}\n"
	    "\n"
	    "# Bash breaks words at : and = too. Join what no space parts.\n"
	    "_halfhour_join() {\n"
	    "\tlocal line=$COMP_LINE word last= i\n"
	    "\tfor ((i = 0; i <= COMP_CWORD; i++)); do\n"
	    "\t\tword=${COMP_WORDS[i]}\n"
	    "\t\tif [[ $i -gt 0 && -n $COMP_LINE && "
	    "$line != [[:space:]]* &&\n"
	    "\t\t\t( $word == [:=]* || $last == *[:=] ) ]]; then\n"
	    "\t\t\twords[n - 1]+=$word\n"
	    "\t\telse\n"
	    "\t\t\twords[n++]=$word\n"
	    "\t\tfi\n"
	    "\t\tline=${line#\"${line%%[![:space:]]*}\"}\n"
	    "\t\tline=${line#\"$word\"}\n"
	    "\t\tlast=$word\n"
	    "\tdone\n"
	    "}\n"
	    "\n"
	    "# And it puts in only what is behind the last break.\n"
	    "_halfhour_breaks() {\n"
	    "\tlocal breaks=\n"
	    "\t[[ $COMP_WORDBREAKS != *:* ]] || breaks=:\n"
	    "\t[[ $COMP_WORDBREAKS != *=* ]] || breaks+==\n"
	    "\tif [[ $breaks == *= && $cur == --*=* ]]; then\n"
	    "\t\tprev=${cur%%=*}\n"
	    "\t\tcur=${cur#*=}\n"
	    "\tfi\n"
	    "\ttyped=${cur#[\\\"\\']}\n"
	    "\tif [[ $typed != \"$cur\" ]]; then\n"
	    "\t\tquoted=1\n"
	    "\telif [[ -n $breaks ]]; then\n"
	    "\t\tleft=${typed%\"${typed##*[$breaks]}\"}\n"
	    "\tfi\n"
	    "}\n"
	    "\n");
}

void
cmd_complete_bash(struct strbuf *out)
{
	strbuf_adds(out, "# bash completion for halfhour\n"
			 "# in ~/.bashrc: source <(halfhour completion bash)\n"
			 "\n");
	sh_facts(out);
	bash_words(out);
	strbuf_adds(out,
	    "_halfhour() {\n"
	    "\tlocal cmd= sub= prev cur typed left= quoted= value opts kinds "
	    "list\n"
	    "\tlocal kind i n=0\n"
	    "\tlocal -a words=() run=(\"${COMP_WORDS[0]}\")\n"
	    "\tCOMPREPLY=()\n"
	    "\t_halfhour_join\n"
	    "\tcur=${words[n - 1]}\n"
	    "\tprev=${words[n - 2]}\n"
	    "\t_halfhour_breaks\n"
	    "\tfor ((i = 1; i < n - 1; i++)); do\n"
	    "\t\tcase ${words[i]} in\n"
	    "\t\t-C) run+=(-C \"${words[++i]}\") ;;\n"
	    "\t\t-*) ;;\n"
	    "\t\t*)\n"
	    "\t\t\t[[ -z $cmd ]] || { sub=${words[i]}; break; }\n"
	    "\t\t\tcmd=${words[i]}\n"
	    "\t\t\t;;\n"
	    "\t\tesac\n"
	    "\tdone\n"
	    "\t_halfhour_facts\n"
	    "\tif [[ -z $value && $cur == -* ]]; then\n"
	    "\t\tkinds= list=$opts\n"
	    "\tfi\n"
	    "\t_halfhour_take < <(printf '%s\\n' $list)\n"
	    "\tfor kind in $kinds; do\n"
	    "\t\tcase $kind in\n"
	    "\t\tcommand) _halfhour_take < "
	    "<(printf '%s\\n' $_halfhour_commands) ;;\n"
	    "\t\ttopic) _halfhour_take < "
	    "<(_halfhour_topics \"${run[@]}\") ;;\n"
	    "\t\ttry) _halfhour_take < <(_halfhour_tries \"${run[@]}\") ;;\n"
	    "\t\tday) _halfhour_take < "
	    "<(printf '%s\\n' " DAYS ") ;;\n"
	    "\t\tpage) _halfhour_take < <(_halfhour_pages \"${run[@]}\") ;;\n"
	    "\t\tfile | dir)\n"
	    "\t\t\tcompopt -o filenames 2>/dev/null\n"
	    "\t\t\tif [[ $kind == dir ]]; then kind=-d; else kind=-f; fi\n"
	    "\t\t\tquoted=1 _halfhour_take < "
	    "<(compgen \"$kind\" -- \"$typed\")\n"
	    "\t\t\t;;\n"
	    "\t\tesac\n"
	    "\tdone\n"
	    "}\n"
	    "\n"
	    "complete -F _halfhour halfhour\n");
}

void
cmd_complete_zsh(struct strbuf *out)
{
	const struct cmd_entry *const *c;

	strbuf_adds(out, "#compdef halfhour\n"
			 "# zsh completion for halfhour\n"
			 "# in ~/.zshrc: source <(halfhour completion zsh)\n"
			 "\n");
	sh_facts(out);
	strbuf_adds(out, "_halfhour_summaries=(\n");
	for (c = cmd_table; *c != NULL; c++) {
		strbuf_addf(out, "\t%s:", (*c)->name);
		quote(out, (*c)->summary, false);
		strbuf_addc(out, '\n');
	}
	strbuf_adds(out,
	    ")\n"
	    "\n"
	    "_halfhour() {\n"
	    "\tlocal cmd= sub= prev value opts kinds list kind i\n"
	    "\tlocal -a run\n"
	    "\trun=(\"$words[1]\")\n"
	    "\tprev=$words[CURRENT-1]\n"
	    "\tfor ((i = 2; i < CURRENT; i++)); do\n"
	    "\t\tcase $words[i] in\n"
	    "\t\t-C) run+=(-C \"$words[i+1]\"); ((i++)) ;;\n"
	    "\t\t-*) ;;\n"
	    "\t\t*)\n"
	    "\t\t\t[[ -z $cmd ]] || { sub=$words[i]; break }\n"
	    "\t\t\tcmd=$words[i]\n"
	    "\t\t\t;;\n"
	    "\t\tesac\n"
	    "\tdone\n"
	    "\t_halfhour_facts\n"
	    "\tif [[ -z $value && $words[CURRENT] == -* ]]; then\n"
	    "\t\tkinds= list=$opts\n"
	    "\tfi\n"
	    "\t[[ -z $list ]] || compadd -- ${=list}\n"
	    "\tfor kind in ${=kinds}; do\n"
	    "\t\tcase $kind in\n"
	    "\t\tcommand) _describe command _halfhour_summaries ;;\n"
	    "\t\ttopic) compadd -- "
	    "${(f)\"$(_halfhour_topics \"$run[@]\")\"} ;;\n"
	    "\t\ttry) compadd -- ${(f)\"$(_halfhour_tries \"$run[@]\")\"} ;;\n"
	    "\t\tday) compadd -- " DAYS " ;;\n"
	    "\t\tpage) compadd -- "
	    "${(f)\"$(_halfhour_pages \"$run[@]\")\"} ;;\n"
	    "\t\tfile) _files ;;\n"
	    "\t\tdir) _files -/ ;;\n"
	    "\t\tesac\n"
	    "\tdone\n"
	    "}\n"
	    "\n"
	    "if [[ $funcstack[1] == _halfhour ]]; then\n"
	    "\t_halfhour \"$@\"\n"
	    "elif (( $+functions[compdef] )); then\n"
	    "\tcompdef _halfhour halfhour\n"
	    "fi\n");
}

/* ---- fish -------------------------------------------------------------- */

/* "-a '…'" for each thing that may stand there; -F for files. */
static void
fish_place(struct strbuf *out, const struct complete_place *p)
{
	static const struct {
		int kind;
		const char *list;
	} lists[] = { { COMPLETE_TOPIC, "(__halfhour_topics)" },
		{ COMPLETE_TRY, "(__halfhour_tries)" }, { COMPLETE_DAY, DAYS },
		{ COMPLETE_PAGE, "(__halfhour_pages)" },
		{ COMPLETE_DIR, "(__fish_complete_directories)" },
		{ COMPLETE_COMMAND, "(__halfhour_commands)" } };
	size_t i;

	if (p->kinds & COMPLETE_FILE)
		strbuf_adds(out, " -F");
	strbuf_addf(out, " -a '%s", p->words.buf);
	for (i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (p->kinds & lists[i].kind)
			strbuf_addf(out, " %s", lists[i].list);
	strbuf_adds(out, "'");
}

static void
fish_option(
    struct strbuf *out, const struct cmd_entry *entry, const struct opt *o)
{
	struct complete_place p;

	strbuf_addf(out, "complete -c halfhour -n '__halfhour_is %s' -l %s",
	    entry->name, o->name);
	if (o->letter != 0)
		strbuf_addf(out, " -s %c", o->letter);
	if (o->arg != NULL) {
		cmd_complete_value(&p, entry, o);
		strbuf_adds(out, p.kinds & COMPLETE_FILE ? " -r" : " -x");
		fish_place(out, &p);
		strbuf_release(&p.words);
	}
	strbuf_adds(out, " -d ");
	quote(out, o->help, true);
	strbuf_addc(out, '\n');
}

/* What is behind each of these words. */
static void
fish_behind(
    struct strbuf *out, const struct cmd_entry *entry, const char *words)
{
	struct complete_place p;
	const char *word;
	size_t n;

	while ((n = next_word(&words, &word)) > 0) {
		cmd_complete_behind(&p, entry, word, n);
		if (p.kinds != 0) {
			strbuf_addf(out,
			    "complete -c halfhour -n '__halfhour_is %s %.*s'",
			    entry->name, (int)n, word);
			fish_place(out, &p);
			strbuf_addc(out, '\n');
		}
		strbuf_release(&p.words);
	}
}

static void
fish_command(struct strbuf *out, const struct cmd_entry *entry)
{
	struct complete_place p;
	bool ways = cmd_complete_operands(&p, entry);
	const struct opt *o;

	strbuf_addf(out,
	    "complete -c halfhour -n '__halfhour_is \"\"' -a %s -d ",
	    entry->name);
	quote(out, entry->summary, true);
	strbuf_addc(out, '\n');
	if (p.kinds != 0) {
		strbuf_addf(out, "complete -c halfhour -n '__halfhour_is %s%s'",
		    entry->name, ways ? " \"\"" : "");
		fish_place(out, &p);
		strbuf_addc(out, '\n');
	}
	if (ways)
		fish_behind(out, entry, p.words.buf);
	strbuf_release(&p.words);
	for (o = entry->opts; o != NULL && o->name != NULL; o++)
		fish_option(out, entry, o);
}

void
cmd_complete_fish(struct strbuf *out)
{
	const struct cmd_entry *const *c;

	strbuf_adds(out,
	    "# fish completion for halfhour\n"
	    "# in config.fish: halfhour completion fish | source\n"
	    "\n"
	    "# The command that is typed already, or \"\", and the word behind "
	    "it, if asked;\n# and the program with -C DIR.\n"
	    "function __halfhour_is\n"
	    "\tset -l words (commandline -opc)\n"
	    "\tset -l cmd ''\n"
	    "\tset -l sub ''\n"
	    "\tset -l i 2\n"
	    "\twhile test $i -le (count $words)\n"
	    "\t\tswitch $words[$i]\n"
	    "\t\t\tcase -C\n"
	    "\t\t\t\tset i (math $i + 1)\n"
	    "\t\t\tcase '-*'\n"
	    "\t\t\tcase '*'\n"
	    "\t\t\t\tif test -n \"$cmd\"\n"
	    "\t\t\t\t\tset sub $words[$i]\n"
	    "\t\t\t\t\tbreak\n"
	    "\t\t\t\tend\n"
	    "\t\t\t\tset cmd $words[$i]\n"
	    "\t\tend\n"
	    "\t\tset i (math $i + 1)\n"
	    "\tend\n"
	    "\ttest \"$cmd\" = \"$argv[1]\"; or return 1\n"
	    "\ttest (count $argv) -lt 2; or test \"$sub\" = "
	    "\"$argv[2]\"\n"
	    "end\n"
	    "\n"
	    "function __halfhour_run\n"
	    "\tset -l words (commandline -opc)\n"
	    "\tset -l at\n"
	    "\tif set -l i (contains -i -- -C $words)\n"
	    "\t\tset at -C $words[(math $i + 1)]\n"
	    "\tend\n"
	    "\t$words[1] $at $argv 2>/dev/null\n"
	    "end\n"
	    "\n"
	    "function __halfhour_topics\n"
	    "\t__halfhour_run list --names\n"
	    "end\n"
	    "\n"
	    "function __halfhour_pages\n"
	    "\t__halfhour_run list --pages\n"
	    "end\n"
	    "\n"
	    "function __halfhour_tries\n");
	if (has_command("try"))
		strbuf_adds(out,
		    "\t__halfhour_run try list --json |\n"
		    "\t\tstring replace -rf '.*\"id\": \"([0-9a-z]+)\".*' "
		    "'$1'\n");
	strbuf_adds(out, "end\n\nfunction __halfhour_commands\n");
	for (c = cmd_table; *c != NULL; c++)
		strbuf_addf(out, "\techo %s\n", (*c)->name);
	strbuf_adds(out,
	    "end\n\n"
	    "complete -c halfhour -f\n"
	    "complete -c halfhour -s C -x -a '(__fish_complete_directories)' "
	    "-d 'act on the wiki that DIR is in'\n"
	    "complete -c halfhour -l json -d 'print JSON'\n"
	    "complete -c halfhour -l quiet -d 'print errors only'\n"
	    "complete -c halfhour -l no-color -d 'no colours'\n"
	    "complete -c halfhour -l help -d 'what the command does'\n"
	    "complete -c halfhour -n '__halfhour_is \"\"' -l version -d "
	    "'print the version'\n");
	for (c = cmd_table; *c != NULL; c++)
		fish_command(out, *c);
}

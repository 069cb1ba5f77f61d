/* image_warn.c: what is likely to be a mistake, told before anything is built */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "image/image_int.h"
#include "image/image_path.h"

/*
 * Three kinds. A variable that a line uses and nothing has set: the shell
 * takes it for an empty text, and goes on. A name that nobody reads, and that
 * looks like one that programs do read. A value that is a path, and nothing is
 * there (image_path.c).
 */

/* Names that are known to mean something; a slip in one is silent. */
static const char *const warn_known[] = { "JAVA_HOME", "JDK_HOME", "JRE_HOME",
	"JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JVM_OPTS", "CLASSPATH",
	"HADOOP_HOME", "HADOOP_CONF_DIR", "HADOOP_COMMON_HOME",
	"HADOOP_HDFS_HOME", "HADOOP_MAPRED_HOME", "HADOOP_YARN_HOME",
	"HADOOP_OPTS", "HADOOP_CLASSPATH", "HADOOP_HEAPSIZE",
	"HADOOP_HEAPSIZE_MAX", "HADOOP_LOG_DIR", "HADOOP_PID_DIR",
	"HADOOP_USER_NAME", "HDFS_NAMENODE_USER", "HDFS_DATANODE_USER",
	"HDFS_SECONDARYNAMENODE_USER", "YARN_HOME", "YARN_CONF_DIR",
	"YARN_RESOURCEMANAGER_USER", "YARN_NODEMANAGER_USER", "SPARK_HOME",
	"SPARK_CONF_DIR", "HIVE_HOME", "HBASE_HOME", "FLINK_HOME",
	"ZOOKEEPER_HOME", "KAFKA_HOME", "KAFKA_OPTS", "KAFKA_HEAP_OPTS",
	"MAVEN_HOME", "MAVEN_OPTS", "M2_HOME", "ANT_HOME", "ANT_OPTS",
	"GRADLE_HOME", "GRADLE_OPTS", "SCALA_HOME", "CATALINA_HOME",
	"CATALINA_BASE", "CATALINA_OPTS", "LD_LIBRARY_PATH", "LD_PRELOAD",
	"PYTHONPATH", "PYTHONHOME", "PYTHONUNBUFFERED",
	"PYTHONDONTWRITEBYTECODE", "PYTHONIOENCODING", "PYSPARK_PYTHON",
	"VIRTUAL_ENV", "PIP_NO_CACHE_DIR", "NODE_ENV", "NODE_PATH",
	"NODE_OPTIONS", "GOPATH", "GOROOT", "GOPROXY", "CGO_ENABLED",
	"CARGO_HOME", "RUSTUP_HOME", "RUSTFLAGS", "CFLAGS", "CXXFLAGS",
	"CPPFLAGS", "LDFLAGS", "PKG_CONFIG_PATH", "DEBIAN_FRONTEND", "LANGUAGE",
	"LANG", "LC_ALL", "LC_CTYPE", "PATH", "MANPATH", "TMPDIR", "EDITOR",
	"PAGER", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY",
	"HTTPS_PROXY", "NO_PROXY", "POSTGRES_PASSWORD", "POSTGRES_USER",
	"POSTGRES_DB", "MYSQL_ROOT_PASSWORD", "MYSQL_DATABASE", "MYSQL_USER",
	"MYSQL_PASSWORD", "DATABASE_URL", "REDIS_URL" };
#define WARN_KNOWN (sizeof(warn_known) / sizeof(*warn_known))

/* Variables that every shell has. */
static bool
warn_of_shell(const char *name)
{
	static const char *const names[] = { "UID", "EUID", "PPID", "RANDOM",
		"SECONDS", "LINENO", "IFS", "PATH", "OPTARG", "OPTIND",
		"FUNCNAME", "REPLY", "PS1", "HISTFILE", "HOSTTYPE", "OSTYPE",
		"MACHTYPE", "PIPESTATUS" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return image_var_own(name) || text_starts(name, "BASH");
}

void
image_place(const struct image_step *step, size_t at, int *line, int *col)
{
	const char *s = step->shown;
	bool first = true;

	*line = step->line;
	*col = 1;
	while (*s != '\0') {
		size_t len = strcspn(s, "\n"), skip = 0;

		if (first || *s == '>')
			skip = len > 1 && s[1] == ' ' ? 2 : first || len == 1;
		if (at <= len - skip) {
			*col = (int)(at + skip) + 1;
			return;
		}
		at -= len - skip + 1;
		s += len + (s[len] == '\n');
		*line += *line > 0;
		first = false;
	}
}

void
image_place_of(
    const struct image_session *s, size_t step, size_t at, int *line, int *col)
{
	*line = s->line;
	*col = 1;
	if (step < s->n_steps)
		image_place(&s->steps[step], at, line, col);
}

void
image_tell(struct image_maker *m, size_t step, size_t at, const char *fmt, ...)
{
	va_list ap;
	struct strbuf sb = STRBUF_INIT;
	int line, col;

	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	image_place_of(m->s, step, at, &line, &col);
	diag(m->d, DIAG_IMAGE, m->s->path, line, col, "%s", sb.buf);
	strbuf_release(&sb);
}

/* ---- variables that nothing sets ------------------------------------------------- */

/* Names that are known up to here: their values are of no interest. */
struct warn_names {
	const char **v; /* owned */
	size_t n, cap;
};

static bool
names_has(const struct warn_names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (strcmp(names->v[i], name) == 0)
			return true;
	return false;
}

static void
names_add(struct warn_names *names, const char *name)
{
	if (!names_has(names, name))
		*VEC_PUSH(names->v, names->n, names->cap) = name;
}

/* What nearly all such names end in says little of which one is meant. */
static size_t
names_stem(const char *name)
{
	static const char *const ends[] = { "_HOME", "_OPTS", "_PATH", "_DIR",
		"_USER" };
	size_t i, len = strlen(name);

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (path_has_suffix(name, ends[i]))
			return len - strlen(ends[i]);
	return len;
}

/* Whether the one is a slip for the other, which is known: up to two, when
 * enough is left of it; in a short one, two letters that are swapped. */
static bool
names_known_slip(const char *name, const char *known)
{
	size_t stem = names_stem(name), other = names_stem(known), i = 0;
	int far = text_distance(name, known, 3);

	if (far == 0 || far > 2)
		return false;
	if (strlen(known) > 5)
		return far == 1 || (stem >= 5 && other >= 5) ||
		       (strncmp(name, known, other) == 0 && strlen(name) > 7);
	if (far != 1 || strlen(name) != strlen(known))
		return false;
	while (name[i] == known[i])
		i++;
	return name[i] == known[i + 1] && name[i + 1] == known[i];
}

static const char *
names_known_near(const char *name)
{
	size_t i;
	int least = 3, far;
	const char *near = NULL;

	for (i = 0; i < WARN_KNOWN; i++) {
		far = text_distance(name, warn_known[i], 3);
		if (far < least && names_known_slip(name, warn_known[i])) {
			least = far;
			near = warn_known[i];
		}
	}
	return near;
}

/* The nearest name, or NULL. */
static const char *
names_near(const struct warn_names *names, const char *name)
{
	const char *near = NULL;
	int least = TEXT_FAR;
	size_t i;

	for (i = 0; i < names->n; i++) {
		int far = text_slip(name, names->v[i]);

		if (far > 0 && far < least) {
			least = far;
			near = names->v[i];
		}
	}
	return near != NULL ? near : names_known_near(name);
}

/* What a text sets by itself: NAME=, for NAME, read NAME. */
static void
names_of_text(struct warn_names *names, const char *text, struct arena *a)
{
	const char *s, *word = "";
	size_t len;

	for (s = text; *s != '\0'; s += len) {
		bool begins = s == text || strchr(" \t\n;&|(", s[-1]) != NULL;

		len = image_name_len(s);
		if (len == 0) {
			len = 1;
			continue;
		}
		if (!begins)
			continue;
		if (s[len] == '=' || text_starts(s + len, "+=") ||
		    text_starts(word, "for ") || text_starts(word, "read ") ||
		    text_starts(word, "select "))
			names_add(names, arena_strndup(a, s, len));
		word = s;
	}
}

/* Behind a text in single quotes, or a heredoc whose end is quoted, that
 * begins here: nothing is put into them. */
static const char *
uses_skip(const char *s, bool quoted)
{
	const char *end, *line;
	char quote;

	if (*s == '\'' && !quoted) {
		end = strchr(s + 1, '\'');
		return end != NULL ? end + 1 : s + strlen(s);
	}
	if (quoted || !text_starts(s, "<<") || s[2] == '<')
		return s;
	s += 2 + (s[2] == '-');
	s += strspn(s, " \t");
	quote = *s;
	if ((quote != '\'' && quote != '"') ||
	    (end = strchr(s + 1, quote)) == NULL)
		return s;
	for (line = strchr(end, '\n'); line != NULL;
	     line = strchr(line, '\n')) {
		size_t len = (size_t)(end - s) - 1;

		line++;
		if (strcspn(line, "\n") == len && memcmp(line, s + 1, len) == 0)
			return line + len;
	}
	return s + strlen(s);
}

/* The next variable of a text from *s on whose absence is no choice, as it is
 * in ${X:-y}: its name, in the arena; *at is where it begins. */
static const char *
uses_next(
    const char *text, const char **s, bool *quoted, size_t *at, struct arena *a)
{
	while (**s != '\0') {
		const char *next = uses_skip(*s, *quoted);
		size_t brace, len;

		if (next != *s) {
			*s = next;
			continue;
		}
		if (**s == '\\' && (*s)[1] != '\0') {
			*s += 2;
			continue;
		}
		if (**s == '"')
			*quoted = !*quoted;
		if (*(*s)++ != '$')
			continue;
		brace = **s == '{';
		len = image_name_len(*s + brace);
		if (len == 0 ||
		    (brace && strchr("}#%/^,@[", (*s)[brace + len]) == NULL))
			continue;
		*at = (size_t)(*s - text) - 1;
		*s += brace + len;
		return arena_strndup(a, *s - len, len);
	}
	return NULL;
}

/* Whether a file was read up to this step: `. FILE`, `source FILE`. */
static bool
warn_sourced(const struct image_maker *m, size_t step)
{
	size_t i, k;

	for (i = 0; i <= step; i++) {
		struct image_line l;

		image_sh_parse(
		    &l, image_step_text(&m->s->steps[i], m->a), m->a);
		for (k = 0; k < l.n; k++)
			if (image_command_is(&l.v[k], ".") ||
			    image_command_is(&l.v[k], "source"))
				return true;
	}
	return false;
}

/* The variables of one step that nothing before it has set. */
static void
warn_uses(struct image_maker *m, size_t step, const char *text,
    const struct warn_names *known, struct warn_names *unset)
{
	bool sourced = warn_sourced(m, step);
	const char *s = text, *name, *near;
	bool quoted = false;
	size_t at;

	while ((name = uses_next(text, &s, &quoted, &at, m->a)) != NULL) {
		if (names_has(known, name) || warn_of_shell(name) ||
		    names_has(unset, name))
			continue;
		near = names_near(known, name);
		/* A file that was read may have set it. */
		if (near == NULL && sourced)
			continue;
		names_add(unset, name);
		if (near != NULL)
			image_tell(m, step, at,
			    "$%s is used and nothing sets it: it is empty; "
			    "did you mean $%s?",
			    name, near);
		else
			image_tell(m, step, at,
			    "$%s is used and nothing sets it: it is empty",
			    name);
	}
}

static void
warn_unset(struct image_maker *m, struct warn_names *unset)
{
	struct warn_names known = { NULL, 0, 0 };
	size_t i, k;

	for (i = 0; i < m->s->n_env; i++)
		names_add(&known, m->s->env[i].name);
	for (i = 0; i < m->s->n_steps; i++) {
		const struct image_step *st = &m->s->steps[i];
		const char *text = image_step_text(st, m->a);

		names_of_text(&known, text, m->a);
		for (k = 0; k < st->n_vars; k++)
			names_add(&known, st->vars[k].name);
		/* Also of lines that are left out: who looked at a name was
		 * deceived by it then, and may be again. */
		warn_uses(m, i, text, &known, unset);
	}
	free(known.v);
}

/* ---- names that look like others --------------------------------------------------- */

/* Whether one is the other with two neighbours swapped, or one letter more or
 * less: NODE1 and NODE2 are meant to be two. */
static bool
names_slip(const char *a, const char *b)
{
	size_t x = strlen(a), y = strlen(b), i = 0;

	if (x < 5 || y < 5 || text_distance(a, b, 2) != 1)
		return false;
	if (x != y)
		return isalpha((unsigned char)a[x - 1]) &&
		       isalpha((unsigned char)b[y - 1]);
	while (a[i] == b[i])
		i++;
	return a[i] == b[i + 1] && a[i + 1] == b[i];
}

/* Whether a step uses the variable. */
static bool
names_read(const struct image_maker *m, const char *name)
{
	const char *use = arena_printf(m->a, "$%s", name),
		   *brace = arena_printf(m->a, "${%s", name);
	size_t i;

	for (i = 0; i < m->s->n_steps; i++)
		if (strstr(m->s->steps[i].shown, use) != NULL ||
		    strstr(m->s->steps[i].shown, brace) != NULL)
			return true;
	return false;
}

/* Two slips away from one that is used, and itself used by nobody. */
static bool
names_unread(const struct image_maker *m, const char *name, const char *other)
{
	size_t x = strlen(name), y = strlen(other);

	return names_stem(name) >= 6 && names_stem(other) >= 6 &&
	       text_distance(name, other, 3) == 2 && *name == *other &&
	       name[x - 1] == other[y - 1] &&
	       strpbrk(name, "0123456789") == NULL && !names_read(m, name) &&
	       names_read(m, other);
}

/* The name that this one was meant to be, or NULL. */
static const char *
name_meant(const struct image_maker *m, const struct warn_names *unset,
    const char *name)
{
	const char *known;
	size_t i;

	for (i = 0; i < WARN_KNOWN; i++)
		if (strcmp(name, warn_known[i]) == 0)
			return NULL;
	for (i = 0; i < unset->n; i++)
		if (text_slip(name, unset->v[i]) <= 2 &&
		    strcmp(name, unset->v[i]) != 0 && !names_read(m, name))
			return unset->v[i];
	if ((known = names_known_near(name)) != NULL)
		return known;
	for (i = 0; i < m->s->n_env; i++)
		if (names_slip(name, m->s->env[i].name))
			return m->s->env[i].name;
	for (i = 0; i < m->n_sets; i++)
		if (names_slip(name, m->sets[i].name) ||
		    names_unread(m, name, m->sets[i].name))
			return m->sets[i].name;
	return NULL;
}

/* What a command is given for itself alone, JAVA_HOEM=/opt/jdk mvn …, is set,
 * too, and so is what a line has set that is left out. */
static void
warn_sets(struct image_maker *m)
{
	struct image_line l;
	size_t i, k, w;

	for (i = 0; i < m->s->n_steps; i++) {
		image_sh_parse(
		    &l, image_step_text(&m->s->steps[i], m->a), m->a);
		for (k = 0; k < l.n; k++)
			for (w = 0; w < l.v[k].n_sets &&
				    l.v[k].n_words > l.v[k].n_sets;
			     w++) {
				const struct image_word *word =
				    &l.v[k].words[w];
				size_t len = image_name_len(word->raw);
				const char *value = image_word_value(
				    word, len + 1, &m->env, &m->args, m->a);

				*VEC_PUSH(m->sets, m->n_sets,
				    m->cap_sets) = (struct image_set){
					arena_strndup(m->a, word->raw, len),
					value != NULL ? value : "", i, l.v[k].at
				};
			}
	}
}

static void
warn_names_set(struct image_maker *m, const struct warn_names *unset)
{
	struct warn_names told = { NULL, 0, 0 };
	size_t i;

	for (i = 0; i < m->n_sets; i++) {
		const struct image_set *set = &m->sets[i];
		const char *meant = name_meant(m, unset, set->name);

		/* Of two that look like each other, the later one. */
		if (meant == NULL || names_has(&told, set->name) ||
		    names_has(&told, meant))
			continue;
		names_add(&told, set->name);
		image_tell(m, set->step, set->at, "%s is set; did you mean %s?",
		    set->name, meant);
	}
	free(told.v);
}

void
image_warn(struct image_maker *m)
{
	struct warn_names unset = { NULL, 0, 0 };

	if (m->s->stale)
		image_tell(m, IMAGE_NO_STEP, 0,
		    "the block is another one than was recorded: this is the "
		    "draft of the record; halfhour run --trust '%s' makes a "
		    "new one",
		    m->s->name);
	warn_unset(m, &unset);
	warn_sets(m);
	warn_names_set(m, &unset);
	image_paths(m);
	free(unset.v);
}

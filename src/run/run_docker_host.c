/* run_docker_host.c: a session on this machine, which speaks to the engine */
#include <ctype.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "run/run_docker.h"

/*
 * With shell=host what is typed is what a user types who has an engine:
 * `docker run`, `docker network create`, and all else that a shell can do, such
 * as reading in /proc what the kernel knows of a container. It is in no
 * sandbox, for who has an engine is root anyway.
 *
 * In that shell `docker` is a script of ours. It calls the engine that was
 * found, which may be podman, and gives the label of the run to all that is
 * made: so the run can remove it, whatever names the note gives to it. A volume
 * that `--volume NAME:…` would make on its way gets no label from the engine,
 * so the script makes it first; one that is there already stays as it is. A name
 * that `tag` gives is written down and taken away again.
 *
 * The shell has a folder of its own, and of our environment only what leads to
 * the engine: what a record tells must not tell of its user. At the end
 * everything that the shell has started is ended, by its session; and what has
 * begun one of its own, by the folder, which is in its PATH.
 */
#define HOST_ENDS 50
#define HOST_AGAIN_MS 20
#define HOST_ASK_MS 60000
#define HOST_COMPOSE "com.docker.compose"
#define HOST_PROJECT "halfhour-%s"

static const char host_script[] =
    "at=global kind= tag=\n"
    "# make NAME: with a label, a volume of that name\n"
    "make() {\n"
    "	case $1 in\n"
    "	[a-zA-Z0-9]*) \"$engine\" volume create --label \"$label\" \"$1\" ;;\n"
    "	esac >/dev/null 2>&1 </dev/null\n"
    "}\n"
    "volume() {\n"
    "	case $1 in\n"
    "	*:*) make \"${1%%:*}\" ;;\n"
    "	esac\n"
    "}\n"
    "mount() {\n"
    "	case ,$1, in\n"
    "	*,type=bind,* | *,type=tmpfs,*) return ;;\n"
    "	*,source=*) set -- \"${1#*source=}\" ;;\n"
    "	*,src=*) set -- \"${1#*src=}\" ;;\n"
    "	*) return ;;\n"
    "	esac\n"
    "	make \"${1%%,*}\"\n"
    "}\n"
    "for word; do\n"
    "	shift\n"
    "	set -- \"$@\" \"$word\"\n"
    "	case $at:$word in\n"
    "	value:*) at=global ;;\n"
    "	tag:*) tag=$word ;;\n"
    "	volume:* | mount:*)\n"
    "		$at \"$word\"\n"
    "		at=words\n"
    "		;;\n"
    "	words:-v | words:--volume | words:-[ditP]v | \\\n"
    "	words:-[ditP][ditP]v | words:-[ditP][ditP][ditP]v) at=volume ;;\n"
    "	words:-v=*) volume \"${word#*=}\" ;;\n"
    "	words:-v?*) volume \"${word#-v}\" ;;\n"
    "	words:--mount) at=mount ;;\n"
    "	words:--volume=*) volume \"${word#*=}\" ;;\n"
    "	words:--mount=*) mount \"${word#*=}\" ;;\n"
    "	global:-[Hcl] | global:--host | global:--context | global:--config |\\\n"
    "	global:--log-level | global:--tlscacert | global:--tlscert |\\\n"
    "	global:--tlskey | global:--connection | global:--url) at=value ;;\n"
    "	global:-*) ;;\n"
    "	global:*)\n"
    "		at=rest\n"
    "		case $kind:$word in\n"
    "		:container | :image | :network | :volume | :builder | :buildx)\n"
    "			at=global kind=$word\n"
    "			;;\n"
    "		:run | :create | container:run | container:create)\n"
    "			at=words\n"
    "			set -- \"$@\" --label \"$label\"\n"
    "			;;\n"
    "		network:create | volume:create | *:build)\n"
    "			set -- \"$@\" --label \"$label\"\n"
    "			;;\n"
    "		:tag | image:tag) at=tag ;;\n"
    "		*:commit | *:import)\n"
    "			set -- \"$@\" --change \"LABEL $label\"\n"
    "			;;\n"
    "		esac\n"
    "		;;\n"
    "	esac\n"
    "done\n"
    "# No image gets a label by its name: a new name is written down.\n"
    "[ -z \"$tag\" ] || \"$engine\" image inspect \"$tag\" >/dev/null 2>&1 ||\n"
    "	echo \"$tag\" >>\"${0%/bin/*}/tags\"\n"
    "exec \"$engine\" \"$@\"\n";

/* ---- its folder ------------------------------------------------------------------- */

/* As one word of a shell. */
static void
host_quote(struct strbuf *out, const char *s)
{
	strbuf_addc(out, '\'');
	for (; *s != '\0'; s++)
		if (*s == '\'')
			strbuf_adds(out, "'\\''");
		else
			strbuf_addc(out, *s);
	strbuf_addc(out, '\'');
}

/*
 * What the shell reads first: who writes the whole path of the engine means
 * the engine, too. A function may have such a name; it does not reach into
 * scripts that the note writes.
 */
static int
host_rc(
    const struct run_host *h, const struct engine *g, int dir, struct err *e)
{
	static const char *const places[] = { "/usr/bin", "/bin",
		"/usr/local/bin" };
	struct strbuf text = STRBUF_INIT;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		strbuf_addf(&text, "function %s/%s { %s/bin/docker \"$@\"; }\n",
		    places[i], g->name, h->folder);
	if (strcmp(g->name, "docker") != 0)
		strbuf_addf(&text, "function %s { %s/bin/docker \"$@\"; }\n",
		    g->name, h->folder);
	rc = fs_write(dir, "rc", text.buf, text.len, 0, e);
	strbuf_release(&text);
	return rc == -1 ? -1 : 0;
}

static int
host_fill(const struct run_host *h, const struct engine *g, const char *label,
    struct err *e)
{
	struct strbuf text = STRBUF_INIT;
	int dir = fs_open_dir(h->folder, e), rc = -1;

	if (dir == -1)
		return -1;
	strbuf_adds(&text, "#!/bin/sh\nengine=");
	host_quote(&text, g->path);
	strbuf_adds(&text, " label=");
	host_quote(&text, label);
	strbuf_addf(&text, "\n%s", host_script);
	if (mkdirat(dir, "bin", 0700) == -1 ||
	    mkdirat(dir, "work", 0700) == -1) {
		err_errno(e, "cannot make a folder in %s", h->folder);
		goto out;
	}
	if (fs_write(dir, "bin/docker", text.buf, text.len, 0, e) == -1 ||
	    host_rc(h, g, dir, e) == -1)
		goto out;
	if (fchmodat(dir, "bin/docker", 0700, 0) == -1) {
		err_errno(e, "cannot change %s/bin/docker", h->folder);
		goto out;
	}
	rc = 0;
out:
	strbuf_release(&text);
	close(dir);
	return rc;
}

/* ---- its shell -------------------------------------------------------------------- */

extern char **environ;

/* What leads to an engine, and what its command needs. */
static bool
host_passes(const char *var)
{
	static const char *const names[] = { "HOME=", "USER=", "LOGNAME=",
		"TMPDIR=", "SSH_AUTH_SOCK=", "XDG_", "DOCKER_",
		"CONTAINER_HOST=", "CONTAINER_SSHKEY=", "CONTAINERS_",
		"HTTP_PROXY=", "HTTPS_PROXY=", "NO_PROXY=", "http_proxy=",
		"https_proxy=", "no_proxy=" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_starts(var, names[i]))
			return true;
	return false;
}

/* The end of a label, which is random: of it the name of a project is made,
 * that no other run has. */
static const char *
host_project(const char *label)
{
	size_t len = strlen(label);

	return len > 12 ? label + len - 12 : label;
}

static void
host_words(struct run_host *h, const char *label, struct arena *a)
{
	static const char *const first[] = { "-c",
		("cd \"$1\" && shift && stty raw -echo && exec env -i \"$@\" "
		 "/bin/bash --rcfile ../rc --noprofile --noediting -i"),
		"sh" };
	static const char *const fixed[] = { "TERM=xterm", "LANG=C.UTF-8",
		"TZ=UTC" };
	const char *path = getenv("PATH");
	size_t n = 0, all = 0, i;
	const char **v;

	while (environ[all] != NULL)
		all++;
	v = arena_alloc(a, (all + 11) * sizeof(*v));
	for (i = 0; i < sizeof(first) / sizeof(*first); i++)
		v[n++] = first[i];
	v[n++] = arena_printf(a, "%s/work", h->folder);
	for (i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		v[n++] = fixed[i];
	for (i = 0; i < all; i++)
		if (host_passes(environ[i]))
			v[n++] = environ[i];
	v[n++] = arena_printf(
	    a, "COMPOSE_PROJECT_NAME=" HOST_PROJECT, host_project(label));
	v[n++] = arena_printf(a, "PATH=%s/bin:%s", h->folder,
	    path != NULL ? path : "/usr/bin:/bin");
	v[n] = NULL;
	h->argv = v;
}

int
run_host_open(struct run_host *h, const struct engine *g, const char *label,
    struct arena *a, struct err *e)
{
	*h = (struct run_host){ .shell = { "/bin/sh", "sh" } };
	h->folder = run_folder_new(RUN_FOLDER_HOST, label, e);
	if (h->folder == NULL)
		return -1;
	if (host_fill(h, g, label, e) == -1) {
		run_host_close(h, g);
		return -1;
	}
	host_words(h, label, a);
	return 0;
}

void
run_host_close(struct run_host *h, const struct engine *g)
{
	if (h->folder == NULL)
		return;
	run_host_end_folder(h->folder);
	if (g != NULL) {
		run_host_untag(h->folder, g);
		run_folder_remove(h->folder);
	} else
		free(h->folder);
	h->folder = NULL;
}

const char *
run_host_cwd(const struct run_host *h, struct arena *a, const char *cwd)
{
	size_t len = strlen(h->folder);
	const char *rest;

	if (cwd == NULL || strncmp(cwd, h->folder, len) != 0 ||
	    !text_starts(cwd + len, "/work"))
		return cwd;
	rest = cwd + len + strlen("/work");
	return *rest == '\0' || *rest == '/' ? arena_printf(a, ".%s", rest)
					     : cwd;
}

/* ---- its end ----------------------------------------------------------------------- */

/* The session of a process, the fourth word behind its name, which may have
 * spaces and parentheses in it; -1: there is none. */
static pid_t
host_session(const char *pid)
{
	char path[64], buf[512], *at;
	FILE *f;
	size_t n;
	int session = -1;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	if ((f = fopen(path, "re")) == NULL)
		return -1;
	n = fread(buf, 1, sizeof(buf) - 1, f);
	fclose(f);
	buf[n] = '\0';
	at = strrchr(buf, ')');
	if (at == NULL || sscanf(at + 1, " %*c %*d %*d %d", &session) != 1)
		return -1;
	/* One that is dead and waits for its parent cannot be killed. */
	return at[2] == 'Z' ? -1 : session;
}

/* Whether the environment of a process has this text. */
static bool
host_env_has(const char *pid, const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	char path[64];
	FILE *f;
	bool has = false;

	snprintf(path, sizeof(path), "/proc/%.20s/environ", pid);
	if ((f = fopen(path, "re")) == NULL)
		return false;
	if (fs_read_all(&sb, fileno(f)) == 0)
		has = memmem(sb.buf, sb.len, text, strlen(text)) != NULL;
	fclose(f);
	strbuf_release(&sb);
	return has;
}

/* What watches the containers of podman is its own: they go by their label. */
static bool
host_is_engine(const char *pid)
{
	static const char *const names[] = { "conmon\n", "catatonit\n",
		"podman\n", "podman pause\n" };
	char path[64], name[32] = "";
	FILE *f;
	size_t i;
	bool is = false;

	snprintf(path, sizeof(path), "/proc/%.20s/comm", pid);
	if ((f = fopen(path, "re")) == NULL)
		return false;
	if (fgets(name, sizeof(name), f) == NULL)
		*name = '\0';
	fclose(f);
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		is |= strcmp(name, names[i]) == 0;
	return is;
}

static bool
host_knows(const char *pid, const void *payload)
{
	const char *folder = payload;
	char path[64], cwd[4096];
	size_t len = strlen(folder);
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%.20s/cwd", pid);
	if (strtol(pid, NULL, 10) == getpid() || host_session(pid) == -1 ||
	    host_is_engine(pid))
		return false;
	n = readlink(path, cwd, sizeof(cwd));
	return (n > (ssize_t)len && strncmp(cwd, folder, len) == 0 &&
		   cwd[len] == '/') ||
	       host_env_has(pid, folder);
}

static bool
host_in_session(const char *pid, const void *payload)
{
	return host_session(pid) == *(const pid_t *)payload;
}

/* End all of which `is` says so, until there are none: one may have begun
 * another meanwhile. */
static void
host_end(bool (*is)(const char *pid, const void *payload), const void *payload)
{
	int tries, n = 1;

	for (tries = 0; tries < HOST_ENDS && n > 0; tries++) {
		DIR *proc = opendir("/proc");
		struct dirent *d;

		n = 0;
		while (proc != NULL && (d = readdir(proc)) != NULL)
			if (isdigit((unsigned char)*d->d_name) &&
			    is(d->d_name, payload)) {
				kill((pid_t)strtol(d->d_name, NULL, 10),
				    SIGKILL);
				n++;
			}
		if (proc != NULL)
			closedir(proc);
		if (n > 0)
			poll(NULL, 0, HOST_AGAIN_MS);
	}
}

void
run_host_end(pid_t session)
{
	host_end(host_in_session, &session);
}

void
run_host_end_folder(const char *folder)
{
	host_end(host_knows, folder);
}

/* ---- what has no label --------------------------------------------------------------- */

/* Ask the engine, whatever it says; the caller frees it. */
static char *
host_ask(const struct engine *g, const char *const *argv)
{
	struct engine_call c = { .argv = argv, .timeout_ms = HOST_ASK_MS };
	struct err ignored = ERR_INIT;

	return engine_ask(g, &c, &ignored);
}

/* What compose makes has labels of its own, of which one is its project; and
 * that name is ours, unless a note gives another. Then its containers are known
 * by the folder of their file. */
static void
host_compose(const char *folder, const char *label, const struct engine *g)
{
	static const char *const list[] = { "ps", "--all", "--format",
		"{{.ID}} {{.Label \"" HOST_COMPOSE ".project.working_dir\"}}",
		"--filter", "label=" HOST_COMPOSE ".project.working_dir",
		NULL };
	char *said = host_ask(g, list), *rest = said, *line, *project;
	size_t len = strlen(folder);
	struct err ignored = ERR_INIT;

	while (said != NULL && (line = strsep(&rest, "\r\n")) != NULL) {
		char *cwd = line + strcspn(line, " ");
		const char *argv[] = { "rm", "--force", "--volumes", line,
			NULL };

		if (*cwd == '\0')
			continue;
		*cwd++ = '\0';
		if (strncmp(cwd, folder, len) == 0 && cwd[len] == '/')
			free(host_ask(g, argv));
	}
	free(said);
	project = xasprintf(
	    HOST_COMPOSE ".project=" HOST_PROJECT, host_project(label));
	engine_sweep(g, project, &ignored);
	free(project);
}

void
run_host_untag(const char *folder, const struct engine *g)
{
	struct strbuf tags = STRBUF_INIT, label = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	int dir = fs_open_dir(folder, &ignored);
	char *rest, *name;

	if (dir != -1 &&
	    fs_read(&tags, dir, "tags", FS_READ_MAX, &ignored) == 0)
		for (rest = tags.buf; (name = strsep(&rest, "\n")) != NULL;) {
			const char *argv[] = { "rmi", name, NULL };

			if (*name != '\0')
				free(host_ask(g, argv));
		}
	if (dir != -1 &&
	    fs_read(&label, dir, "run", ENGINE_LABEL_MAX, &ignored) == 0)
		host_compose(folder, label.buf, g);
	if (dir != -1)
		close(dir);
	strbuf_release(&tags);
	strbuf_release(&label);
}

/* run_type.c: typing a session, one command when the former has ended */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "run/run_type.h"

/*
 * Theory of operation
 *
 * An interactive bash runs in the sandbox, on a terminal of its own, and here
 * is who sits in front of it. Two things must be known for certain: when a
 * command has ended, or the next one is typed into a program that reads the
 * terminal; and where its output ends. Nothing that is printed can tell that,
 * for a program can print anything.
 *
 * That it has ended, process 1 of the sandbox says. Before each prompt bash
 * sends it three signals that have the exit status as their numbers
 * (run_init.h), and with each the kernel tells who has sent it: no process but
 * the shell itself is believed. A program that is started, and all that is
 * printed, has no say in it. Only who types such signals into the shell can
 * deceive, and deceives himself.
 *
 * Then the shell gets an empty line: what it tells of its jobs ("[1]+ Done") it
 * prints between the first prompt and this line, and to whoever reads along
 * that belongs to the command before.
 *
 * Where the output ends is shown by a mark of ours, random for each command,
 * that is put into the terminal from the side of the programs when the shell
 * waits for the second time. The kernel keeps the order of what is written
 * there, so all of the command's output comes before it, and nobody can have
 * printed it before it was made. Neither the record nor a reader ever sees it.
 *
 * A program that reads the terminal gets nothing and waits: the limit of time
 * ends the session, and the command is named.
 */

/*
 * The first thing that is typed, which no record shows. History expansion is
 * off, for "!" in a command is that. The prompts are empty, and are made so
 * again each time: the note has its own. What `set -x` and traps tell of all
 * this is not for the session.
 */
#define TYPE_NUMBER_OF(n) #n
#define TYPE_NUMBER(n) TYPE_NUMBER_OF(n)
static const char type_setup[] =
    "__prompt() { local s=$?; PS1= PS2=; "
    "builtin kill \"-$((" TYPE_NUMBER(
	RUN_SIGNAL_ONES) "+s%8))\" 1; "
			 "builtin kill \"-$((" TYPE_NUMBER(
			     RUN_SIGNAL_EIGHTS) "+s/8%8))\" 1; "
						"builtin kill \"-$((" TYPE_NUMBER(
						    RUN_SIGNAL_REST) "+s/64))\" 1; }; "
								     "readonly -f __prompt; readonly PROMPT_COMMAND='{ __prompt; } >/dev/null 2>&1'; "
								     "set +H; unset HISTFILE; history -c\n";

void
run_type_init(struct run_typing *t, const struct run_ask *asks,
    struct run_command *done, size_t n)
{
	memset(t, 0, sizeof(*t));
	t->asks = asks;
	t->done = done;
	t->n = n;
	t->setup = true;
	t->slave = -1;
	strbuf_init(&t->input, STRBUF_MAX);
	strbuf_init(&t->tail, STRBUF_MAX);
	strbuf_adds(&t->input, type_setup);
}

void
run_type_release(struct run_typing *t)
{
	if (t->slave != -1)
		close(t->slave);
	t->slave = -1;
	strbuf_release(&t->input);
	strbuf_release(&t->tail);
}

/* The side of the programs once more, for it must not block us, and theirs
 * must block them. */
int
run_type_open(struct run_typing *t, int master)
{
	char name[64];
	int flags = fcntl(master, F_GETFL);

	if (flags == -1 || fcntl(master, F_SETFL, flags | O_NONBLOCK) == -1 ||
	    ptsname_r(master, name, sizeof(name)) != 0)
		return -1;
	t->slave = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	return t->slave == -1 ? -1 : tcgetattr(t->slave, &t->modes);
}

static void
type_input(struct run_typing *t, const char *s)
{
	strbuf_clear(&t->input);
	strbuf_adds(&t->input, s);
	t->input_at = 0;
}

/* What there is to be typed, as far as the terminal takes it. */
static void
type_write(struct run_typing *t, int master)
{
	ssize_t n;

	if (master == -1 || t->input_at == t->input.len)
		return;
	n = write(
	    master, t->input.buf + t->input_at, t->input.len - t->input_at);
	if (n > 0)
		t->input_at += (size_t)n;
}

/*
 * Where the terminal is full the mark is put there later. A piece of it can
 * only be written in between when something in the background fills the
 * terminal without end; it stays there, and a new one is made.
 */
static void
type_mark(struct run_typing *t)
{
	unsigned char random[16];
	size_t i;

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return;
	for (i = 0; i < sizeof(random); i++)
		snprintf(t->mark + 2 * i, 3, "%02x", random[i]);
	if (write(t->slave, t->mark, strlen(t->mark)) ==
	    (ssize_t)strlen(t->mark))
		t->state = RUN_MARKED;
}

void
run_type_turn(struct run_typing *t, int master, int64_t started)
{
	if (t->state == RUN_TYPED && !t->setup && t->typed == 0) {
		t->typed = date_ticks();
		t->done[t->at].start_ms = t->typed - started;
	}
	type_write(t, master);
	if (t->state == RUN_MARK)
		type_mark(t);
}

void
run_type_prompt(struct run_typing *t, int status)
{
	if (t->state == RUN_TYPED) {
		t->status = status;
		if (!t->setup)
			t->done[t->at].ms = date_ticks() - t->typed;
		/* Whatever a command has made of the terminal: an echo of what
		 * is typed next would look like output. */
		tcsetattr(t->slave, TCSANOW, &t->modes);
		type_input(t, "\n");
		t->state = RUN_ASKED;
	} else if (t->state == RUN_ASKED)
		t->state = RUN_MARK;
}

void
run_type_gone(struct run_typing *t, int status)
{
	if (t->gone || t->state == RUN_LEFT)
		return;
	t->gone = true;
	if (t->state == RUN_TYPED) {
		t->status = WIFEXITED(status) ? WEXITSTATUS(status)
					      : 128 + WTERMSIG(status);
		if (!t->setup)
			t->done[t->at].ms = date_ticks() - t->typed;
	}
	if (t->state == RUN_TYPED || t->state == RUN_ASKED)
		t->state = RUN_MARK;
}

/* The output of a command has come to its end. */
static void
type_next(struct run_typing *t, struct run_prog *p)
{
	if (t->setup) {
		t->setup = false;
		strbuf_clear(p->out);
	} else
		t->done[t->at++].exit = t->status;
	t->typed = 0;
	if (t->gone || t->at == t->n) {
		t->state = RUN_LEFT;
		t->left = date_ticks();
		/* Bash does not go at once when jobs are stopped. */
		type_input(t, t->gone ? "" : "exit\nexit\n");
		close(t->slave);
		t->slave = -1;
		return;
	}
	type_input(t, t->asks[t->at].typed);
	t->state = RUN_TYPED;
}

/* Output of the command that runs. What comes before the first is kept as
 * well until then: it may be why there is no shell. */
static void
type_keep(struct run_typing *t, struct run_prog *p, struct run_trace *trace,
    int64_t ms, size_t len)
{
	size_t before = p->out->len, kept;

	if (t->state != RUN_LEFT)
		strbuf_add(p->out, t->tail.buf, len);
	kept = p->out->len - before;
	if (!t->setup && t->state != RUN_LEFT) {
		p->out_cut += len - kept;
		t->done[t->at].len += kept;
		if (trace != NULL)
			run_trace_chunk(trace, ms, 0, false, kept);
	}
	memmove(t->tail.buf, t->tail.buf + len, t->tail.len - len);
	strbuf_trunc(&t->tail, t->tail.len - len);
}

size_t
run_type_read(struct run_typing *t, int *fd, struct run_prog *p,
    struct run_trace *trace, int64_t ms)
{
	size_t kept, n = run_out_read(fd, &t->tail, NULL, &kept);
	size_t mark = strlen(t->mark), hold;
	char *at = NULL;

	if (t->state == RUN_MARKED)
		at = memmem(t->tail.buf, t->tail.len, t->mark, mark);
	if (at != NULL) {
		type_keep(t, p, trace, ms, (size_t)(at - t->tail.buf));
		memmove(t->tail.buf, t->tail.buf + mark, t->tail.len - mark);
		strbuf_trunc(&t->tail, t->tail.len - mark);
		type_next(t, p);
	}
	/* Its beginning may be there without its end. */
	hold = t->state == RUN_MARKED ? mark - 1 : 0;
	if (t->tail.len > hold)
		type_keep(t, p, trace, ms, t->tail.len - hold);
	return n;
}

bool
run_type_over(const struct run_typing *t, bool ended, int ms)
{
	return t->state == RUN_LEFT && (ended || date_ticks() >= t->left + ms);
}

void
run_type_finish(struct run_typing *t, struct run_prog *p,
    struct run_trace *trace, int64_t ms)
{
	type_keep(t, p, trace, ms, t->tail.len);
	if (t->setup)
		strbuf_clear(p->out);
	else if (t->state != RUN_LEFT && t->at < t->n) {
		t->done[t->at].exit = -1;
		if (t->state == RUN_TYPED && t->typed != 0)
			t->done[t->at].ms = ms - t->done[t->at].start_ms;
	}
}

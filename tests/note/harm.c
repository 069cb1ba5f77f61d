/* harm.c: a Markdown library that misbehaves, for LD_PRELOAD
 *
 * A text with "HARM:word" in it does what the word says, in the place of
 * being parsed; any other text goes to the library. This stands for the holes
 * that nobody knows of yet.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void (*feed_fn)(void *, const char *, size_t);
void cmark_parser_feed(void *parser, const char *text, size_t len);

static int
says(const char *text, size_t len, const char *word)
{
	return memmem(text, len, word, strlen(word)) != NULL;
}

/* As the library: what it cannot have it dies of. */
static void
memory(void)
{
	for (;;) {
		char *p = malloc(1 << 20);

		if (p == NULL)
			abort();
		memset(p, 1, 1 << 20);
	}
}

/* The same bytes to every descriptor behind the standard ones. */
static void
to_all(const void *p, size_t len)
{
	int fd;

	for (fd = 3; fd < 64; fd++)
		if (write(fd, p, len) < 0)
			continue;
}

static void
flood(const char *text, size_t len)
{
	static char zeros[65536], letters[65536];
	uint64_t head[2] = { 60000, 0 };

	memset(letters, 'x', sizeof(letters));
	if (says(text, len, "HARM:flood-zeros"))
		for (;;)
			to_all(zeros, sizeof(zeros));
	if (says(text, len, "HARM:flood-frame")) {
		to_all(head, sizeof(head));
		for (;;)
			to_all(letters, sizeof(letters));
	}
	if (says(text, len, "HARM:flood-promise")) {
		head[0] = UINT64_MAX / 2;
		to_all(head, sizeof(head));
		for (;;)
			to_all(letters, sizeof(letters));
	}
	/* A byte now and then, of a frame that is never whole. */
	if (says(text, len, "HARM:trickle")) {
		volatile long i;

		to_all(head, sizeof(head));
		for (;;) {
			to_all("x", 1);
			for (i = 0; i < 20000000; i++)
				;
		}
	}
}

/* The first child that reads it dies, the second lives. */
static void
once(void)
{
	const char *path = getenv("HARM_ONCE");
	int fd = path ? open(path, O_CREAT | O_EXCL | O_WRONLY, 0600) : -1;

	if (fd != -1)
		raise(SIGKILL);
}

void
cmark_parser_feed(void *parser, const char *text, size_t len)
{
	feed_fn next = (feed_fn)dlsym(RTLD_NEXT, "cmark_parser_feed");
	const char *path = getenv("HARM_FILE");

	if (says(text, len, "HARM:")) {
		if (says(text, len, "HARM:kill"))
			raise(SIGKILL);
		if (says(text, len, "HARM:abort"))
			abort();
		if (says(text, len, "HARM:crash"))
			raise(SIGSEGV);
		if (says(text, len, "HARM:exit"))
			_exit(0);
		if (says(text, len, "HARM:memory"))
			memory();
		if (says(text, len, "HARM:spin"))
			for (;;)
				;
		if (says(text, len, "HARM:once"))
			once();
		if (says(text, len, "HARM:print") &&
		    (write(1, "INTRUDER\n", 9) < 0 ||
			write(2, "INTRUDER\n", 9) < 0))
			_exit(3);
		if (says(text, len, "HARM:file") && path != NULL) {
			int fd = open(path, O_WRONLY | O_APPEND);

			if (fd != -1 && write(fd, "INTRUDER\n", 9) < 0)
				_exit(3);
		}
		flood(text, len);
	}
	next(parser, text, len);
}

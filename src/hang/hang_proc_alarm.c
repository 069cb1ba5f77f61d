/* hang_proc_alarm.c: whether a program can have set an alarm
 *
 * A timer of alarm(2) or setitimer(2) is shown by nothing in /proc, and without
 * a handler it ends its process. That a program has the name of such a function
 * among those that the loader finds for it is all there is to see: then it may
 * have set one. An interpreter has the name for whatever it runs, so of that
 * nothing is known.
 */
#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "hang/hang_proc.h"

#define SECTIONS_MOST 4096
#define NAMES_MOST ((size_t)16 << 20)

static bool
is_interpreter(const struct proc *r, int pid)
{
	static const char *const names[] = { "bash", "perl", "php", "python",
		"ruby", "zsh" };
	char path[64], exe[1024];
	const char *name;
	ssize_t n;
	size_t i;

	snprintf(path, sizeof(path), "%d/exe", pid);
	n = readlinkat(r->dir, path, exe, sizeof(exe) - 1);
	exe[n > 0 ? n : 0] = '\0';
	name = strrchr(exe, '/');
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (name != NULL && text_starts(name + 1, names[i]))
			return true;
	return false;
}

static bool
has_name(const char *all, size_t len, const char *name)
{
	size_t n = strlen(name);
	const char *s = all;

	while ((s = memmem(s, len - (size_t)(s - all), name, n)) != NULL) {
		if (s > all && s[-1] == '\0' && s[n] == '\0')
			return true;
		s++;
	}
	return false;
}

/* The section of names that the one of dynamic symbols has. */
static bool
find_names(int fd, const Elf64_Ehdr *head, Elf64_Shdr *out)
{
	size_t size = head->e_shnum * sizeof(Elf64_Shdr), i;
	Elf64_Shdr *all;
	bool found = false;

	if (head->e_shnum == 0 || head->e_shnum > SECTIONS_MOST ||
	    head->e_shentsize != sizeof(*all))
		return false;
	all = xcalloc(head->e_shnum, sizeof(*all));
	if (pread(fd, all, size, (off_t)head->e_shoff) == (ssize_t)size)
		for (i = 0; i < head->e_shnum && !found; i++)
			if (all[i].sh_type == SHT_DYNSYM &&
			    all[i].sh_link < head->e_shnum) {
				*out = all[all[i].sh_link];
				found = out->sh_size <= NAMES_MOST;
			}
	free(all);
	return found;
}

static bool
knows_alarm(int fd)
{
	Elf64_Ehdr head;
	Elf64_Shdr names;
	char *text;
	size_t n;
	bool found = false;

	if (pread(fd, &head, sizeof(head), 0) != sizeof(head) ||
	    memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
	    head.e_ident[EI_CLASS] != ELFCLASS64 ||
	    !find_names(fd, &head, &names))
		return false;
	n = (size_t)names.sh_size;
	text = xcalloc(n + 1, 1);
	if (pread(fd, text, n, (off_t)names.sh_offset) == (ssize_t)n)
		found = has_name(text, n, "alarm") ||
			has_name(text, n, "ualarm") ||
			has_name(text, n, "setitimer");
	free(text);
	return found;
}

bool
proc_knows_alarm(const struct proc *r, int pid)
{
	char path[64];
	bool found;
	int fd;

	snprintf(path, sizeof(path), "%d/exe", pid);
	if (is_interpreter(r, pid) ||
	    (fd = openat(r->dir, path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	found = knows_alarm(fd);
	close(fd);
	return found;
}

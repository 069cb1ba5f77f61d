/* wiki_cache.c: parsed notes, kept in the state folder from build to build */
#include <sys/mman.h>
#include <sys/stat.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/spool.h"
#include "base/xalloc.h"
#include "wiki/wiki_int.h"

/*
 * Notes are parsed by this program and the libraries below; when one of them
 * is another one, so is what it makes of a note. Linkers leave a build id in
 * what they make, ld(1), which differs as soon as a byte of it does.
 */
#define CACHE "notes.cache"
/* Notes that changed since that was written, so that it need not be each time:
 * it is twice as large as all notes. */
#define MORE "notes.more"
static const char *const parsers[] = { "/libcmark-gfm", "/libyaml",
	"/libutf8proc" };

/* The build id in the notes (of ELF) of one segment, elf(5). */
static bool
add_id(struct strbuf *out, const unsigned char *p, size_t len)
{
	ElfW(Nhdr) h;

	while (len >= sizeof(h)) {
		size_t name, desc;

		memcpy(&h, p, sizeof(h));
		name = ((size_t)h.n_namesz + 3) & ~(size_t)3;
		desc = ((size_t)h.n_descsz + 3) & ~(size_t)3;
		if (name > len - sizeof(h) || desc > len - sizeof(h) - name)
			return false;
		p += sizeof(h);
		if (h.n_type == NT_GNU_BUILD_ID && h.n_namesz == 4 &&
		    memcmp(p, "GNU", 4) == 0) {
			strbuf_add(out, p + name, h.n_descsz);
			return true;
		}
		p += name + desc;
		len -= sizeof(h) + name + desc;
	}
	return false;
}

/* One file of the program; stops at one that has no build id. */
static int
add_object(struct dl_phdr_info *info, size_t size, void *payload)
{
	bool ours = info->dlpi_name[0] == '\0', found = false;
	struct strbuf *out = payload;
	size_t i;

	(void)size;
	for (i = 0; i < sizeof(parsers) / sizeof(*parsers); i++)
		ours |= strstr(info->dlpi_name, parsers[i]) != NULL;
	for (i = 0; ours && !found && i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *h = &info->dlpi_phdr[i];

		if (h->p_type == PT_NOTE)
			found = add_id(out,
			    (const unsigned char *)info->dlpi_addr + h->p_vaddr,
			    h->p_memsz);
	}
	return ours && !found;
}

/* Who made it, and where: one that was carried here from another place, with
 * pages in it that nobody has checked, is not taken. */
bool
wiki_stamp(char out[HASH_HEX], int state_fd)
{
	struct strbuf sb = STRBUF_INIT;
	struct stat st;
	bool made;

	if (fstat(state_fd, &st) == -1)
		return false;
	strbuf_addf(&sb, "%ju %ju %ju ", (uintmax_t)st.st_dev,
	    (uintmax_t)st.st_ino, (uintmax_t)geteuid());
	made = dl_iterate_phdr(add_object, &sb) == 0;
	hash_hex(out, sb.buf, sb.len);
	strbuf_release(&sb);
	return made;
}

/* Wikis of one repository have one each, or every build would drop what the
 * last one of another has kept; to be freed. */
static char *
cache_file(const struct wiki_cache *c, const char *name)
{
	return xasprintf("%s%s", c->state.own.dir, name);
}

void
wiki_map_open(struct wiki_map *out, int state_fd, const char *file)
{
	int fd = fs_open(state_fd, file, O_RDONLY | O_NONBLOCK, 0);
	struct stat st;
	void *p;

	*out = (struct wiki_map){ NULL, 0 };
	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_uid == geteuid() && (st.st_mode & 022) == 0 &&
	    st.st_size > 0) {
		p = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p != MAP_FAILED)
			*out = (struct wiki_map){ p, (size_t)st.st_size };
	}
	close(fd);
}

void
wiki_map_close(struct wiki_map *m)
{
	if (m->p != NULL)
		munmap((void *)m->p, m->len);
	*m = (struct wiki_map){ NULL, 0 };
}

void
wiki_maps_release(struct wiki *w)
{
	size_t i;

	for (i = 0; i < w->n_maps; i++)
		wiki_map_close(&w->maps[i]);
	free(w->maps);
}

void
wiki_ease(const struct wiki *w)
{
	size_t i;

	for (i = 0; i < w->n_maps; i++)
		spool_ease(w->maps[i].p, w->maps[i].len);
}

/* What is in one of the files. */
static struct note_cache *
cache_notes(const struct wiki_cache *c, struct wiki *w, const char *name,
    const char stamp[HASH_HEX], bool *damaged)
{
	char *file = cache_file(c, name);
	struct wiki_map *m = VEC_PUSH(w->maps, w->n_maps, w->cap_maps);

	*m = (struct wiki_map){ NULL, 0 };
	if (!w->force)
		wiki_map_open(m, c->state.fd, file);
	free(file);
	return note_cache_new(m->p, m->len, stamp, damaged);
}

void
wiki_cache_open(struct wiki_cache *c, struct wiki *w, bool *damaged)
{
	struct err ignored = ERR_INIT;
	char stamp[HASH_HEX];
	bool one, other;

	*c = (struct wiki_cache){ .state.fd = -1 };
	*damaged = false;
	if (w->folder || w->cold ||
	    wiki_state_open(&c->state, w->root, &ignored) == -1 ||
	    c->state.fd == -1)
		return;
	if (!wiki_stamp(stamp, c->state.fd))
		return;
	c->base = cache_notes(c, w, CACHE, stamp, &one);
	c->more = cache_notes(c, w, MORE, stamp, &other);
	note_cache_over(c->more, c->base);
	c->to = spool_new(c->state.fd);
	note_cache_to(c->more, c->to);
	*damaged = one || other;
}

/* Who may not write here does without. */
static void
cache_keep(struct wiki_cache *c, bool all)
{
	struct err ignored = ERR_INIT;
	char *file = cache_file(c, CACHE), *more = cache_file(c, MORE);

	if (note_cache_write(c->more) &&
	    spool_put(c->to, all ? file : more, &ignored) == 0 && all)
		fs_unlink(c->state.fd, more, 0, &ignored);
	free(more);
	free(file);
}

void
wiki_cache_more(struct wiki_cache *c)
{
	cache_keep(c, false);
}

void
wiki_cache_close(struct wiki_cache *c, struct wiki *w)
{
	struct wiki_map m;

	if (c->more != NULL)
		cache_keep(c, note_cache_join(c->more));
	if (c->to != NULL && (m.p = spool_take(c->to, &m.len)) != NULL)
		*VEC_PUSH(w->maps, w->n_maps, w->cap_maps) = m;
	wiki_cache_drop(c);
}

void
wiki_cache_drop(struct wiki_cache *c)
{
	spool_free(c->to);
	note_cache_free(c->more);
	note_cache_free(c->base);
	wiki_state_close(&c->state);
}

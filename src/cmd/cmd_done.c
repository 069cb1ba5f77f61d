/* cmd_done.c: what a command that writes has done, as JSON */
#include "cmd/cmd_done.h"

static void
done_text(struct jsonw *j, const char *key, const char *s)
{
	if (s == NULL)
		return;
	jsonw_key(j, key);
	jsonw_str(j, s);
}

void
cmd_done_note(const struct repo_done *done, const char *path)
{
	if (done->ignored)
		cmd_note("git is told to ignore %s, so what is written there "
			 "is in no commit; if that is not meant: git add -f "
			 "'%s'",
		    path, path);
	if (done->stripped)
		cmd_note("a hook of git has taken the lines that begin with "
			 "Halfhour- from the message of the commit, so 'undo' "
			 "does not know it; have the hook leave them at the "
			 "end");
}

void
cmd_done_add(struct jsonw *j, const struct cmd_done *d)
{
	jsonw_open(j, '{');
	jsonw_key(j, "schema");
	jsonw_int(j, 1);
	done_text(j, "did", d->did);
	done_text(j, "day", d->day);
	done_text(j, "times", d->times);
	if (d->minutes > 0) {
		jsonw_key(j, "minutes");
		jsonw_int(j, d->minutes);
	}
	done_text(j, "topic", d->topic);
	done_text(j, "title", d->title);
	done_text(j, "id", d->id);
	done_text(j, "what", d->what);
	done_text(j, "keep", d->keep);
	done_text(j, "newer", d->newer);
	done_text(j, "path", d->path);
	if (d->repo != NULL) {
		jsonw_key(j, "commit");
		jsonw_str(j, d->repo->oid[0] != '\0' ? d->repo->oid : NULL);
	}
	jsonw_close(j, '}');
}

void
cmd_done_json(const struct cmd_done *d)
{
	struct strbuf sb = STRBUF_INIT;
	struct jsonw j;

	jsonw_begin(&j, &sb, true);
	cmd_done_add(&j, d);
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

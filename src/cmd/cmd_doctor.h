/* cmd_doctor.h: what `doctor` looks at, and what it says of it */
#ifndef CMD_CMD_DOCTOR_H
#define CMD_CMD_DOCTOR_H

#include "cmd/cmd.h"

enum doctor_level {
	DOCTOR_OK,
	DOCTOR_WARNING, /* something will be less than it could be */
	DOCTOR_ERROR    /* something will not work */
};

struct doctor_check {
	enum doctor_level level;
	const char *name; /* "git identity" */
	const char *said; /* one sentence */
	const char *mend; /* the way out; NULL when nothing is to be mended */
};

struct doctor {
	struct arena *a;
	struct doctor_check *v;
	size_t n, cap;
};

/* Add one. `said` may end in the way out, behind the last ": " or "; ", as
 * messages of failures do: then it is split off. */
void cmd_doctor_add(struct doctor *d, enum doctor_level level, const char *name,
    const char *said);
/* The libraries, the locale, git, the sandbox. */
void cmd_doctor_machine(struct doctor *d);
/* The wiki that `dir` is in, and its repository. */
void cmd_doctor_wiki(struct doctor *d, const char *dir);

#endif

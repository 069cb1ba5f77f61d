/* run_init.h: what the keeper says to the leash and to process 1, and they */
#ifndef RUN_RUN_INIT_H
#define RUN_RUN_INIT_H

/*
 * Process 1 (run_init.c) is given in its argv how many tasks it and all that
 * it starts may be (0: nobody counts them), and the programs: for each the
 * number of its variables, these, the number of its words, these. It says
 * lines at RUN_FD_TALK:
 *
 *	+                 it is there
 *	e I STATUS        program I has ended, as waitpid() says it
 *	l KIND N WHAT     something is left: see struct run_leak
 *	!                 that was all that is left
 *	p STATUS          the shell of a session waits for a command
 *
 * and obeys single bytes: RUN_SAY_START + I starts program I, RUN_SAY_STOP + I
 * sends it SIGTERM, RUN_SAY_KILL + I SIGKILL; RUN_SAY_LOOK asks what is left,
 * RUN_SAY_QUIT or the end of the connection ends it, and with it everything
 * inside.
 */
#define RUN_SAY_START 'A'
#define RUN_SAY_STOP 'a'
#define RUN_SAY_KILL '0'
#define RUN_SAY_LOOK '?'
#define RUN_SAY_QUIT 'q'

/*
 * Where its input is a terminal, that is the session of a shell, and the shell
 * says before each prompt how its last command has ended: by a signal for each
 * octal digit of the status. All of them are real-time signals.
 */
#define RUN_SIGNAL_ONES 34
#define RUN_SIGNAL_EIGHTS 42
#define RUN_SIGNAL_REST 50
#define RUN_SIGNAL_LAST 53

#define RUN_PROGRAMS_MAX 8
#define RUN_FD_EACH 3 /* descriptors of a program */
#define RUN_FILES_MAX 64

/*
 * The descriptors of bwrap; those before STATUS get through to what it
 * starts. From PROGRAM on there are three for each program but the first: its
 * standard input, its standard output and its errors.
 */
enum run_fd {
	RUN_FD_TALK = 3,
	RUN_FD_EXTRA,
	RUN_FD_INIT, /* process 1 as a file; it closes it */
	RUN_FD_PROGRAM,
	RUN_FD_STATUS = RUN_FD_PROGRAM + RUN_FD_EACH * (RUN_PROGRAMS_MAX - 1),
	RUN_FD_FILTER,
	RUN_FD_PUT, /* and those after it */
	RUN_FD_N = RUN_FD_PUT + RUN_FILES_MAX
};

/*
 * The leash (run_leash.c) is another part of the same program, which it is
 * when its first word is RUN_LEASH. Then it is given, each in its place, the
 * process that it ends with, the user that bwrap runs as (-1: the same), the
 * seconds of processor time that it may have, how many descriptors it gets,
 * the one to write to while it starts (-1: none; see run_cgroup_make()), and
 * from there on the words of bwrap, of which the first is its path. It ends
 * with the status of bwrap, or with one of those below.
 */
#define RUN_LEASH "halfhour-leash"
enum run_leash_word {
	RUN_LEASH_KEEPER = 1,
	RUN_LEASH_AS,
	RUN_LEASH_CPU,
	RUN_LEASH_FDS,
	RUN_LEASH_WARM,
	RUN_LEASH_BWRAP,
};
enum run_leash_failure {
	RUN_LEASH_LIMITS = 102,
	RUN_LEASH_USER,
	RUN_LEASH_PARENT,
	RUN_LEASH_EXEC,
};
int run_leash(int argc, char **argv);

#endif

/* run_outcome.h: how a run can end */
#ifndef RUN_RUN_OUTCOME_H
#define RUN_RUN_OUTCOME_H

enum run_outcome {
	RUN_OK,       /* exit status 0 */
	RUN_EXIT,     /* another exit status */
	RUN_SIGNAL,   /* ended by a signal of its own */
	RUN_TIMEOUT,  /* still running at the time limit */
	RUN_DEADLOCK, /* proven, and therefore ended */
	RUN_LIMIT,    /* memory, output, processes: `why` says which */
	RUN_BUILD,    /* the compiler refused it */
	RUN_OUTPUT,   /* a session that is not as its note has it */
	/* Of one program among several: */
	RUN_STOPPED,   /* ended by us, when the others had ended */
	RUN_UNSTARTED, /* what it waits for has not come */
	RUN_OUTCOMES
};

#endif

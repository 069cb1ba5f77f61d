/* run_record_of.c: what a record keeps of a result */
#include "run/run.h"

struct run_record
run_record_of(const struct run_result *r, const struct run_job *job,
    const struct run_key *key, struct moment when)
{
	return (struct run_record){
		.key = *key,
		.example = job->example,
		.lang = job->lang,
		.expect = job->expect ? job->expect : "ok",
		.outcome = r->outcome,
		.exit = r->exit,
		.signal = r->signal,
		.why = r->why,
		.rung = r->rung,
		.out = r->out.buf,
		.err = r->err.buf,
		.build = r->build.buf,
		.out_len = r->out.len,
		.err_len = r->err.len,
		.build_len = r->build.len,
		.out_cut = r->out_cut,
		.err_cut = r->err_cut,
		.commands = r->commands,
		.n_commands = r->n_commands,
		.container = r->container,
		.builds = r->builds,
		.leaks = r->trace.leaks,
		.n_leaks = r->trace.n_leaks,
		.hang = r->trace.hang,
		.parts = r->parts,
		.n_parts = r->n_parts,
		.runs = r->runs,
		.wall_ms = r->wall_ms,
		.cpu_ms = r->cpu_ms,
		.peak_memory = r->peak_memory,
		.when = when,
	};
}

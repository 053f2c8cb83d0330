"""Background work: what Rollbook does by itself, after a change or at a time of day.

A **job** is a function with a lasting name that a part of the office declares in its `jobs.py`:

    @job("absence.follow_up")
    def follow_up(actor: Actor, *, day: str, group: str) -> None: ...

`actor` is Rollbook itself, acting for the school named by the argument `school` (or for none), at
the moment the job is done. The other arguments are ids, dates and numbers only, never names or
free text. A job may be done twice (a machine can die between the work and the note of it), so it
re-derives everything from what stands in the database and changes nothing the second time.

`enqueue` puts a job in the queue, in the caller's transaction: what is undone is never queued.
Jobs with the same **key** coalesce while they wait, and never run at the same time. A claimed job
is held on a **lease**: when its worker dies, the lease runs out and another does it. A job that
fails is tried again, later each time, and is **dead** after eight attempts; only the name of the
error's class is kept. A job that is done leaves no row.

The **schedule** (`config/schedule.py`) names the jobs of the day; a scheduled job is queued once
for each moment, however many schedulers run, and once only for moments missed while all stood still.
"""

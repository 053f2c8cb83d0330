"""do the background work only: worker and scheduler, without the web"""

from __future__ import annotations

import argparse
import os
import signal
from threading import Event, Thread

from rollbook.config.clock import now
from rollbook.config.commands import start_office


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, choices=range(1, 17), default=1, metavar="N", help="jobs at a time (1)")
    parser.add_argument("--end-with-input", action="store_true", help="also stop when standard input is closed")


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C, finishing the job in hand; 1 when a thread ended by itself."""
    start_office()
    from rollbook.audit.jobs import hear
    from rollbook.config.schedule import jobs_of_the_day
    from rollbook.config.wiring import UNHEARD, WIRING
    from rollbook.jobs.loops import keep_schedule, work
    from rollbook.schools.queries import every_school, rollbook_at

    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    if args.end_with_input:
        Thread(target=_await_end_of_input, args=(stop,), daemon=True).start()

    office = {"hear": lambda at: hear(WIRING, UNHEARD, at), "actor_for": rollbook_at}
    threads = [
        Thread(target=work, args=(now, stop), kwargs=office, name=f"worker {n}") for n in range(1, args.workers + 1)
    ]
    schedule = {"schools": every_school}
    threads.append(Thread(target=keep_schedule, args=(jobs_of_the_day(), now, stop), kwargs=schedule, name="scheduler"))
    for thread in threads:
        thread.start()
    while not stop.wait(0.5):
        if not all(thread.is_alive() for thread in threads):
            stop.set()
            return 1
    for thread in threads:
        thread.join()
    return 0


def _await_end_of_input(stop: Event) -> None:
    """Whoever started us holds the other end: when it dies, however it dies, we stop."""
    # Straight from the descriptor: a thread inside sys.stdin would hold its lock when Python ends.
    while os.read(0, 1024):
        pass
    stop.set()

"""A worker process for the tests: works on the database it is told of, in ways a test asks for.

python -m tests.jobs.a_worker hang     claims a job, says so, and never comes back
python -m tests.jobs.a_worker work     works through the queue, printing the argument of each job
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from threading import Event, Thread

import django
from django.conf import settings


def main(way: str, name: str, now: datetime) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    settings.DATABASES["default"]["NAME"] = name
    django.setup()
    from rollbook.jobs import loops
    from rollbook.jobs.registry import job
    from rollbook.rules.actor import Actor

    def say(what: object) -> None:
        print(what, flush=True)
        if way == "hang":
            time.sleep(600)

    @job("tests.write")
    def write(actor: Actor, *, what: object) -> None:
        say(what)

    stop = Event()
    Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    loops.work(lambda: now, stop, hear=lambda _: 0, pause=0.02)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3]))

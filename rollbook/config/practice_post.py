"""`python -m rollbook.config.practice_post HOST PORT`: the training schools' providers, until standard input closes."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from threading import Event, Thread

PAUSE = 0.5


def main() -> None:
    """Open practice providers for every training school, and tell what comes of their messages."""
    from rollbook.config.commands import start_office

    start_office()
    from django.conf import settings
    from django.urls import reverse

    from rollbook.comms.practice.training import TrainingPost, told_over_http
    from rollbook.config.clock import now
    from rollbook.schools.queries import every_school, rollbook_at

    stop = Event()
    Thread(target=_await_end_of_input, args=(stop,), daemon=True).start()
    name = next((h.lstrip(".") for h in settings.ALLOWED_HOSTS if h != "*"), "localhost")
    tell = told_over_http(
        sys.argv[1], int(sys.argv[2]), name, lambda hook: reverse("told-by-gateway", kwargs={"account": hook})
    )
    with ExitStack() as opened:
        actors = [rollbook_at(school, now()) for school in every_school()]
        posts = [TrainingPost(actor, opened) for actor in actors if actor.shift]
        while not stop.wait(PAUSE):
            for post in posts:
                post.look(now(), tell)


def _await_end_of_input(stop: Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


if __name__ == "__main__":
    main()

"""Two workers at the same families at the same moment (ABS-B): one message for a child, session and contact."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from rollbook.absence.actions import begin_round
from rollbook.absence.jobs import reach_families
from rollbook.absence.models import ContactEntry
from rollbook.comms.models import Message, MessagePupil
from rollbook.comms.practice import PracticeTexts
from rollbook.rules.sessions import Half
from tests.absence.morning import MONDAY, Morning
from tests.absence.test_contact_round import a_ladder, clock
from tests.comms.families import texts_through

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_make_one_message_and_one_entry_for_each_step() -> None:
    with PracticeTexts() as gateway:
        morning = Morning(8)
        texts_through(morning.school, gateway)
        a_ladder(morning)
        for n in range(8):
            morning.contact(n, number=f"07700 9002{n:02}")
        morning.marked(dict.fromkeys(range(8), "N"))
        begin_round(clock(morning, 0), on=MONDAY, half=Half.AM)
        together, failed = Barrier(2), []

        def work() -> None:
            try:
                together.wait()
                reach_families(clock(morning, 1))
            except Exception as error:  # told below, in the thread that judges
                failed.append(error)
            finally:
                connection.close()

        workers = [Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert failed == []
    assert Message.objects.count() == MessagePupil.objects.count() == 8
    assert ContactEntry.objects.filter(step=1).count() == 8

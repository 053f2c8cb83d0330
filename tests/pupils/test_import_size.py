"""A whole school's export, in both styles: how long a review and a commit take (shown with `-s`)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from rollbook.pupils import actions
from rollbook.pupils.models import Pupil, PupilContact
from rollbook.pupils.queries.importing import review
from tests.builders import a_school, an_actor
from tests.pupils.exports import arbor_csv, sims_csv

pytestmark = pytest.mark.django_db
PUPILS = 1_000
# Seconds of this process's own work, so that a busy machine does not fail it.
MOST_REVIEW, MOST_COMMIT, MOST_IN_ALL = 4.0, 5.0, 10.0
T = TypeVar("T")


@pytest.mark.parametrize("make", [sims_csv, arbor_csv])
def test_a_thousand_pupils_with_their_contacts(make: Callable[[range], bytes]) -> None:
    actor = an_actor(a_school())
    data = make(range(PUPILS))
    spent: dict[str, float] = {}

    def timed(step: str, do: Callable[[], T]) -> T:
        began = time.process_time()
        answer = do()
        spent[step] = time.process_time() - began
        return answer

    run = timed("upload", lambda: actions.start_import(actor, name="pupils.csv", data=data))
    found = timed("review", lambda: review(actor, run))
    timed("commit", lambda: actions.commit_import(actor, run=run))
    assert (found.counts.new, found.counts.left_out) == (PUPILS, 0)
    assert (Pupil.objects.count(), PupilContact.objects.count()) == (PUPILS, 2_750)
    again = actions.start_import(actor, name="pupils.csv", data=data)
    found = timed("review again", lambda: review(actor, again))
    assert found.counts.same == PUPILS
    timed("commit again", lambda: actions.commit_import(actor, run=again))
    print("".join(f"\n{step:>14} {seconds:5.2f} s" for step, seconds in spent.items()))
    assert spent["review"] < MOST_REVIEW
    assert spent["commit"] < MOST_COMMIT
    assert spent["upload"] + spent["review"] + spent["commit"] < MOST_IN_ALL

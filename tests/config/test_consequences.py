"""The wiring as the worker runs it: from an entry in the audit trail to what the job leaves behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rollbook.audit.jobs import hear
from rollbook.audit.models import AuditEntry
from rollbook.config.schedule import jobs_of_the_day
from rollbook.config.wiring import UNHEARD, WIRING
from rollbook.jobs.loops import work_off
from rollbook.jobs.models import Job
from rollbook.jobs.scheduling import adopt, queue_due
from rollbook.registers.models import PupilYear
from rollbook.schools.queries import every_school
from tests.builders import A_MORNING, a_pupil, a_school

pytestmark = pytest.mark.django_db


def work(now: datetime) -> int:
    return work_off(lambda: now, hear=lambda at: hear(WIRING, UNHEARD, at))


def test_pupils_who_were_imported_get_their_year_rows() -> None:
    school, other = a_school(), a_school()
    pupils = {a_pupil(school).pk, a_pupil(school).pk}
    a_pupil(other)
    AuditEntry.objects.create(
        at=A_MORNING, school_id=school.pk, by_name="A. Osei", by_role="Data manager", verb="pupils.PupilsImported"
    )
    assert work(A_MORNING) == 1
    assert set(PupilYear.objects.values_list("pupil_id", flat=True)) == pupils
    assert not AuditEntry.objects.filter(heard=False).exists()


def test_the_nights_work_is_done_for_every_school_and_leaves_no_job() -> None:
    a_pupil(a_school())
    a_pupil(a_school())
    evening = datetime(2026, 9, 7, 20, 0, tzinfo=UTC)
    adopt(jobs_of_the_day(), evening)
    morning = evening + timedelta(hours=11)
    assert queue_due(morning, every_school) == len(jobs_of_the_day())
    work(morning)
    assert not Job.objects.exists()
    assert PupilYear.objects.count() == 2

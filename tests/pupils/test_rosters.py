"""Pupils out of OneRoster packages."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.formats.refusals import FileRefused
from rollbook.pupils import actions, queries
from rollbook.pupils.models import GroupMembership, Pupil
from rollbook.pupils.queries.importing import Review, review
from rollbook.rules.actor import Actor
from tests.builders import a_school, an_actor
from tests.formats.files import roster_of
from tests.formats.test_oneroster import ORGS, files_11

pytestmark = pytest.mark.django_db


def take(actor: Actor, **changes: str) -> Review:
    data = roster_of(**{**files_11(), **changes})
    run = actions.start_import(actor, name="roster.zip", data=data, kind="oneroster")
    found = review(actor, run)
    actions.commit_import(actor, run=run)
    return found


def test_a_package_brings_pupils_groups_and_contacts() -> None:
    actor = an_actor(a_school())
    found = take(actor)
    assert found.source == "OneRoster 1.1"
    pupil = Pupil.objects.get()
    assert (pupil.mis_id, pupil.legal_surname, pupil.sex) == ("p1", "O'Neill", "F")
    line = queries.pupil(actor, pupil.public_id).line
    assert (line.registration, line.nc_year, line.first_day) == ("7A", "7", date(2026, 9, 1))
    teaching = GroupMembership.objects.get(group__kind="teaching")
    assert (teaching.group.name, teaching.first, teaching.last) == ("7x/Ma1", date(2026, 9, 1), date(2026, 12, 18))
    assert [contact.name for contact in queries.contacts_of(actor, pupil.public_id)] == ["Ann O'Neill", "Bob Smith"]


def test_a_pupil_the_register_cannot_hold_is_an_error_with_its_column() -> None:
    found = take(an_actor(a_school()))
    errors = [(row.name, row.column) for row in found.rows if row.verdict == "error"]
    assert ("Bo Lee", "sex (F or M)") in errors
    assert found.counts.new == 1


def test_the_same_package_again_changes_nothing() -> None:
    actor = an_actor(a_school())
    take(actor)
    assert take(actor).counts.same == 1
    assert GroupMembership.objects.count() == 3


def test_a_package_of_several_schools_gives_only_our_pupils() -> None:
    school = a_school()
    users = files_11()["users"].replace("p2,,,true,s1,", "p2,,,true,s2,")
    both = ORGS.replace("123456", school.urn) + "s2,,,Dale School,school,654321,t\n"
    demographics = files_11()["demographics"].replace("2015-02-30,unspecified", "2015-02-03,male")
    found = take(an_actor(school), users=users, orgs=both, demographics=demographics)
    assert [row.name for row in found.rows if row.verdict == "new"] == ["Zoë O'Neill"]
    with pytest.raises(FileRefused, match="several schools"):
        take(an_actor(a_school()), users=users, orgs=both, demographics=demographics)

"""The verbs of the admission register, and what its tables refuse."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from rollbook.audit.models import AuditEntry
from rollbook.pupils import actions, queries
from rollbook.pupils.actions.changing import TakenAlready
from rollbook.pupils.actions.enrolling import EnrolmentOverlaps, NotOnRoll
from rollbook.pupils.models import (
    Characteristic,
    ContactPhone,
    Enrolment,
    GroupMembership,
    Pupil,
    PupilAddress,
    PupilContact,
)
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.upn import BadUpn, upn_for
from tests.builders import TERM_STARTS, a_group, a_pupil, a_school, an_actor

pytestmark = pytest.mark.django_db
UPN = upn_for(380, 4001, 20, 1)
ADA = actions.Particulars(legal_surname="Okon", legal_forename="Ada", born=date(2014, 5, 1), sex="F")


def test_a_pupil_is_entered_on_the_starting_day() -> None:
    actor = an_actor(a_school())
    public_id = actions.enter_pupil(actor, particulars=ADA, first_day=date(2026, 9, 8))
    found = queries.pupil(actor, public_id)
    assert (found.line.name, found.line.first_day, found.enrolments[0].last_day) == ("Ada Okon", date(2026, 9, 8), None)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject) == ("pupils.PupilEnrolled", f"pupil:{public_id}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"legal_surname": " "},
        {"sex": "Q"},
        {"born": date(2030, 1, 1)},
        {"upn": "A123"},
        {"ethnicity": "NOPE"},
        {"legal_forename": "N" * 201},
    ],
)
def test_an_entry_without_what_the_register_must_hold_is_refused(wrong: dict[str, object]) -> None:
    actor = an_actor(a_school())
    values: dict[str, object] = {"legal_surname": "Okon", "legal_forename": "Ada", "born": ADA.born, "sex": "F"}
    with pytest.raises(Refused):
        actions.enter_pupil(actor, particulars=actions.Particulars(**(values | wrong)), first_day=TERM_STARTS)  # type: ignore[arg-type]
    assert Pupil.objects.count() == 0


def test_two_times_on_the_roll_never_overlap() -> None:
    school = a_school()
    pupil = a_pupil(school)
    actor = an_actor(school)
    with pytest.raises(EnrolmentOverlaps, match="with no last day"):
        actions.enrol(actor, pupil=pupil.public_id, first_day=date(2026, 11, 2))
    actions.end_enrolment(actor, pupil=pupil.public_id, last_day=date(2026, 10, 23), reason="IM")
    with pytest.raises(EnrolmentOverlaps):
        actions.enrol(actor, pupil=pupil.public_id, first_day=date(2026, 10, 23))
    actions.enrol(actor, pupil=pupil.public_id, first_day=date(2026, 10, 24))
    assert Enrolment.objects.count() == 2


def test_leaving_ends_the_groups_and_says_why() -> None:
    school = a_school()
    pupil = a_pupil(school, group=a_group(school))
    actor = an_actor(school)
    actions.end_enrolment(
        actor,
        pupil=pupil.public_id,
        last_day=date(2026, 9, 4),
        reason="EL",
        destination="At home",
        removal_ground="9(1)(f)",
    )
    assert GroupMembership.objects.get().last == date(2026, 9, 4)
    (line,) = queries.pupil(actor, pupil.public_id).enrolments
    assert (line.leaving_reason, line.removal_ground, line.destination) == (
        "Elective home education",
        "9(1)(f)",
        "At home",
    )
    with pytest.raises(NotOnRoll):
        actions.end_enrolment(actor, pupil=pupil.public_id, last_day=date(2026, 9, 4), reason="EL")


@pytest.mark.parametrize("wrong", [{"reason": "ZZ"}, {"reason": "IM", "removal_ground": "9(1)(z)"}])
def test_leaving_without_a_known_reason_is_refused(wrong: dict[str, str]) -> None:
    school = a_school()
    pupil = a_pupil(school)
    with pytest.raises(Refused):
        actions.end_enrolment(an_actor(school), pupil=pupil.public_id, last_day=date(2026, 9, 4), **wrong)
    assert Enrolment.objects.get().last_day is None


def test_a_upn_is_proved_and_the_old_one_kept() -> None:
    school = a_school()
    temporary = upn_for(380, 4001, 20, 7, temporary="A")
    pupil, other = a_pupil(school, upn=temporary), a_pupil(school)
    actor = an_actor(school)
    actions.change_pupil(actor, pupil=pupil.public_id, changes={"upn": f" {UPN.lower()} "})
    pupil.refresh_from_db()
    assert (pupil.upn, pupil.former_upn) == (UPN, temporary)
    with pytest.raises(BadUpn):
        actions.change_pupil(actor, pupil=pupil.public_id, changes={"upn": "A123456789012"})
    with pytest.raises(TakenAlready):
        actions.change_pupil(actor, pupil=other.public_id, changes={"upn": UPN})
    assert AuditEntry.objects.get().detail["fields"] == ["former_upn", "upn"]


def test_a_change_to_what_is_held_already_leaves_no_entry() -> None:
    school = a_school()
    pupil = a_pupil(school)
    actions.change_pupil(an_actor(school), pupil=pupil.public_id, changes={"legal_surname": "Abiodun"})
    assert AuditEntry.objects.count() == 0


def test_a_field_that_no_pupil_has_is_our_mistake() -> None:
    school = a_school()
    with pytest.raises(LookupError):
        actions.change_pupil(an_actor(school), pupil=a_pupil(school).public_id, changes={"school_id": "2"})


def test_a_move_ends_the_old_group_the_day_before() -> None:
    school = a_school()
    old, new = a_group(school, "9A"), a_group(school, "9B")
    pupil = a_pupil(school, group=old)
    actor = an_actor(school)
    actions.move_group(actor, pupil=pupil.public_id, group=new.public_id, first=date(2026, 9, 14))
    days = GroupMembership.objects.order_by("first").values_list("group__name", "first", "last")
    assert list(days) == [("9A", TERM_STARTS, date(2026, 9, 13)), ("9B", date(2026, 9, 14), None)]
    actions.move_group(actor, pupil=pupil.public_id, group=new.public_id, first=date(2026, 9, 20))
    assert GroupMembership.objects.count() == 2
    assert AuditEntry.objects.count() == 1


def test_nobody_is_in_a_group_before_the_starting_day() -> None:
    school = a_school()
    pupil = a_pupil(school)
    with pytest.raises(Refused, match="not on roll"):
        actions.move_group(
            an_actor(school), pupil=pupil.public_id, group=a_group(school).public_id, first=date(2026, 8, 20)
        )


def test_an_address_is_dated() -> None:
    school = a_school()
    pupil = a_pupil(school)
    actor = an_actor(school)
    for lines, first in (("1 Mill Lane", TERM_STARTS), ("2 Mill Lane", date(2026, 10, 1))):
        actions.change_address(actor, pupil=pupil.public_id, lines=lines, postcode="bd1 1aa", first=first)
    assert list(PupilAddress.objects.order_by("first").values_list("lines", "postcode", "last")) == [
        ("1 Mill Lane", "BD1 1AA", date(2026, 9, 30)),
        ("2 Mill Lane", "BD1 1AA", None),
    ]
    assert queries.pupil(actor, pupil.public_id, date(2026, 9, 7)).address_lines == ("1 Mill Lane",)
    with pytest.raises(Refused):
        actions.change_address(actor, pupil=pupil.public_id, lines=" ", postcode="", first=date(2026, 11, 1))


def test_a_characteristic_is_dated() -> None:
    school = a_school()
    pupil = a_pupil(school)
    actor = an_actor(school)
    actions.set_characteristic(actor, pupil=pupil.public_id, kind="sen", first=TERM_STARTS)
    actions.set_characteristic(actor, pupil=pupil.public_id, kind="sen", first=date(2026, 9, 10))
    actions.end_characteristic(actor, pupil=pupil.public_id, kind="sen", last=date(2026, 9, 30))
    assert Characteristic.objects.get().last == date(2026, 9, 30)
    with pytest.raises(Refused):
        actions.end_characteristic(actor, pupil=pupil.public_id, kind="sen", last=date(2026, 10, 1))


def a_mother(**more: object) -> actions.Person:
    return actions.Person("Okon", "Bola", "Mrs", phones=(("other", "07700 900123 / 01632 960001"),), **more)  # type: ignore[arg-type]


def test_a_contact_is_added_changed_ordered_and_shared() -> None:
    school = a_school()
    pupil, sibling = a_pupil(school), a_pupil(school)
    actor = an_actor(school)
    part = actions.Part("PAM", parental_responsibility=True, lives_with=True, court_order=True, court_order_note="No X")
    mother = actions.add_contact(actor, pupil=pupil.public_id, who=a_mother(), part=part)
    father = actions.add_contact(actor, pupil=pupil.public_id, who=actions.Person("Okon"), part=actions.Part("PAF"))
    actions.add_contact(actor, pupil=sibling.public_id, who=mother, part=actions.Part("PAM", lives_with=True))
    assert list(queries.siblings_of(actor, [pupil.pk])) == [pupil.pk]
    actions.order_contacts(actor, pupil=pupil.public_id, contacts=[father, mother])
    actions.change_contact(actor, pupil=pupil.public_id, contact=mother, changes={"title": "Dr", "no_contact": True})
    first, second = queries.contacts_of(actor, pupil.public_id)
    assert (first.public_id, second.name, second.no_contact) == (father, "Dr Bola Okon", True)
    assert second.court_order_note == "No X"
    assert [(p.number, p.kind) for p in second.phones] == [("+447700900123", "Mobile"), ("+441632960001", "Other")]
    reception = queries.contacts_of(an_actor(school, Role.RECEPTION), pupil.public_id)
    assert reception[1].court_order_note == ""
    assert b"No X" not in bytes(PupilContact.objects.get(pupil=pupil, priority=2).court_order_note)


def test_an_order_that_leaves_somebody_out_is_refused() -> None:
    school = a_school()
    pupil = a_pupil(school)
    actor = an_actor(school)
    actions.add_contact(actor, pupil=pupil.public_id, who=a_mother(), part=actions.Part())
    with pytest.raises(Refused, match="meanwhile"):
        actions.order_contacts(actor, pupil=pupil.public_id, contacts=[])


def test_a_number_is_found_dead_and_works_again() -> None:
    school = a_school()
    pupil = a_pupil(school)
    actor = an_actor(school)
    mother = actions.add_contact(actor, pupil=pupil.public_id, who=a_mother(), part=actions.Part())
    ring = {"pupil": pupil.public_id, "contact": mother, "number": "+447700900123"}
    actions.mark_number(actor, **ring, works=False)  # type: ignore[arg-type]
    assert ContactPhone.objects.get(number=ring["number"]).dead_since == actor.today
    assert queries.contacts_to_ring(actor, [pupil.pk])[pupil.pk].number == "+441632960001"
    actions.mark_number(actor, **ring, works=True)  # type: ignore[arg-type]
    assert queries.contacts_to_ring(actor, [pupil.pk])[pupil.pk].number == "+447700900123"


def test_another_schools_pupil_contact_and_group_are_not_found() -> None:
    school, other = a_school(), a_school()
    pupil, theirs = a_pupil(school), a_pupil(other)
    their_contact = actions.add_contact(an_actor(other), pupil=theirs.public_id, who=a_mother(), part=actions.Part())
    actor = an_actor(school)
    nobody: UUID = theirs.public_id
    for refused in (
        lambda: actions.enrol(actor, pupil=nobody, first_day=TERM_STARTS),
        lambda: actions.end_enrolment(actor, pupil=nobody, last_day=TERM_STARTS, reason="IM"),
        lambda: actions.change_pupil(actor, pupil=nobody, changes={"legal_surname": "X"}),
        lambda: actions.change_address(actor, pupil=nobody, lines="x", postcode="", first=TERM_STARTS),
        lambda: actions.set_characteristic(actor, pupil=nobody, kind="sen", first=TERM_STARTS),
        lambda: actions.end_characteristic(actor, pupil=nobody, kind="sen", last=TERM_STARTS),
        lambda: actions.add_contact(actor, pupil=nobody, who=a_mother(), part=actions.Part()),
        lambda: actions.add_contact(actor, pupil=pupil.public_id, who=their_contact, part=actions.Part()),
        lambda: actions.change_contact(actor, pupil=pupil.public_id, contact=their_contact, changes={}),
        lambda: actions.mark_number(actor, pupil=pupil.public_id, contact=their_contact, number="1", works=True),
        lambda: actions.move_group(actor, pupil=pupil.public_id, group=a_group(other).public_id, first=TERM_STARTS),
    ):
        with pytest.raises(NotFound):
            refused()


def test_a_teacher_changes_nothing() -> None:
    school = a_school()
    with pytest.raises(NotAllowed):
        actions.change_pupil(an_actor(school, Role.TEACHER), pupil=a_pupil(school).public_id, changes={})


def test_the_tables_refuse_what_must_never_be() -> None:
    school = a_school()
    group = a_group(school)
    pupil = a_pupil(school, upn=UPN, group=group)
    PupilAddress.objects.create(school=school, pupil=pupil, lines="1", first=TERM_STARTS)
    Characteristic.objects.create(school=school, pupil=pupil, kind="sen", first=TERM_STARTS)
    later = date(2026, 10, 1)
    for never in (
        lambda: a_pupil(school, upn=UPN),
        lambda: Enrolment.objects.create(school=school, pupil=pupil, first_day=later),
        lambda: Enrolment.objects.create(school=school, pupil=pupil, first_day=later, last_day=TERM_STARTS),
        lambda: GroupMembership.objects.create(school=school, pupil=pupil, group=group, first=later),
        lambda: PupilAddress.objects.create(school=school, pupil=pupil, lines="2", first=later),
        lambda: Characteristic.objects.create(school=school, pupil=pupil, kind="sen", first=later),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            never()
    assert a_pupil(a_school(), upn=UPN).pk

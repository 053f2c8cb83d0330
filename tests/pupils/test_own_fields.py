"""Fields that a school adds for itself: who may know them, what is kept, many pupils at once (REP-H)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.pupils.actions.own_fields import change_own_field, make_own_field, retire_own_field, take_up_own_field
from rollbook.pupils.actions.own_values import fill_own_field, set_own_value
from rollbook.pupils.models import OwnField, OwnValue, Pupil
from rollbook.pupils.queries.own_fields import (
    fields_set_up,
    own_field,
    own_fields,
    own_values,
    own_values_of,
    past_values_of,
)
from rollbook.pupils.queries.own_pasted import read_pasted_values
from rollbook.rules.access import Permission, Role, permissions_of
from rollbook.rules.actor import Actor
from rollbook.rules.own_fields import Audience, FieldKind, FieldShape
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import Trust
from tests.builders import A_MORNING, a_group, a_pupil, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db
TODAY = A_MORNING.date()
LOCKER = FieldShape("Locker", FieldKind.WORDS, help="Bay and number.")
BUS = FieldShape("Bus pass", FieldKind.CHOICE, choices=("Red", "Blue"))
FOSTER = FieldShape("Placement", FieldKind.WORDS, Audience.FEW)
SHOTS = FieldShape("Consent", FieldKind.YES_NO, Audience.CONTACTS, dated=True)
TRUST_OFFICER = permissions_of(frozenset({Role.TRUST, Role.DATA_MANAGER}))


def a_field(actor: Actor, shape: FieldShape = LOCKER, *, whole_trust: bool = False) -> uuid.UUID:
    made = uuid.uuid4()
    make_own_field(actor, field=made, shape=shape, whole_trust=whole_trust)
    return made


def said(actor: Actor, pupil: Pupil) -> dict[str, str]:
    return {value.field.name: value.says for value in own_values_of(actor, pupil.public_id) if value.kept}


def test_a_field_is_added_written_in_changed_and_its_past_is_kept() -> None:
    school = a_school()
    office, pupil = an_actor(school), a_pupil(school)
    field = a_field(office)
    set_own_value(office, field=field, pupil=pupil.public_id, says=" Bay 2  14 ")
    assert said(office, pupil) == {"Locker": "Bay 2 14"}
    later = an_actor(school, now=A_MORNING + timedelta(days=3))
    set_own_value(later, field=field, pupil=pupil.public_id, says="Bay 9")
    assert said(later, pupil) == {"Locker": "Bay 9"}
    (past,) = past_values_of(later, pupil.public_id)
    assert (past.says, past.first, past.last) == ("Bay 2 14", TODAY, TODAY + timedelta(days=2))
    set_own_value(later, field=field, pupil=pupil.public_id, says="")
    assert said(later, pupil) == {}
    verbs = list(AuditEntry.objects.filter(verb__startswith="pupils.Own").order_by("id").values_list("verb", flat=True))
    assert verbs == ["pupils.OwnFieldMade", "pupils.OwnValueSet", "pupils.OwnValueSet", "pupils.OwnValueCleared"]
    assert "Bay" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_the_same_words_again_change_nothing_and_the_same_day_keeps_no_past() -> None:
    school = a_school()
    office, pupil = an_actor(school), a_pupil(school)
    field = a_field(office)
    for says in ("Bay 2", "Bay 2", "Bay 3"):
        set_own_value(office, field=field, pupil=pupil.public_id, says=says)
    assert said(office, pupil) == {"Locker": "Bay 3"}
    assert past_values_of(office, pupil.public_id) == ()
    assert AuditEntry.objects.filter(verb="pupils.OwnValueSet").count() == 2


def test_a_dated_field_holds_from_the_day_that_is_said() -> None:
    school = a_school()
    office, pupil = an_actor(school), a_pupil(school)
    field = a_field(office, SHOTS)
    start, soon = TODAY - timedelta(days=5), TODAY + timedelta(days=5)
    set_own_value(office, field=field, pupil=pupil.public_id, says="yes", first=start)
    set_own_value(office, field=field, pupil=pupil.public_id, says="no", first=soon)
    line = own_field(office, field)
    days = (start - timedelta(days=1), start, soon - timedelta(days=1), soon)
    stood = [own_values(office, [line], [pupil.pk], on)[line.id].get(pupil.pk, "") for on in days]
    assert stood == ["", "yes", "yes", "no"]
    with pytest.raises(Refused, match="Something stands here since 12 September 2026"):
        set_own_value(office, field=field, pupil=pupil.public_id, says="yes", first=TODAY)


def test_what_few_may_know_is_encrypted_and_every_look_is_noted() -> None:
    school = a_school()
    senco, pupil = an_actor(school, Role.SENCO), a_pupil(school)
    field = a_field(an_actor(school), FOSTER)
    set_own_value(senco, field=field, pupil=pupil.public_id, says="With the Shahs")
    row = OwnValue.objects.get()
    assert row.says == ""
    assert b"Shah" not in bytes(row.sealed)
    before = AccessEntry.objects.count()
    assert said(senco, pupil) == {"Placement": "With the Shahs"}
    line = own_field(senco, field)
    assert own_values(senco, [line], [pupil.pk], TODAY) == {line.id: {pupil.pk: "With the Shahs"}}
    assert list(AccessEntry.objects.order_by("id").values_list("what", "subject"))[before:] == [
        ("own fields", f"pupil:{pupil.public_id}"),
        ("own fields", "list:1"),
    ]
    assert own_values_of(senco, pupil.public_id, sealed=False) == ()


def test_each_tier_is_seen_and_written_by_its_own() -> None:
    school = a_school()
    office = an_actor(school)
    tutor_user = a_user("B. Lindqvist")
    pupil = a_pupil(school, group=a_group(school, tutor=tutor_user))
    fields = {shape.name: a_field(office, shape) for shape in (LOCKER, SHOTS, FOSTER)}
    lines = [own_field(office, field) for field in fields.values()]
    for name, says in (("Locker", "1"), ("Consent", "yes"), ("Placement", "x")):
        set_own_value(office, field=fields[name], pupil=pupil.public_id, says=says)
    sees = {
        Role.TUTOR: {"Locker", "Consent"},
        Role.TEACHER: {"Locker"},
        Role.RECEPTION: {"Locker", "Consent"},
        Role.SENCO: {"Locker", "Consent", "Placement"},
        Role.DSL: {"Locker", "Consent", "Placement"},
    }
    for role, names in sees.items():
        person = an_actor(school, role, user=tutor_user)
        assert {line.name for line in own_fields(person)} == names
        assert set(said(person, pupil)) == names
        found = own_values(person, lines, [pupil.pk], TODAY)
        assert {line.name for line in lines if line.id in found} == names
    assert own_fields(an_actor(school, Role.AUDITOR)) == ()
    with pytest.raises(NotAllowed):
        set_own_value(an_actor(school, Role.TUTOR), field=fields["Locker"], pupil=pupil.public_id, says="2")
    with pytest.raises(Refused, match="does not write into this field"):
        set_own_value(an_actor(school, Role.RECEPTION), field=fields["Placement"], pupil=pupil.public_id, says="2")
    with pytest.raises(NotAllowed):
        a_field(an_actor(school, Role.TUTOR), FieldShape("Mine", FieldKind.WORDS))


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (FieldShape(" ", FieldKind.WORDS), "Give the field a name"),
        (FieldShape("x" * 41, FieldKind.WORDS), "41 characters; at most 40"),
        (FieldShape("Bus", FieldKind.CHOICE, choices=("One",)), "at least two choices"),
        (FieldShape("Bus", FieldKind.CHOICE, choices=("One", "ONE ")), "in the list twice"),
        (FieldShape("Bus", FieldKind.CHOICE, choices=tuple(map(str, range(61)))), "61 choices"),
        (FieldShape("locker", FieldKind.WORDS), "There is a field “locker” already"),
    ],
)
def test_what_cannot_be_a_field_is_refused(shape: FieldShape, says: str) -> None:
    office = an_actor(a_school())
    a_field(office)
    with pytest.raises(Refused, match=says):
        a_field(office, shape)


def test_a_change_never_makes_what_is_kept_unreadable() -> None:
    school = a_school()
    office, pupil = an_actor(school), a_pupil(school)
    field = a_field(office, BUS)
    set_own_value(office, field=field, pupil=pupil.public_id, says="red")
    with pytest.raises(Refused, match="The kind of a field stays"):
        change_own_field(office, field=field, shape=FieldShape("Bus pass", FieldKind.WORDS))
    with pytest.raises(Refused, match="stays encrypted, or not"):
        change_own_field(
            office, field=field, shape=FieldShape("B", FieldKind.CHOICE, Audience.FEW, choices=("Red", "a"))
        )
    with pytest.raises(Refused, match="“Red” stands for a pupil"):
        change_own_field(office, field=field, shape=FieldShape("Bus pass", FieldKind.CHOICE, choices=("Blue", "Green")))
    change_own_field(office, field=field, shape=FieldShape("Pass", FieldKind.CHOICE, choices=("Red", "Green")))
    assert said(office, pupil) == {"Pass": "Red"}


def test_a_retired_field_is_kept_not_shown_and_taken_up_again() -> None:
    school = a_school()
    office, pupil = an_actor(school), a_pupil(school)
    field = a_field(office)
    set_own_value(office, field=field, pupil=pupil.public_id, says="14")
    retire_own_field(office, field=field)
    assert own_fields(office) == ()
    assert [p.says for p in past_values_of(office, pupil.public_id)] == ["14"]
    with pytest.raises(Refused, match="was retired"):
        set_own_value(office, field=field, pupil=pupil.public_id, says="15")
    second = a_field(office)
    with pytest.raises(Refused, match="already"):
        take_up_own_field(office, field=field)
    retire_own_field(office, field=second)
    take_up_own_field(office, field=field)
    assert said(office, pupil) == {"Locker": "14"}
    assert [(line.name, line.filled, line.retired_on) for line in fields_set_up(office) if line.filled] == [
        ("Locker", 1, None)
    ]


def test_a_trusts_field_stands_in_every_school_and_another_schools_in_none() -> None:
    trust = Trust.objects.create(name="Northway", slug="northway")
    here, there, elsewhere = a_school(trust=trust.pk), a_school(trust=trust.pk), a_school()
    officer = an_actor(here, permissions=TRUST_OFFICER)
    shared, own = a_field(officer, BUS, whole_trust=True), a_field(officer)
    assert [line.name for line in own_fields(an_actor(here))] == ["Bus pass", "Locker"]
    assert [(line.name, line.whole_trust) for line in own_fields(an_actor(there))] == [("Bus pass", True)]
    assert own_fields(an_actor(elsewhere)) == ()
    pupil, theirs = a_pupil(here), a_pupil(there)
    set_own_value(an_actor(there), field=shared, pupil=theirs.public_id, says="red")
    with pytest.raises(NotFound):
        set_own_value(an_actor(there), field=own, pupil=theirs.public_id, says="1")
    with pytest.raises(NotFound):
        set_own_value(an_actor(there), field=shared, pupil=pupil.public_id, says="red")
    assert fill_own_field(an_actor(there), field=shared, values={pupil.pk: "red"}) == 0
    line = own_field(an_actor(here), shared)
    assert own_values(an_actor(here), [line], [theirs.pk], TODAY) == {line.id: {}}
    with pytest.raises(NotAllowed):
        retire_own_field(an_actor(there), field=shared)
    with pytest.raises(NotAllowed):
        a_field(an_actor(here), FieldShape("Other", FieldKind.WORDS), whole_trust=True)
    with pytest.raises(Refused, match="in no trust"):
        a_field(an_actor(elsewhere, permissions=TRUST_OFFICER), BUS, whole_trust=True)
    assert OwnField.objects.count() == 2


def test_many_pupils_at_once_take_the_same_statements() -> None:
    school = a_school()
    office = an_actor(school)
    field = a_field(office, FOSTER)
    pupils = [a_pupil(school, surname=f"Name{n:02}") for n in range(12)]
    counts = []
    for some in (pupils[:2], pupils[2:]):
        with CaptureQueriesContext(connection) as asked:
            assert fill_own_field(office, field=field, values={p.pk: "x" for p in some}) == len(some)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10
    assert fill_own_field(office, field=field, values={p.pk: "x" for p in pupils}) == 0
    assert AuditEntry.objects.filter(verb="pupils.OwnFieldFilled").count() == 2
    with pytest.raises(Refused, match="at most 120"):
        fill_own_field(office, field=field, values={pupils[0].pk: "fine", pupils[1].pk: "x" * 121})
    line = own_field(office, field)
    assert set(own_values(office, [line], [p.pk for p in pupils], TODAY)[line.id].values()) == {"x"}


def test_a_pasted_sheet_is_read_line_by_line() -> None:
    school = a_school()
    office = an_actor(school)
    field = a_field(office, FieldShape("Bus day", FieldKind.DAY))
    tolu, _, _ = (
        a_pupil(school),
        a_pupil(school, forename="Ann", surname="Twin"),
        a_pupil(school, forename="Ann", surname="Twin"),
    )
    ben = a_pupil(school, forename="Ben", surname="Okoro")
    set_own_value(office, field=field, pupil=ben.public_id, says="7/9/2026")
    line = own_field(office, field)
    read = read_pasted_values(
        office,
        line,
        "Abiodun, Tolu\t12/9/2026\n\nBen Okoro = 7/9/2026\nNobody Here; 1/1/2026\nTwin, Ann: 1/1/2026\n"
        "Abiodun, Tolu\nBen Okoro\t8/9/2026\nTolu Abiodun\t12/13/2026",
    )
    assert [(row.pupil.name, row.now, row.becomes, row.changes) for row in read.rows] == [
        ("Tolu Abiodun", "", "Sat 12 Sep 2026", True),
        ("Ben Okoro", "Mon 7 Sep 2026", "Mon 7 Sep 2026", False),
    ]
    assert read.typed == {tolu.pk: "12/9/2026", ben.pk: "7/9/2026"}
    assert read.changing == 1
    assert [(bad.number, bad.why.split(".")[0]) for bad in read.bad] == [
        (4, "Nobody on roll is meant by this"),
        (5, "More than one pupil has this name"),
        (6, "There is no value beside the name"),
        (7, "This pupil stands in an earlier line as well"),
        (8, "This pupil stands in an earlier line as well"),
    ]
    (bad,) = read_pasted_values(office, line, "Tolu Abiodun\t12/13/2026").bad
    assert bad.why.startswith("“12/13/2026” is not a day.")
    with pytest.raises(Refused):
        read_pasted_values(an_actor(school, permissions=frozenset({Permission.SEE_ALL_PUPILS})), line, "x\ty")


def test_reading_takes_a_fixed_number_of_statements() -> None:
    school = a_school()
    office = an_actor(school)
    lines = [own_field(office, a_field(office, shape)) for shape in (LOCKER, BUS, SHOTS)]
    pupils = [a_pupil(school, surname=f"Name{n}") for n in range(6)]
    for line, says in zip(lines, ("1", "red", "yes"), strict=True):
        fill_own_field(office, field=line.public_id, values={p.pk: says for p in pupils})
    with CaptureQueriesContext(connection) as asked:
        found = own_values(office, lines, [p.pk for p in pupils], date(2026, 9, 7))
    assert len(asked) == 1
    assert all(len(found[line.id]) == 6 for line in lines)
    with CaptureQueriesContext(connection) as asked:
        assert len(own_values_of(office, pupils[0].public_id)) == 3
    assert len(asked) == 3

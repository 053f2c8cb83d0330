"""What is typed on the screens of meetings, as plain values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms

from rollbook.meetings.actions.people import Asked
from rollbook.meetings.queries.choosing import Contactable
from rollbook.meetings.queries.page import PersonLine
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON
from rollbook.rules.meetings import KINDS, MeetingKind, Part, Presence, Reply, Stage
from rollbook.staff.queries import StaffLine
from rollbook.web.dates import TypedDateField
from rollbook.web.plain_text import kept

TIMES = ["%H:%M", "%H.%M", "%H%M"]
PUPIL = "pupil"


class KeptField(forms.CharField):
    """Text as it is kept: as typed, without what no database can hold."""

    def clean(self, value: Any) -> str:
        return kept(str(super().clean(value) or ""))


def kinds_to_choose(*, many: bool) -> list[tuple[str, str]]:
    """Kinds with their stages, as a select takes them: `ard:review`."""
    return [
        (f"{kind.key}:{stage.key}", kind.titled(stage.key))
        for kind in KINDS
        if kind.many is many
        for stage in kind.stages
    ]


class WhenForm(forms.Form):
    """When and where."""

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"] = TypedDateField(label="Day", around=around, error_messages={"required": "Say on which day"})
        self.fields["at"] = forms.TimeField(
            label="From", input_formats=TIMES, error_messages={"required": "Say at what time, for example 15:30"}
        )
        self.fields["minutes"] = forms.IntegerField(label="Minutes", min_value=5, max_value=480)
        self.fields["place"] = KeptField(label="Place", max_length=200, error_messages={"required": "Say where it is"})

    def moment(self) -> datetime:
        """The moment, in English local time; the form must be valid."""
        on, at = self.cleaned_data["on"], self.cleaned_data["at"]
        assert isinstance(at, time)
        return datetime.combine(on, at, LONDON)


class CallForm(WhenForm):
    """A meeting to be called: of what kind, when, where, and who is asked."""

    def __init__(
        self,
        *args: Any,
        around: date,
        contacts: Sequence[Contactable] = (),
        staff: Sequence[StaffLine] = (),
        pupils: Sequence[PupilLine] = (),
        many: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, around=around, **more)
        self.contacts = {str(one.public_id): one for one in contacts}
        self.fields["kind"] = forms.ChoiceField(label="What kind of meeting", choices=kinds_to_choose(many=many))
        families = [
            (str(one.public_id), f"{one.name}, {one.relationship.lower()}") for one in contacts if not one.barred
        ]
        if not many:
            asked = [*((f"{PUPIL}:{p.public_id}", f"{p.name} (the pupil)") for p in pupils), *families]
            self.fields["family"] = _boxes("Family", asked)
        self.fields["staff"] = _boxes("Colleagues", [(str(one.id), one.name) for one in staff])
        minutes = [("", "Nobody yet"), *((str(one.id), one.name) for one in staff)]
        self.fields["writes"] = forms.ChoiceField(label="Who writes the minutes", choices=minutes, required=False)
        self.order_fields(["kind", "on", "at", "minutes", "place", "family", "staff", "writes"])
        self.pupils = {f"{PUPIL}:{one.public_id}": one.id for one in pupils}

    def chosen(self) -> tuple[str, str]:
        """Kind and stage."""
        kind, _, stage = str(self.cleaned_data["kind"]).partition(":")
        return kind, stage

    def people(self) -> tuple[Asked, ...]:
        """Everybody who was ticked, and who writes the minutes."""
        given = self.cleaned_data
        family = given.get("family", [])
        writes = int(given["writes"]) if given.get("writes") else None
        staff = dict.fromkeys([*(int(one) for one in given["staff"]), *((writes,) if writes else ())])
        return (
            *(Asked(Part.PUPIL, pupil=self.pupils[one]) for one in family if one in self.pupils),
            *(Asked(Part.PARENT, contact=self.contacts[one].contact_id) for one in family if one in self.contacts),
            *(Asked(Part.STAFF, user=one, minutes=one == writes) for one in staff),
        )


class ChangeForm(WhenForm):
    """Another moment or place, and the agenda."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agenda"] = forms.CharField(
            label="Agenda", required=False, widget=forms.Textarea, help_text="One item a line.", max_length=10_000
        )

    def items(self) -> list[str]:
        return kept(self.cleaned_data["agenda"]).splitlines()


class CancelForm(forms.Form):
    """Why it is not held."""

    reason = KeptField(
        label="Why it is not held", max_length=1000, error_messages={"required": "Write why it is not held"}
    )


class OutsiderForm(forms.Form):
    """Somebody else to ask: a colleague, or a person from outside by name and e-mail."""

    part = forms.ChoiceField(
        label="As", choices=[(one.value, one.label) for one in (Part.AUTHORITY, Part.PROFESSIONAL)], required=False
    )
    name = KeptField(label="Name and post", max_length=200, required=False)
    email = forms.EmailField(label="E-mail", required=False)

    def __init__(
        self,
        *args: Any,
        staff: Sequence[StaffLine] = (),
        contacts: Sequence[Contactable] = (),
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.contacts = {f"contact:{one.public_id}": one for one in contacts if not one.barred}
        known = [
            ("", "Somebody from outside"),
            ("Family", [(key, one.name) for key, one in self.contacts.items()]),
            ("Colleagues", [(f"user:{one.id}", one.name) for one in staff if one.is_active]),
        ]
        self.fields["who"] = forms.ChoiceField(label="Who", choices=[one for one in known if one[1]], required=False)
        self.order_fields(["who", "part", "name", "email"])

    def asked(self) -> Asked:
        """Whom to ask; the form must be valid."""
        given = self.cleaned_data
        who = str(given.get("who", ""))
        if who.startswith("user:"):
            return Asked(Part.STAFF, user=int(who.partition(":")[2]))
        if who in self.contacts:
            return Asked(Part.PARENT, contact=self.contacts[who].contact_id)
        part = Part(given["part"]) if given.get("part") else Part.PROFESSIONAL
        return Asked(part, name=given["name"], email=given["email"])


class PointForm(forms.Form):
    """Who does what, by when."""

    says = KeptField(label="Action point", max_length=400, error_messages={"required": "Say what is to be done"})

    def __init__(self, *args: Any, around: date, people: Sequence[PersonLine], staff: Sequence[StaffLine], **more: Any):
        super().__init__(*args, **more)
        there = [
            (f"person:{one.public_id}", one.name) for one in people if not one.withdrawn and one.part != Part.PUPIL
        ]
        names = {one.user for one in people if one.user}
        others = [(f"user:{one.id}", one.name) for one in staff if one.is_active and one.id not in names]
        roles = [(f"role:{role.value}", role.label) for role in _ROLES]
        self.fields["who"] = forms.ChoiceField(
            label="Who",
            choices=[("In the meeting", there), ("Whoever is", roles), ("Colleagues", others)],
            error_messages={"required": "Say who does it"},
        )
        self.fields["due"] = TypedDateField(label="By", around=around, error_messages={"required": "Say by when"})

    def owner(self) -> Mapping[str, Any]:
        """Who, as `add_action_point` takes it."""
        kind, _, value = str(self.cleaned_data["who"]).partition(":")
        if kind == "person":
            return {"person": uuid.UUID(value)}
        return {"owner": int(value)} if kind == "user" else {"role": value}


class DecideForm(forms.Form):
    """What was decided, and why."""

    reason = KeptField(
        label="Why", max_length=4000, widget=forms.Textarea, error_messages={"required": "Write why this was decided"}
    )

    def __init__(self, *args: Any, stage: Stage, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(one.key, one.label) for one in stage.decisions]
        self.fields["choice"] = forms.ChoiceField(
            label="What was decided",
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose what was decided"},
        )
        self.order_fields(["choice", "reason"])


class PackForm(forms.Form):
    """What has been done for a pupil, and what the school asks of the authority."""

    done = KeptField(label="What has been done", max_length=4000, required=False, widget=forms.Textarea)
    asked = KeptField(
        label="What the school asks of the authority", max_length=4000, required=False, widget=forms.Textarea
    )


class CorrectForm(forms.Form):
    """What was wrong with the signed minutes."""

    why = KeptField(label="What was wrong", max_length=1000, error_messages={"required": "Write what was wrong"})


def told_by(sent: Mapping[str, str], people: Iterable[PersonLine]) -> dict[uuid.UUID, str]:
    """By which way each person is to be told, where somebody chose: `way-<person>`."""
    chosen = {one.public_id: sent.get(f"way-{one.public_id}", "") for one in people}
    return {person: way for person, way in chosen.items() if way in ("email", "letter", "hand")}


def answers(
    sent: Mapping[str, str], people: Iterable[PersonLine]
) -> dict[uuid.UUID, tuple[Reply | None, Presence | None]]:
    """What was chosen for each person: `reply-<person>` and `presence-<person>`; None where it was not asked."""
    found: dict[uuid.UUID, tuple[Reply | None, Presence | None]] = {}
    for one in people:
        reply, presence = sent.get(f"reply-{one.public_id}"), sent.get(f"presence-{one.public_id}")
        found[one.public_id] = (
            Reply(reply) if reply in set(Reply) else None,
            Presence(presence) if presence in set(Presence) else None,
        )
    return found


_ROLES = (
    Role.ATTENDANCE_ADMINISTRATOR, Role.ATTENDANCE_MANAGER, Role.HEAD_OF_YEAR, Role.DSL, Role.SENCO, Role.SENIOR_LEADER,
)  # fmt: skip


def _boxes(label: str, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)


def opens_with(kind: MeetingKind, stage: str, on: date) -> dict[str, object]:
    """A form for a meeting as it opens."""
    return {"kind": f"{kind.key}:{stage or kind.stages[0].key}", "minutes": kind.minutes, "on": on, "at": "15:30"}

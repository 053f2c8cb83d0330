"""The forms of home visits: asking, planning, the door, and the school's policy."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from rollbook.absence.actions.visits_policy import LONGEST_WORDS
from rollbook.absence.queries.visits_policy import PolicyOfVisits
from rollbook.pupils.queries import PupilLine
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.home_visits import AtTheDoor, NextStep, Seen, Urgency, VisitRule, Who
from rollbook.rules.refused import Refused
from rollbook.web.dates import TypedDateField

LONGEST = 1000
STAYED, INSIDE = "stayed", "inside"
UNREADABLE = "This answer cannot be read. Open your visits again; nothing was stored."


def _labels(kinds: type[Urgency] | type[Who] | type[NextStep] | type[Seen]) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in kinds]


def _text(label: str, *, required: bool = True, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class AskForm(forms.Form):
    """A home that is to be visited: with which brothers and sisters, why, how soon, and what visitors must know."""

    siblings = forms.MultipleChoiceField(
        label="Brothers and sisters in the same home", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _text("Why", help_text="What was tried, and what you want to know. The visitors read it.")
    urgency = forms.ChoiceField(label="How soon", choices=_labels(Urgency), widget=forms.RadioSelect)
    risks = _text(
        "What visitors must know of this home",
        required=False,
        help_text="Only the two who go, the safeguarding lead and the head read it; each reading is noted.",
    )

    def __init__(self, *args: Any, siblings: Sequence[PupilLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.ids = {str(s.public_id): s.id for s in siblings}
        if not siblings:
            del self.fields["siblings"]
            return
        self.fields["siblings"].choices = [(str(s.public_id), f"{s.name} {s.registration}") for s in siblings]  # type: ignore[attr-defined]  # a field of choices

    def pupils(self, first: int) -> tuple[int, ...]:
        return (first, *(self.ids[one] for one in self.cleaned_data.get("siblings", ())))


class PlanForm(forms.Form):
    """Which homes, who goes, who waits for them, when, and for how long."""

    visits = forms.MultipleChoiceField(
        label="Homes, in the order of the route",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one home"},
    )
    first = forms.ChoiceField(label="Who goes")
    second = forms.ChoiceField(label="And with them")
    duty = forms.ChoiceField(label="Who waits for them", help_text="Told at once if they are not back in time.")
    at = forms.TimeField(label="They leave at", input_formats=["%H:%M", "%H.%M", "%H%M"], help_text="As 9:40")
    minutes = forms.IntegerField(label="Minutes they will be out", min_value=1)

    def __init__(
        self,
        *args: Any,
        homes: Sequence[tuple[str, str]],
        visitors: Mapping[int, str],
        everybody: Mapping[int, str],
        today: date,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        going = [("", "Choose somebody"), *((str(i), name) for i, name in visitors.items())]
        waiting = [("", "Choose somebody"), *((str(i), name) for i, name in everybody.items())]
        for name, choices in (("visits", list(homes)), ("first", going), ("second", going), ("duty", waiting)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a field of choices
        self.fields["on"] = TypedDateField(label="Day", around=today)
        self.order_fields(["visits", "first", "second", "duty", "on", "at", "minutes"])

    def leaves_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], LONDON)


class DropForm(forms.Form):
    """Why a visit is no longer needed."""

    why = forms.CharField(label="Why it is no longer needed", max_length=300)


class RisksForm(forms.Form):
    """What visitors must know of a home."""

    risks = _text("What visitors must know of this home", required=False, rows=5)


class DoorNoteForm(forms.Form):
    """What the codes cannot say; written with a network only, and never kept on the phone."""

    note = _text("What else was said or seen")


class DoorForm(forms.Form):
    """What was found at a door, in codes; each child goes by its token."""

    issue = forms.CharField(widget=forms.HiddenInput, max_length=400)
    answer = forms.UUIDField(widget=forms.HiddenInput)
    who = forms.ChoiceField(label="Who came to the door", choices=_labels(Who), widget=forms.RadioSelect)
    inside = forms.ChoiceField(
        label="Where you were",
        choices=[(STAYED, "We stayed at the door"), (INSIDE, "We went inside")],
        widget=forms.RadioSelect,
    )
    card = forms.BooleanField(label="We left the visit card", required=False)
    next = forms.ChoiceField(label="What is to be done next", choices=_labels(NextStep), widget=forms.RadioSelect)

    def __init__(self, *args: Any, children: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        for token, name in children:
            self.fields[token] = forms.ChoiceField(label=name, choices=_labels(Seen), widget=forms.RadioSelect)
        self.tokens = [token for token, _ in children]
        self.order_fields(["issue", "answer", "who", *self.tokens, "inside", "card", "next"])

    @property
    def seen_fields(self) -> list[forms.BoundField]:
        return [self[token] for token in self.tokens]

    def found(self, pupils: Mapping[str, int]) -> AtTheDoor:
        """What was found; the form must be valid. `pupils` by their tokens."""
        given = self.cleaned_data
        return AtTheDoor(
            who=Who(given["who"]),
            inside=given["inside"] == INSIDE,
            children=tuple((pupils[token], Seen(given[token])) for token in self.tokens),
            card_left=given["card"],
            next_step=NextStep(given["next"]),
        )


@dataclass(frozen=True, slots=True)
class SentDoor:
    """An answer as a phone sent it, now or when its network was back."""

    issue: str
    taken_at: datetime
    codes: Mapping[str, str]


def read_door(body: bytes) -> SentDoor:
    """The answer in a script's request; refused where it cannot be read."""
    try:
        said = json.loads(body)
        taken = datetime.fromisoformat(said["taken_at"])
        if taken.tzinfo is None or len(said["taps"]) > 40:
            raise ValueError
        codes = {str(tap["token"])[:40]: str(tap["code"])[:40] for tap in said["taps"]}
        issue, answer = str(said["issue"])[:400], str(uuid.UUID(said["save_id"]))
    except (ValueError, TypeError, KeyError) as bad:
        raise Refused(UNREADABLE) from bad
    return SentDoor(issue, taken, {**codes, "issue": issue, "answer": answer})


class VisitPolicyForm(forms.Form):
    """When a home visit is due, and how visitors go, from a day on."""

    after_days = forms.IntegerField(
        label="A visit is due after this many school days without a word", min_value=1, max_value=20
    )
    vulnerable_days = forms.IntegerField(
        label="For a looked-after child, or one with a social worker or a plan, after",
        min_value=1,
        max_value=20,
    )
    earliest = forms.TimeField(label="Visitors leave from", input_formats=["%H:%M", "%H.%M", "%H%M"])
    latest = forms.TimeField(label="to", input_formats=["%H:%M", "%H.%M", "%H%M"])
    minutes_out = forms.IntegerField(label="Minutes they are usually out", min_value=5, max_value=360)
    words = forms.CharField(
        label="The school’s own words",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Shown to those who plan visits and to those who go.",
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["from_day"] = TypedDateField(label="From", around=today)
        self.order_fields(["from_day"])

    def rule(self) -> VisitRule:
        given = self.cleaned_data
        return VisitRule(
            after_days=given["after_days"],
            vulnerable_days=given["vulnerable_days"],
            earliest=_minutes(given["earliest"]),
            latest=_minutes(given["latest"]),
            minutes_out=given["minutes_out"],
        )


def policy_as_typed(policy: PolicyOfVisits, actor: Actor) -> dict[str, object]:
    """The policy in force as its form opens; from tomorrow."""
    rule = policy.rule
    return {
        "from_day": actor.today + timedelta(days=1),
        "after_days": rule.after_days,
        "vulnerable_days": rule.vulnerable_days,
        "earliest": f"{rule.earliest // 60}:{rule.earliest % 60:02}",
        "latest": f"{rule.latest // 60}:{rule.latest % 60:02}",
        "minutes_out": rule.minutes_out,
        "words": policy.words,
    }


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute

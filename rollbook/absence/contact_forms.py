"""What the screens of first-day contact ask, read into plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.absence.models import Professional
from rollbook.absence.queries.contact_ladders import UNREACHABLE, SchoolLadder, Starts
from rollbook.pupils.queries.reaching import Way
from rollbook.rules.contact_ladder import EMAIL, MOST_STEPS, RING, TEXT, VOICE, Ladder, LadderStep
from rollbook.web.dates import TypedDateField

STEPS = 8
CHANNEL = {TEXT: "text", EMAIL: "e-mail", VOICE: "automated call", RING: "a person rings"}
_WHOM = [(n, f"contact {n}") for n in range(1, 6)]
_NOTHING = ("", "no step")
OUTCOME = (
    ("aware", "Knows; a reason is still needed"),
    ("unaware", "Believes the child is in school"),
    ("no-answer", "No answer"),
    ("message-left", "Message left"),
    ("answered", "Answered; nothing clear yet"),
    ("unreachable", "Nobody can be reached"),
    ("found", "The child was found in school"),
)


class OutcomeForm(forms.Form):
    """What came of a call: with whom, and what was said."""

    outcome = forms.ChoiceField(label="What came of it", choices=OUTCOME)
    contact = forms.TypedChoiceField(label="With whom", required=False, coerce=int, empty_value=None)
    note = forms.CharField(
        label="What was said", required=False, max_length=2000, widget=forms.Textarea, help_text="Kept encrypted."
    )

    def __init__(self, *args: Any, ways: Sequence[Way], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["contact"].choices = _contacts(ways)  # type: ignore[attr-defined]  # a choice field, above


class HoldForm(forms.Form):
    """Whom contact is held with, until when, and why."""

    contact = forms.TypedChoiceField(
        label="With whom nobody makes contact", required=False, coerce=int, empty_value=None
    )
    why = forms.CharField(
        label="Why", max_length=2000, widget=forms.Textarea,
        help_text="Encrypted. The office reads only that you hold contact.",
    )  # fmt: skip

    def __init__(self, *args: Any, ways: Sequence[Way], around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        people = [("", "everybody about this child"), *_contacts(ways)[1:]]
        self.fields["contact"].choices = people  # type: ignore[attr-defined]  # a choice field, above
        self.fields["last"] = TypedDateField(label="Last day", around=around, required=False)


class EscalationForm(forms.Form):
    """What was done because nobody can be reached, and its words."""

    escalate = forms.ChoiceField(label="What was done", choices=list(UNREACHABLE.items()))
    note = forms.CharField(
        label="Whom you rang, why the visit, or the police log number", required=False, max_length=2000
    )


class OwnLadderForm(forms.Form):
    """Whom this child's school tries first, and what it never uses."""

    first = forms.TypedChoiceField(label="Try first", required=False, coerce=int, empty_value=None)
    second = forms.TypedChoiceField(label="Then", required=False, coerce=int, empty_value=None)
    never = forms.MultipleChoiceField(
        label="Never by", required=False, choices=list(CHANNEL.items()), widget=forms.CheckboxSelectMultiple
    )
    why = forms.CharField(label="Why", required=False, max_length=500, help_text="Kept encrypted.")

    def __init__(self, *args: Any, ways: Sequence[Way], **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("first", "second"):
            field = self.fields[name]
            field.choices = [("", "as the school’s ladder says"), *_contacts(ways)[1:]]  # type: ignore[attr-defined]  # a choice field

    @property
    def order(self) -> list[int]:
        given = self.cleaned_data
        return list(dict.fromkeys(one for one in (given["first"], given["second"]) if one is not None))


class ProfessionalForm(forms.Form):
    """Somebody outside the school around a child."""

    kind = forms.ChoiceField(label="What they are", choices=Professional.Kind.choices)
    name = forms.CharField(label="Name or team", max_length=200)
    number = forms.CharField(label="Telephone", max_length=60, required=False)
    email = forms.CharField(label="E-mail", max_length=254, required=False)


class ContactLadderForm(forms.Form):
    """The school's ladder from a day on: steps, hours, what starts it, and what is done when nobody answers."""

    starts = forms.ChoiceField(label="Begins", choices=Starts.choices)
    opens = forms.TimeField(label="Not before", input_formats=["%H:%M"], help_text="For example 8:00.")
    ends = forms.TimeField(label="Not after", input_formats=["%H:%M"], help_text="For example 18:00.")
    asks_to_ring = forms.BooleanField(
        label="Ask contacts who may not be told to ring the school", required=False,
        help_text="The message names no child and says nothing of an absence.",
    )  # fmt: skip
    corrects_itself = forms.BooleanField(
        label="Send a correction by itself", required=False,
        help_text="When a family was told that a child is missing who was in school. Otherwise you are asked.",
    )  # fmt: skip
    places = forms.CharField(
        label="Where to look first",
        required=False,
        max_length=900,
        widget=forms.Textarea,
        help_text="One place a line.",
    )

    def __init__(self, *args: Any, around: date, stands: SchoolLadder, **more: Any) -> None:
        super().__init__(*args, **{"initial": _initial(stands), **more})
        for n in range(STEPS):
            step = stands.ladder.steps[n] if n < len(stands.ladder.steps) else None
            self._step(n, step)
        for n, (what, says) in enumerate(UNREACHABLE.items()):
            after = next((minutes for minutes, one in stands.unreachable if one == what), None)
            self.fields[f"after_{n}"] = forms.IntegerField(
                label=f"{says}: after minutes", required=False, initial=after, min_value=0, max_value=1440
            )
        self.fields["from_day"] = TypedDateField(
            label="From", around=around, initial=around, error_messages={"required": "Enter the first day"}
        )

    def _step(self, n: int, step: LadderStep | None) -> None:
        self.fields[f"channel_{n}"] = forms.ChoiceField(
            label=f"Step {n + 1}: by", required=False, choices=[_NOTHING, *CHANNEL.items()],
            initial=step.channel if step else "",
        )  # fmt: skip
        self.fields[f"whom_{n}"] = forms.TypedChoiceField(
            label=f"Step {n + 1}: whom", required=False, choices=_WHOM, coerce=int, empty_value=None,
            initial=step.whom if step else 1,
        )  # fmt: skip
        self.fields[f"wait_{n}"] = forms.IntegerField(
            label=f"Step {n + 1}: minutes before", required=False, min_value=0, max_value=240,
            initial=step.wait if step else None,
        )  # fmt: skip

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return ((self[f"channel_{n}"], self[f"whom_{n}"], self[f"wait_{n}"]) for n in range(min(STEPS, MOST_STEPS)))

    @property
    def afters(self) -> Iterator[forms.BoundField]:
        return (self[f"after_{n}"] for n in range(len(UNREACHABLE)))

    @property
    def ladder(self) -> Ladder:
        given = self.cleaned_data
        steps = (
            LadderStep(given[f"channel_{n}"], given[f"whom_{n}"] or 1, given[f"wait_{n}"] or 0)
            for n in range(STEPS)
            if given.get(f"channel_{n}")
        )
        opens, ends = given["opens"], given["ends"]
        return Ladder(tuple(steps), opens.hour * 60 + opens.minute, ends.hour * 60 + ends.minute, given["asks_to_ring"])

    @property
    def unreachable(self) -> list[tuple[int, str]]:
        given = self.cleaned_data
        after = [(given.get(f"after_{n}"), what) for n, what in enumerate(UNREACHABLE)]
        return sorted((minutes, what) for minutes, what in after if minutes is not None)


def _initial(stands: SchoolLadder) -> dict[str, object]:
    return {
        "starts": stands.starts,
        "opens": _clock(stands.ladder.from_minute),
        "ends": _clock(stands.ladder.to_minute),
        "asks_to_ring": stands.ladder.asks_to_ring,
        "corrects_itself": stands.corrects_itself,
        "places": "\n".join(stands.places),
    }


def _clock(minute: int) -> str:
    return f"{min(minute, 1439) // 60}:{min(minute, 1439) % 60:02}"


def _contacts(ways: Sequence[Way]) -> list[tuple[object, str]]:
    return [("", "nobody in particular"), *((w.contact_id, f"{w.name} ({w.relationship.lower()})") for w in ways)]

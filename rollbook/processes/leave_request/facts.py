"""What is known of a request for leave, as one pupil's case keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rollbook.rules.calendar import Days, SchoolCalendar
from rollbook.rules.leave import BOTH, Ground, Permit, Purpose, Wanted, sessions_of
from rollbook.rules.leave_travel import Journey
from rollbook.rules.process import Situation
from rollbook.rules.process_facts import ask
from rollbook.rules.sessions import Half, Session, in_words


class Way(StrEnum):
    """How the request came."""

    FORM = "form"
    PAPER = "paper"
    EMAIL = "email"
    PHONE = "phone"

    @property
    def label(self) -> str:
        return {"form": "Form for parents", "paper": "On paper", "email": "By e-mail", "phone": "By telephone"}[self]


class PartOfDay(StrEnum):
    """Which part of a single day."""

    WHOLE = "whole"
    AM = "AM"
    PM = "PM"

    @property
    def label(self) -> str:
        return {"whole": "All day", "AM": "The morning", "PM": "The afternoon"}[self]


@dataclass(frozen=True, slots=True)
class Facts:
    """One pupil's part of a request. `request` is the same for the brothers and sisters who were asked for together."""

    request: str = ""
    asked_by: str = ask("Who asked?", required=True, default="")
    lives_with: bool | None = ask("Does the pupil normally live with this parent?")
    way: Way | None = ask("How did the request come?")
    asked_on: date | None = ask("On which day did it come?", required=True)
    first: date | None = ask("First day of leave", required=True)
    last: date | None = ask("Last day of leave", required=True)
    part: PartOfDay | None = ask("All day, or part of it?", help="Only for a single day")
    purpose: Purpose | None = ask("What is it for?", required=True)
    reason: str = ask("Why, in the family’s words", long=True, default="")
    abroad: bool | None = ask("Is it abroad?")
    place: str = ask("Where to?", default="")
    travels_with: str = ask("Who travels with the pupil?", default="")
    return_booked: bool | None = ask("Is the way back booked?")
    back_on: date | None = ask("Back in school on")
    exam: str = ask("Which public examination?", help="For study leave", default="")
    set_apart: date | None = ask(
        "The day that the religious body sets apart", help="R for that one day; further days need leave (COD-13)"
    )
    licence: str = ask("Licence number, or what the child is exempt by", help="For C1", default="")
    licensed_by: str = ask("Who gave the licence?", default="")
    licence_first: date | None = ask("The licence begins on")
    licence_last: date | None = ask("The licence ends on")
    ground: Ground | None = ask("On which ground is leave granted?")
    granted_first: date | None = ask("Granted from", help="Empty for all the days asked for")
    granted_last: date | None = ask("Granted to", help="Empty for all the days asked for")
    told: str = ask("What the family is told of the reason", help="Stands in the letter", long=True, default="")
    answer_by: date | None = None

    @property
    def halves(self) -> frozenset[Half]:
        one_day = self.first == self.last
        return frozenset({Half[self.part]}) if one_day and self.part in (PartOfDay.AM, PartOfDay.PM) else BOTH

    @property
    def before_it(self) -> date | None:
        """The day before the leave: by then it is to be decided."""
        return self.first - timedelta(days=1) if self.first else None

    @property
    def permit(self) -> Permit | None:
        if not self.licence or self.licence_first is None or self.licence_last is None:
            return None
        return Permit(self.licence, self.licensed_by, self.licence_first, self.licence_last)

    @property
    def wanted(self) -> Wanted | None:
        """What was asked, for the rules; None while days or purpose are not known."""
        if self.first is None or self.last is None or self.asked_on is None or self.purpose is None:
            return None
        return Wanted(
            self.first, self.last, self.asked_on, self.purpose, self.halves, self.lives_with, self.exam, self.permit
        )

    @property
    def named(self) -> Days | None:
        """The days that a decision names; None where it names none."""
        if self.granted_first is None:
            return None
        return Days(self.granted_first, self.granted_last or self.granted_first)

    @property
    def journey(self) -> Journey | None:
        if self.first is None or self.last is None or self.purpose is None:
            return None
        return Journey(
            abroad=self.abroad,
            first=self.first,
            last=self.last,
            back_on=self.back_on,
            return_booked=self.return_booked,
            travels_with=self.travels_with,
            purpose=self.purpose,
        )

    @property
    def days_say(self) -> str:
        """The days asked for, as the office writes them."""
        if self.first is None:
            return "days not known"
        if self.last is None or self.first == self.last:
            part = f", {self.part.label.lower()}" if self.halves != BOTH and self.part else ""
            return in_words(self.first) + part
        return f"{in_words(self.first)} to {in_words(self.last)}"

    @property
    def days_short(self) -> str:
        """The days asked for, as a list has room for them."""
        if self.first is None:
            return "days not known"
        days = [_short(day) for day in dict.fromkeys((self.first, self.last or self.first))]
        part = f", {self.part.label.lower()}" if self.halves != BOTH and self.part else ""
        return " to ".join(days) + part

    def asked(self, calendar: SchoolCalendar) -> tuple[Session, ...]:
        """The sessions asked for: of school days alone."""
        if self.first is None or self.last is None:
            return ()
        return sessions_of(calendar, self.first, self.last, self.halves)

    def own_day(self, calendar: SchoolCalendar) -> tuple[Session, ...]:
        """The sessions of the day that a religious body sets apart (COD-13)."""
        return sessions_of(calendar, self.set_apart, self.set_apart) if self.set_apart else ()


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


GRANTED, PARTLY, REFUSED = "granted", "partly", "refused"


def decided(situation: Situation) -> str:
    """How the request was decided; empty while it is not."""
    taken = situation.last("decide")
    return taken.choice if taken else ""


def granted_days(facts: Facts, situation: Situation) -> Days | None:
    """The days granted: all that were asked for, those that the decision names, or none."""
    how = decided(situation)
    if how == GRANTED and facts.first is not None:
        return Days(facts.first, facts.last or facts.first)
    return facts.named if how == PARTLY else None


def granted_sessions(facts: Facts, situation: Situation) -> tuple[Session, ...]:
    """The sessions granted, without the festival's own day, which is no leave (COD-13)."""
    days = granted_days(facts, situation)
    if days is None:
        return ()
    found = sessions_of(situation.calendar, days.first, days.last, facts.halves)
    return tuple(session for session in found if session.on != facts.set_apart)


def is_held(situation: Situation) -> bool:
    """Whether the request is with the safeguarding lead: asked, and not answered since (LEA-5)."""
    asked, answered = situation.last("refer"), situation.last("looked")
    return asked is not None and (answered is None or answered.number < asked.number)

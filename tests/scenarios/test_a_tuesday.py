"""A Tuesday in a school of 1,200, hour by hour: forty unexplained, every family reached, nobody forgotten."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rollbook.absence.actions import Decided, Settlement, file_report, record_outcome, settle_no_reason
from rollbook.absence.actions.contact_ladders import set_contact_ladder
from rollbook.absence.actions.unreachable import take_escalation
from rollbook.absence.actions.visits_door import answer_door
from rollbook.absence.actions.visits_out import back_from_visits, leave_for_visits, plan_visits
from rollbook.absence.models import ContactEntry, HomeVisit
from rollbook.absence.queries import LineItem, absence_line, without_reason
from rollbook.absence.queries.contact_ladders import FURTHER, POLICE, VISIT, Starts
from rollbook.comms.models import Message, MessagePupil, ProviderAccount
from rollbook.comms.practice import PracticeMail, PracticeTexts
from rollbook.comms.practice.mailbox import PracticeMailbox
from rollbook.home.queries import today_of
from rollbook.pupils.models import ContactPhone
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.contact_ladder import EMAIL, RING, TEXT, Ladder, LadderStep
from rollbook.rules.home_visits import AtTheDoor, NextStep, Seen, Who
from rollbook.rules.sessions import Half, Session
from rollbook.site.actions import confirm_mark, sign_pupil
from rollbook.site.actions.searching import take_step
from rollbook.site.models import Search
from tests.builders import a_role, a_user, an_actor
from tests.comms.families import mail_through, texts_through
from tests.comms.test_mailbox import read_through
from tests.formats.letters_in import a_voicemail
from tests.scenarios.tuesday import TUESDAY, BigSchool, Clockwork, at

pytestmark = pytest.mark.django_db

MISSING = list(range(0, 1200, 30))  # one in each form
SIBLINGS = {0: 30, 60: 90}
ILL = range(5, 365, 30)  # twelve whose parents spoke to the machine before eight
NO_MOBILE = (120, 150, 180, 210)
LATE = (240, 270, 300, 330)
ANSWER_BY_TEXT = [*range(360, 840, 30)]
ON_HOLIDAY = 840
UNAWARE = (870, 900, 930, 960, 990)
NEVER_REACHED = 1020
GONE = 700
LADDER = Ladder((LadderStep(TEXT, 1, 0), LadderStep(EMAIL, 1, 10), LadderStep(RING, 1, 10)))


class Day:
    """The office's Tuesday, its practice providers, and the small acts that the story repeats."""

    def __init__(self, texts: PracticeTexts, mails: PracticeMail, box: PracticeMailbox) -> None:
        self.texts, self.mails, self.box = texts, mails, box
        self.school = BigSchool(SIBLINGS)
        for n in NO_MOBILE:
            phones = ContactPhone.objects.filter(contact=self.school.contacts[n])
            phones.update(number=f"01274 496{n:03}", kind=ContactPhone.Kind.HOME)
        self.school.flag(MISSING[7])
        self.head = an_actor(self.school.school, Role.HEAD, now=at(7, 0))
        set_contact_ladder(
            self.head,
            from_day=TUESDAY,
            starts=Starts.ITSELF,
            ladder=LADDER,
            unreachable=((0, FURTHER), (10, VISIT), (180, POLICE)),
            places=(),
        )
        texts_through(self.school.school, texts)
        mail_through(self.school.school, mails)
        read_through(self.school.school, box)
        self.clockwork = Clockwork(at(7, 30))

    def office(self, now: datetime, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> Any:
        return self.school.office(now, role)

    def id(self, n: int) -> int:
        return self.school.pupils[n].pk

    def public(self, n: int) -> str:
        return str(self.school.pupils[n].public_id)

    def voicemail(self, n: int) -> None:
        pupil = self.school.pupils[n]
        said = f"Hello, {pupil.legal_forename} is ill today and will not be in."
        number = f"0{self.school.mobile(n)[3:]}"
        mail = a_voicemail(f"Voicemail from {number}", said, message_id=f"<voice{n}@phones.example>")
        self.box.post(mail.as_bytes(), on=TUESDAY)

    def tell(self, said: dict[str, Any]) -> None:
        """What the gateway posts to the school's signed address."""
        account = ProviderAccount.objects.get(school=self.school.school, channel="text")
        body = json.dumps(said).encode()
        seal = hmac.new(b"s", body, hashlib.sha256).hexdigest()
        address = reverse("told-by-gateway", kwargs={"account": account.public_id})
        answer = Client().post(address, body, content_type="application/json", headers={"X-Signature": seal})
        assert answer.status_code == 204

    def waiting(self, now: datetime) -> tuple[LineItem, ...]:
        return absence_line(self.office(now)).waiting

    def file(self, item: LineItem, now: datetime) -> None:
        """One key: what is suggested, as it is suggested."""
        told = item.suggested
        assert item.is_ready, (item.words, told)
        assert told.first is not None
        assert told.last is not None
        pupils = tuple(str(p.public_id) for p in told.pupils)
        decided = Decided(pupils, told.first, told.last, told.halves, told.code, seen=item.version)
        filed = file_report(self.office(now), report=item.public_id, decided=decided)
        assert all(row.became in ("settled", "planned") for row in filed.rows), filed.rows

    def settle(self, now: datetime, half: Half, codes: dict[int, str], reason: str) -> None:
        rows = [Settlement(self.public(n), Session(TUESDAY, half), code, reason, seen=1) for n, code in codes.items()]
        outcomes = settle_no_reason(self.office(now), settlements=rows)
        assert {row.outcome.value for row in outcomes.values()} == {"stored"}, outcomes

    def missing(self, now: datetime, half: Half = Half.AM) -> set[int]:
        number = {p.pk: n for n, p in enumerate(self.school.pupils)}
        found = without_reason(self.office(now), TUESDAY, half)
        return {number[m.pupil.id] for family in found for m in family.pupils}


@pytest.fixture
def day() -> Iterator[Day]:
    with PracticeTexts() as texts, PracticeMail() as mails, PracticeMailbox() as box:
        yield Day(texts, mails, box)


def test_a_tuesday(day: Day) -> None:
    school = day.school

    # 8:00. Twelve parents have spoken to the machine overnight; each is filed with one key.
    for n in ILL:
        day.voicemail(n)
    day.clockwork.at(at(8, 0))
    items = day.waiting(at(8, 1))
    assert len(items) == 12
    assert {item.way for item in items} == {"voicemail"}
    for item in items:
        day.file(item, at(8, 2))
    assert day.waiting(at(8, 10)) == ()

    # 8:50. Forty tutors take their registers: forty children are not there and nobody has said why.
    school.registers(at(8, 50), Half.AM, dict.fromkeys(MISSING, "N") | dict.fromkeys(ILL, "planned"))
    assert day.missing(at(8, 55)) == set(MISSING)
    day.clockwork.at(at(9, 9))
    assert day.texts.taken == [], "nobody is written to while the registers are open"

    # 9:10. They close. A minute later the first texts stand in the outbox, held; siblings share one.
    day.clockwork.at(at(9, 11))
    waiting = Message.objects.filter(school=school.school, state="waiting", channel="text")
    assert waiting.count() == 40 - len(NO_MOBILE) - len(SIBLINGS)

    # Four children come in late at the desk while their families' texts are held.
    arrivals = {n: uuid.uuid4() for n in LATE}
    desk = day.office(at(9, 11, 30), Role.RECEPTION)
    for n, movement in arrivals.items():
        sign_pupil(desk, movement_id=movement, pupil=day.public(n), kind="arrived", at=desk.now)

    # 9:12. Two minutes after the close the texts are out, without those four.
    day.clockwork.at(at(9, 12))
    reached = {text["to"] for text in day.texts.taken}
    assert len(day.texts.taken) == len(reached) == 40 - len(NO_MOBILE) - len(SIBLINGS) - len(LATE)
    assert reached.isdisjoint(school.mobile(n) for n in (*LATE, *NO_MOBILE))
    assert Message.objects.filter(school=school.school, state="not-wanted").count() == len(LATE)
    for message in Message.objects.filter(school=school.school, state="handed"):
        day.tell({"reports": [{"id": message.provider_ref, "state": "delivered", "at": at(9, 12, 20).isoformat()}]})

    # 9:15. Sixteen parents text back, and one writes of a holiday: that is no reason that a key can file.
    for n in ANSWER_BY_TEXT:
        words = f"Sorry, {school.pupils[n].legal_forename} is poorly today"
        day.tell({"replies": [{"id": f"in{n}", "from": school.mobile(n), "text": words, "at": at(9, 15).isoformat()}]})
    away = {"id": "in-h", "from": school.mobile(ON_HOLIDAY), "text": "We are on holiday until Friday"}
    day.tell({"replies": [away | {"at": at(9, 16).isoformat()}]})
    day.clockwork.at(at(9, 16, 30))
    items = day.waiting(at(9, 17))
    assert Counter(item.is_ready for item in items) == {True: len(ANSWER_BY_TEXT), False: 1}
    for item in items:
        if item.is_ready:
            day.file(item, at(9, 18))
    day.settle(at(9, 19), Half.AM, {ON_HOLIDAY: "G"}, "Mother texts: on holiday until Friday, no leave was asked for")

    # 9:22. Who has no working mobile, or has not answered, has an e-mail through the school's own server.
    day.clockwork.at(at(9, 22))
    day.clockwork.at(at(9, 23))
    silent = {*UNAWARE, NEVER_REACHED, 0, 30, 60, 90, 1050, 1080, 1110, 1140, 1170}
    mailed = {mail["To"] for mail in day.mails.taken}
    assert mailed == {school.email(n) for n in (*NO_MOBILE, *silent) if n not in SIBLINGS.values()}

    # 9:32. Now people ring. Five families believe the child is in school: a search begins for each at once.
    day.clockwork.at(at(9, 32))
    rung = ContactEntry.objects.filter(school=school.school, way=RING)
    assert {row.pupil_id for row in rung} == {day.id(n) for n in (*NO_MOBILE, *silent)}
    for n in UNAWARE:
        office = day.office(at(9, 35))
        record_outcome(office, pupil=day.id(n), on=TUESDAY, half=Half.AM, outcome="unaware", way=RING)
    searches = Search.objects.filter(school=school.school, ended_at=None)
    assert {search.pupil_id for search in searches} == {day.id(n) for n in UNAWARE}
    others = [n for n in (*NO_MOBILE, *sorted(silent)) if n not in (*UNAWARE, NEVER_REACHED)]
    for n in others:
        office = day.office(at(9, 40))
        record_outcome(office, pupil=day.id(n), on=TUESDAY, half=Half.AM, outcome="aware", way=RING)
    day.settle(at(9, 41), Half.AM, dict.fromkeys(others, "I"), "Mother rang back: ill")

    # 9:45. Two of the five sat in another room all along; the other three stayed away, as their parents find out.
    watch = day.office(at(9, 45))
    for search in searches.order_by("pupil_id"):
        take_step(watch, search_id=search.public_id, step_id=uuid.uuid4(), kind="found", note="Seen")
    day.settle(at(9, 46), Half.AM, dict.fromkeys(UNAWARE[:2], "/"), "Was in the library with Ms Cole")
    day.settle(at(9, 46), Half.AM, dict.fromkeys(UNAWARE[2:], "O"), "Truanted; parents told, found at home")

    # 9:55. The desk's word makes the late ones late. One family nobody can reach; by 10:00 nothing else is open.
    day.clockwork.at(at(9, 55))
    for movement in arrivals.values():
        assert confirm_mark(day.office(at(9, 55, 30)), movement_id=movement) == "U"
    assert day.missing(at(9, 56)) == {NEVER_REACHED}
    alone: dict[str, Any] = {"pupil": day.id(NEVER_REACHED), "on": TUESDAY, "half": Half.AM}
    record_outcome(day.office(at(9, 56)), **alone, outcome="no-answer", way=RING)
    day.clockwork.at(at(10, 0))
    take_escalation(day.office(at(10, 0)), **alone, what=FURTHER, note="Grandmother: no answer")
    take_escalation(day.office(at(10, 10)), **alone, what=VISIT)

    # 10:30. Two people go; the child is at home, ill, and was spoken to alone.
    visit = HomeVisit.objects.get(school=school.school)
    first, second, duty = (a_user(name) for name in ("Ms Rahman", "Mr Cole", "Mrs Quaye"))
    a_role(first, school.school, Role.HEAD_OF_YEAR)
    a_role(second, school.school, Role.ATTENDANCE_ADMINISTRATOR)
    a_role(duty, school.school, Role.DSL)
    out = plan_visits(
        day.office(at(10, 15), Role.ATTENDANCE_MANAGER),
        visits=[visit.public_id],
        first=first.pk,
        second=second.pk,
        duty=duty.pk,
        leaves_at=at(10, 30),
        minutes=60,
    )
    leave_for_visits(an_actor(school.school, Role.HEAD_OF_YEAR, now=at(10, 30), user=first), out=out)
    doorstep = an_actor(school.school, Role.HEAD_OF_YEAR, now=at(10, 50), user=first)
    children = ((day.id(NEVER_REACHED), Seen.ALONE),)
    found = AtTheDoor(who=Who.PARENT, children=children, inside=False, card_left=False, next_step=NextStep.NONE)
    answer_door(doorstep, answer_id=uuid.uuid4(), visit=visit.public_id, found=found, taken_at=doorstep.now)
    back_from_visits(an_actor(school.school, Role.HEAD_OF_YEAR, now=at(11, 10), user=first), out=out)
    day.settle(at(11, 15), Half.AM, {NEVER_REACHED: "I"}, "Home visit: at home, ill, phone broken")

    # 13:20. In the afternoon one who was here this morning is not: that is a search, never a text.
    sent = len(day.texts.taken)
    absent = dict.fromkeys((GONE, ON_HOLIDAY, NEVER_REACHED, *others, *UNAWARE[2:]), "N")
    planned = dict.fromkeys((*ILL, *ANSWER_BY_TEXT), "planned")
    school.registers(at(13, 20), Half.PM, absent | planned)
    known = {ON_HOLIDAY: "G", NEVER_REACHED: "I", **dict.fromkeys(others, "I"), **dict.fromkeys(UNAWARE[2:], "O")}
    day.settle(at(13, 25), Half.PM, known, "As this morning")
    day.clockwork.at(at(13, 31))
    day.clockwork.at(at(13, 33))
    search = Search.objects.get(school=school.school, ended_at=None)
    assert search.pupil_id == day.id(GONE)
    assert len(day.texts.taken) == sent
    take_step(day.office(at(13, 40)), search_id=search.public_id, step_id=uuid.uuid4(), kind="found", note="Gym")
    day.settle(at(13, 41), Half.PM, {GONE: "\\"}, "Was in the gym, marked by mistake")

    # 16:00. Every absence of the day has its reason, nobody was written to twice, and the register proves itself.
    day.clockwork.at(at(15, 45))
    for half in Half:
        assert day.missing(at(16, 0), half) == set()
        assert len(school.codes(half)) == 1200
        assert "N" not in school.codes(half).values()
    came = Counter(school.codes()[n] for n in MISSING)
    assert came == {"I": 30, "U": 4, "O": 3, "/": 2, "G": 1}
    slots = MessagePupil.objects.filter(school=school.school, contact__isnull=False)
    slots_of = Counter(slots.values_list("pupil_id", "contact_id", "slot"))
    assert set(slots_of.values()) == {1}
    assert len(day.texts.taken) == len({(text["to"], text["reference"]) for text in day.texts.taken})
    assert not Message.objects.filter(school=school.school, state__in=("waiting", "handing", "doubt")).exists()
    assert today_of(day.office(at(16, 0))).families == ()
    assert verify_school(day.office(at(16, 0))).faults == ()

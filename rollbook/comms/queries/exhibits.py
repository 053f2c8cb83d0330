"""What letters, messages and calls can show a court: as written, with what is known of their coming (LEG-8)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from rollbook.audit.keys import decrypt
from rollbook.comms.models import CallOutcome, HandOver, LetterContact, LetterPupil, LetterRun, Message, Receipt, Reply
from rollbook.comms.paper import TEMPLATE, data_of
from rollbook.comms.words import address_place, letter_place, reply_place, subject_place, words_place
from rollbook.formats.values.phones import as_dialled_here
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.exhibits import Exhibit, ExhibitKind, Matter, facts, table, text
from rollbook.rules.sessions import in_words

_HEAD = ("When", "How", "What was said", "What is known of it")


class _Row(NamedTuple):
    at: datetime
    cells: tuple[str, str, str, str]


def letters_shown(actor: Actor, matter: Matter) -> tuple[Exhibit, ...]:
    """Each letter about the pupil as it was written: three statements; those taken back are not evidence.

    One that was not addressed to the parent concerned is set aside.
    """
    actor.require(Permission.MAKE_BUNDLES)
    rows = (
        LetterPupil.objects.filter(
            school_id=actor.school, pupil_id=matter.pupil_id, letter__run__made_at__range=_moments(matter)
        )
        .exclude(letter__run__state=LetterRun.State.TAKEN_BACK)
        .select_related("letter__run__version__template")
        .order_by("letter__run__made_at", "letter_id")
    )
    letters = [row.letter for row in rows]
    addressed: dict[int, set[int]] = defaultdict(set)
    to = LetterContact.objects.filter(letter_id__in=[letter.pk for letter in letters])
    for letter, contact in to.values_list("letter_id", "contact_id"):
        addressed[letter].add(contact)
    crests: dict[str, bytes] = {}
    return tuple(
        _letter(actor, letter, is_theirs=matter.contact_id in addressed[letter.pk], crests=crests) for letter in letters
    )


def messages_shown(actor: Actor, matter: Matter) -> tuple[Exhibit, ...]:
    """Texts, e-mails and calls between the school and this parent about the pupil, in order: six statements at most."""
    actor.require(Permission.MAKE_BUNDLES)
    theirs = Q(school_id=actor.school, contact_id=matter.contact_id, about__pupil_id=matter.pupil_id)
    went = Message.objects.filter(theirs, made_at__range=_moments(matter)).exclude(
        state__in=(Message.State.WAITING, Message.State.TAKEN_BACK, Message.State.NOT_WANTED)
    )
    messages = list(went.order_by("made_at", "id").distinct())
    if not messages:
        return ()
    rows = [*_went(messages), *_came_back(messages), *_calls(messages)]
    rows.sort(key=lambda row: row.at)
    return (
        Exhibit(
            key="messages",
            kind=ExhibitKind.MESSAGES,
            title="Messages and calls",
            about=f"{len(rows)} in order",
            blocks=(
                text("Every text, e-mail and call between the school and this parent about the pupil, as it was sent."),
                table(_HEAD, tuple(row.cells for row in rows), widths=(4, 4, 9, 5)),
            ),
        ),
    )


def _letter(actor: Actor, letter: Any, *, is_theirs: bool, crests: dict[str, bytes]) -> Exhibit:
    run = letter.run
    sheet = json.loads(decrypt(letter.kept, place=letter_place(letter.public_id)))
    posted = run.state == LetterRun.State.POSTED
    proof = f"Posted {_moment(run.changed_at)}, as {run.changed_by} noted" if posted else "Printed; not noted as posted"
    given: dict[str, Any] = {
        "key": f"letter:{letter.public_id}",
        "kind": ExhibitKind.LETTER,
        "title": f"Letter: {run.version.template.name}",
        "about": f"of {_day(run.made_at)}. {proof}",
        "on": run.made_at.astimezone(LONDON).date(),
        "proof": proof,
        "aside": "" if is_theirs else f"Addressed to {' and '.join(sheet['to'])}, not to this parent",
    }
    if run.version.document is not None:
        return Exhibit(**given, blocks=(_of_word(sheet, run),))
    frame = run.frame
    data = data_of(actor, frame, [sheet], given["title"], crests=crests)
    return Exhibit(**given, template=TEMPLATE, data=data)


def _of_word(sheet: Mapping[str, Any], run: LetterRun) -> Any:
    return facts(
        ("Letter", run.version.template.name),
        ("To", " and ".join(sheet["to"])),
        ("Written", f"{_moment(run.made_at)} by {run.by_name}"),
        ("Copy", "This letter was written in Word. Print the copy that was kept to a PDF, and enclose that."),
    )


def _went(messages: Iterable[Message]) -> Iterable[_Row]:
    ids = [row.pk for row in messages]
    known: dict[int, str] = {}
    for attempt in HandOver.objects.filter(message_id__in=ids, ended_at__isnull=False).order_by("id"):
        known[attempt.message_id] = f"Handed to {attempt.provider} {_moment(attempt.ended_at)}"  # type: ignore[arg-type]  # not null here
    receipts: dict[int, str] = {}
    for receipt in Receipt.objects.filter(message_id__in=ids).order_by("at", "id"):
        if receipt.message_id is not None:
            receipts[receipt.message_id] = f"{receipt.state.replace('-', ' ').capitalize()} {_moment(receipt.at)}"
    for row in messages:
        ref = row.public_id
        subject = decrypt(row.subject, place=subject_place(ref)) if row.subject else ""
        words = decrypt(row.words, place=words_place(ref))
        to = as_dialled_here(decrypt(row.address, place=address_place(ref)))
        what = row.get_state_display()
        told = ". ".join(part for part in (what, known.get(row.pk, ""), receipts.get(row.pk, ""), row.why) if part)
        how = f"{row.get_channel_display()} to {to}, by {row.by_name}"
        yield _Row(row.made_at, (_moment(row.made_at), how, "\n".join(p for p in (subject, words) if p), told))


def _came_back(messages: Iterable[Message]) -> Iterable[_Row]:
    for reply in Reply.objects.filter(message_id__in=[row.pk for row in messages]).order_by("came_at", "id"):
        words = decrypt(reply.words, place=reply_place(reply.public_id))
        yield _Row(reply.came_at, (_moment(reply.came_at), "Answer from the parent", words, "Came in"))


def _calls(messages: Iterable[Message]) -> Iterable[_Row]:
    for call in CallOutcome.objects.filter(message_id__in=[row.pk for row in messages]).order_by("at", "id"):
        yield _Row(call.at, (_moment(call.at), "Call", "", call.get_outcome_display()))


def _moments(matter: Matter) -> tuple[datetime, datetime]:
    ends = datetime.combine(matter.last + timedelta(days=1), time(), LONDON) - timedelta(microseconds=1)
    return datetime.combine(matter.first, time(), LONDON), ends


def _day(at: datetime) -> str:
    return in_words(at.astimezone(LONDON).date()).partition(" ")[2]


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%b %Y}, {local.hour}:{local:%M}"

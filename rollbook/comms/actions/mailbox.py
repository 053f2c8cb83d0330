"""The absence mailbox: set up, and every mail in it taken once, whenever the machine stops (ABS-A).

A mail is kept in one transaction with the number up to which the mailbox was read; only then is the
mailbox told. Between the two anything may happen: the mail is found again by its key, and told again.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import blind_index, decrypt, encrypt
from rollbook.comms.actions.receipts import take_receipts
from rollbook.comms.events import MailboxFailed, MailboxReadAgain, MailboxSet, MailCame
from rollbook.comms.models import IncomingFile, IncomingMail, Mailbox, Message
from rollbook.comms.providers.heard import Report
from rollbook.comms.providers.mailbox import HERE, SETTINGS, Fetched
from rollbook.comms.words import address_key, mail_place, mailbox_place
from rollbook.files.actions import keep_file
from rollbook.formats.mail import Kind, Mail, read_mail, unread_mail
from rollbook.formats.mail.reading import TOO_LARGE
from rollbook.formats.refusals import FileRefused
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

IN_CLEAR = "The password would cross the network in clear. Choose TLS or STARTTLS."


@action(Permission.SET_UP_SCHOOL)
def set_mailbox(actor: Actor, *, kept: Mapping[str, str], is_on: bool = True) -> None:
    """Say where the school's absence mailbox is, or stop reading it; a password that is left empty stays.

    Another server, user or folder is another mailbox: its mails are counted from the start.
    """
    row = Mailbox.objects.select_for_update().filter(school_id=actor.school).first()
    before = settings_of(row) if row is not None else {}
    told = complete(kept, before)
    if row is None:
        row = Mailbox(school_id=actor.school, public_id=uuid.uuid4())
    if any(told[word] != before.get(word) for word in ("host", "user", "folder")):
        row.validity = row.last_uid = 0
        row.read_at = None
    row.kept = encrypt(json.dumps(told), place=mailbox_place(row.public_id))
    row.since, row.by_name, row.is_on = actor.now, actor.name, is_on
    row.failing_since, row.why = None, ""
    row.save()
    record(actor, MailboxSet(is_on))


def complete(kept: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Settings as they would be kept: a password left empty is the one before. Refused where something is missing."""
    told = {s.name: kept.get(s.name, "").strip() for s in SETTINGS}
    told["password"] = told["password"] or before.get("password", "")
    told["folder"] = told["folder"] or "INBOX"
    for setting in SETTINGS:
        if setting.needed and not told[setting.name]:
            raise Refused(f"“{setting.label}” is missing. {setting.hint}".strip())
    if not told["port"].isdecimal() or not 0 < int(told["port"]) < 65536:
        raise Refused("A port is a number from 1 to 65535: 993 with TLS from the start.")
    if told["security"] == "none" and told["host"] not in HERE:
        raise Refused(IN_CLEAR)
    return told


def settings_of(row: Mailbox) -> dict[str, str]:
    """What the mailbox needs to know, in clear."""
    return dict(json.loads(decrypt(row.kept, place=mailbox_place(row.public_id))))


@action(Permission.HAND_OVER_MESSAGES)
def take_mail(actor: Actor, *, validity: int, fetched: Fetched) -> bool:
    """Keep a mail with its files, once for each, and note how far the mailbox was read; whether it was new.

    A mail that came back marks the message it was. Refuses nothing: what cannot be kept is said on it.
    """
    mail = _read(fetched)
    key = _key(mail, fetched.raw)
    box = Mailbox.objects.select_for_update().get(school_id=actor.school)
    last = max(box.last_uid, fetched.uid) if box.validity == validity else fetched.uid
    Mailbox.objects.filter(pk=box.pk).update(validity=validity, last_uid=last)
    there = IncomingMail.objects.filter(school_id=actor.school, key=key)
    if there.exists():
        # Numbered anew, or another copy, of which the one that was first stays the one to be told of.
        there.exclude(validity=validity).update(validity=validity, uid=fetched.uid, put_away=False)
        record_nothing_changed()
        return False
    row = _kept(actor, mail, key, validity, fetched.uid)
    _keep_files(actor, row, mail)
    if mail.kind is Kind.BOUNCE and mail.failed and row.answers is not None:
        report = Report(f"mail:{row.public_id}", str(row.answers.public_id), "failed", actor.now, mail.failed)
        take_receipts(actor, provider=row.answers.provider, reports=[report])
    record(actor, MailCame(row.public_id, mail.kind.value))
    return True


@action(Permission.HAND_OVER_MESSAGES)
def note_put_away(actor: Actor, *, uids: tuple[int, ...], validity: int) -> None:
    """The mailbox has been told that these were taken."""
    rows = IncomingMail.objects.filter(school_id=actor.school, validity=validity, uid__in=uids, put_away=False)
    rows.update(put_away=True)
    record_nothing_changed()


@action(Permission.HAND_OVER_MESSAGES)
def note_read(actor: Actor, *, validity: int, last_uid: int) -> None:
    """The mailbox was read up to this number; that it can be read again is said once."""
    row = Mailbox.objects.select_for_update().get(school_id=actor.school)
    last = max(row.last_uid, last_uid) if row.validity == validity else last_uid
    Mailbox.objects.filter(pk=row.pk).update(
        validity=validity, last_uid=last, read_at=actor.now, failing_since=None, why=""
    )
    if row.failing_since is None:
        record_nothing_changed()
    else:
        record(actor, MailboxReadAgain())


@action(Permission.HAND_OVER_MESSAGES)
def note_failing(actor: Actor, *, why: str) -> None:
    """The mailbox cannot be read, and why; said once, until it can be read again."""
    row = Mailbox.objects.select_for_update().get(school_id=actor.school)
    Mailbox.objects.filter(pk=row.pk).update(failing_since=row.failing_since or actor.now, why=why[:200])
    if row.failing_since is not None:
        record_nothing_changed()
    else:
        record(actor, MailboxFailed())


def _read(fetched: Fetched) -> Mail:
    return read_mail(fetched.raw) if fetched.whole else unread_mail(fetched.raw, Kind.TOO_LARGE, TOO_LARGE)


def _key(mail: Mail, raw: bytes) -> str:
    """The same for every copy of a mail: its Message-ID and its bytes below the head, for ids are used again."""
    _, _, below = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    what = below if mail.message_id and below else raw
    return blind_index(f"{mail.message_id}|{hashlib.sha256(what).hexdigest()}", place="comms.mail")


def _kept(actor: Actor, mail: Mail, key: str, validity: int, uid: int) -> IncomingMail:
    ref = uuid.uuid4()

    def sealed(word: str, text: str) -> bytes:
        return encrypt(text, place=mail_place(ref, word)) if text else b""

    row = IncomingMail(school_id=actor.school, public_id=ref, key=key, validity=validity, uid=uid)
    row.kind, row.withheld = mail.kind.value, mail.withheld
    row.name, row.address = sealed("name", mail.name), sealed("address", mail.address)
    row.address_key = address_key(mail.address) if mail.address else ""
    row.caller, row.subject = sealed("caller", mail.caller), sealed("subject", mail.subject)
    row.words, row.cut = sealed("words", mail.text), sealed("cut", mail.cut)
    row.problems = "\n".join(mail.problems)
    row.answers = _answered(actor, mail)
    row.sent_at, row.taken_at = mail.sent_at, actor.now
    row.save(force_insert=True)
    return row


def _keep_files(actor: Actor, row: IncomingMail, mail: Mail) -> None:
    refused = []
    kind = "voicemail" if mail.kind is Kind.VOICEMAIL else "mail"
    for position, attached in enumerate(mail.files):
        try:
            file = keep_file(actor, name=attached.name, data=attached.data, kind=kind, pupils=())
        except FileRefused as why:
            refused.append(f"A file was left in the mailbox: {why.says}")
            continue
        IncomingFile.objects.create(school_id=actor.school, mail=row, position=position, file=file)
    if refused:
        row.problems = "\n".join(dict.fromkeys([*mail.problems, *refused]))
        row.save(update_fields=["problems"])


def _answered(actor: Actor, mail: Mail) -> Message | None:
    """The message of ours whose Message-ID it names, the last one named first."""
    named = [_ours(one) for one in reversed(mail.answers)]
    found = {
        row.public_id: row
        for row in Message.objects.filter(school_id=actor.school, public_id__in=[ref for ref in named if ref])
    }
    return next((found[ref] for ref in named if ref in found), None)


def _ours(message_id: str) -> uuid.UUID | None:
    """Our own Message-IDs begin with the message's public id (`providers/smtp.py`)."""
    try:
        return uuid.UUID(message_id.strip("<>").partition("@")[0])
    except ValueError:
        return None

"""Bytes of a mail to values: parts in any order and depth, in any charset, broken or whole."""

from __future__ import annotations

from binascii import Error as BadBase64
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message

from rollbook.formats.mail.callers import caller_in, is_withheld
from rollbook.formats.mail.headers import decoded, header, in_clear, message_ids, sender, sent_at
from rollbook.formats.mail.machines import is_auto_reply, is_report, why_failed
from rollbook.formats.mail.pages import words_of
from rollbook.formats.mail.quoting import LONGEST, own_words
from rollbook.formats.mail.values import Attached, Kind, Mail
from rollbook.formats.mail.winmail import opened

LARGEST = 15 * 1024 * 1024
LARGEST_FILE = 10 * 1024 * 1024
MOST_FILES, MOST_PARTS, DEEPEST = 10, 200, 20
A_LOGO = 10_000  # bytes: a picture inside the words that is smaller is decoration, or counts who reads
_SOUND = (".wav", ".mp3", ".m4a", ".amr", ".ogg", ".opus", ".aac", ".3gp", ".gsm")
_BROKEN = (MessageError, BadBase64, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
CANNOT_READ = "This mail cannot be read here. Look at it in the mailbox."
TOO_LARGE = f"This mail is larger than {LARGEST // 1024 // 1024} MB: look at it in the mailbox."


@dataclass(slots=True)
class _Found:
    """What the parts of a mail held."""

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)
    status: str = ""
    returned: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def say(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def read_mail(raw: bytes) -> Mail:
    """Read a whole mail; whatever is wrong with it, the answer is a mail with sentences about that, never an error."""
    if len(raw) > LARGEST:
        return unread_mail(raw[:64_000], Kind.TOO_LARGE, TOO_LARGE)
    try:
        return _read(message_from_bytes(raw, policy=policy.compat32))
    except _BROKEN:
        return unread_mail(raw[:64_000], Kind.UNREADABLE, CANNOT_READ)


def unread_mail(head: bytes, kind: Kind, says: str) -> Mail:
    """A mail of which only the lines above it are read."""
    end = head.replace(b"\r\n", b"\n").find(b"\n\n")
    try:
        mail = message_from_bytes(head.replace(b"\r\n", b"\n")[: end if end >= 0 else None], policy=policy.compat32)
        name, address = sender(mail)
        ids = message_ids(header(mail, "Message-ID"))
        subject, moment = header(mail, "Subject"), sent_at(mail)
    except _BROKEN:
        return Mail(kind, problems=(says,))
    return Mail(kind, next(iter(ids), ""), name, address, subject, moment, problems=(says,))


def _read(mail: Message) -> Mail:
    name, address = sender(mail)
    subject = header(mail, "Subject")
    report = is_report(mail, address)
    found = _Found()
    for part, depth in _parts(mail):
        if depth > DEEPEST:
            found.say("Parts of this mail are packed too deeply to be read. Look at it in the mailbox.")
            continue
        _take(part, found, report)
    whole = "\n\n".join(t for t in found.plain if t.strip()) or "\n\n".join(words_of(page) for page in found.pages)
    text, cut = own_words(whole)
    if len(whole) > LONGEST:
        found.say("Only the beginning of this mail is shown. Look at it in the mailbox.")
    kind = _kind(mail, found, report)
    places = (header(mail, "X-Caller-ID"), header(mail, "X-Asterisk-CallerID"), subject, name, f"from {address}", whole)
    spoken = kind is Kind.VOICEMAIL
    return Mail(
        kind=kind,
        message_id=next(iter(message_ids(header(mail, "Message-ID"))), ""),
        name=name,
        address=address,
        subject=subject,
        sent_at=sent_at(mail),
        text=text,
        cut=cut,
        caller=caller_in(places) if spoken else "",
        withheld=spoken and is_withheld(places),
        answers=message_ids(header(mail, "In-Reply-To"), header(mail, "References"), *found.returned),
        failed=why_failed(found.status or whole, subject) if report else "",
        files=tuple(found.files),
        problems=tuple(found.problems),
    )


def _kind(mail: Message, found: _Found, report: bool) -> Kind:
    if report:
        return Kind.BOUNCE
    if any(f.media.startswith("audio/") or f.name.casefold().endswith(_SOUND) for f in found.files):
        return Kind.VOICEMAIL
    return Kind.AUTO_REPLY if is_auto_reply(mail) else Kind.MAIL


def _parts(mail: Message) -> Iterator[tuple[Message, int]]:
    """The leaves in their order; a mail inside a mail is a leaf. Without recursion, for senders who never stop."""
    waiting: list[tuple[Message, int]] = [(mail, 0)]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part, depth = waiting.pop(0)
        seen += 1
        # The library decodes a leaf as its charset says, whatever that is: only a list is asked for.
        inside = part.get_payload() if part.is_multipart() else None
        if part.get_content_maintype() == "multipart" and isinstance(inside, list) and depth <= DEEPEST:
            waiting[:0] = [(one, depth + 1) for one in inside if isinstance(one, Message)]
        else:
            yield part, depth


def _take(part: Message, found: _Found, report: bool) -> None:
    media = part.get_content_type()
    if report and media in ("message/delivery-status", "message/global-delivery-status"):
        found.status += _as_written(part)
        return
    if report and media in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
        found.returned += _lines_with_id(part)
        return
    name, attached = _name(part), part.get_content_disposition() == "attachment"
    if media in ("text/plain", "text/html") and not attached and not name:
        text = in_clear(_content(part), str(part.get_param("charset") or ""))
        (found.plain if media == "text/plain" else found.pages).append(text)
        return
    if media.startswith("multipart/") and not name:
        found.plain.append(in_clear(_content(part), ""))
        return
    _keep(found, part, media, name)


def _keep(found: _Found, part: Message, media: str, name: str) -> None:
    data = _content(part)
    if media == "message/rfc822" or media.startswith("message/"):
        data, name = _as_written(part).encode("utf-8", "replace"), name or "mail.eml"
    if parcel := opened(data):
        words, files = parcel
        found.plain += [words] if words else []
        for file in files:
            _put(found, file)
        return
    is_picture_inside = media.startswith("image/") and part.get_content_disposition() != "attachment"
    if not data or (is_picture_inside and len(data) < A_LOGO):
        return
    if media == "text/calendar":
        name = name or "invitation.ics"
    _put(found, Attached((name or _unnamed(media))[:150], media, data))


def _put(found: _Found, file: Attached) -> None:
    if len(file.data) > LARGEST_FILE:
        found.say(f"A file of more than {LARGEST_FILE // 1024 // 1024} MB was left in the mailbox.")
    elif len(found.files) >= MOST_FILES:
        found.say(f"More than {MOST_FILES} files came with it. The others are in the mailbox.")
    else:
        found.files.append(file)


def _content(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _as_written(part: Message) -> str:
    """A part with the lines above it, as text; a mail inside is written out again."""
    inside = part.get_payload() if part.is_multipart() else None
    if isinstance(inside, list):
        return "\n".join(one.as_bytes().decode("utf-8", "replace") for one in inside if isinstance(one, Message))
    return in_clear(_content(part), "")


def _lines_with_id(part: Message) -> list[str]:
    return [line[11:] for line in _as_written(part).splitlines() if line[:11].casefold() == "message-id:"]


def _name(part: Message) -> str:
    named = decoded((part.get_filename() or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return " ".join(named.replace("\\", "/").split("/")[-1].split())


def _unnamed(media: str) -> str:
    return "recording" if media.startswith("audio/") else "file"

"""Mail as families, telephone systems and machines send it: read into plain values, whatever ails it (ABS-A)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollbook.formats.mail import LARGEST, Kind, Mail, read_mail
from tests.formats.letters_in import a_bounce, a_mail, a_parcel, a_voicemail

ZOE = "Zoë is ill"
FORWARDED = "---------- Forwarded message ---------\nFrom: Gran\nShe is ill."
FEW = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str, **more: Any) -> Mail:
    return read_mail(a_mail(text, **more).as_bytes())


def test_a_plain_mail_is_who_what_and_when() -> None:
    mail = read("Tolu is ill today.\n")
    assert (mail.kind, mail.name, mail.address) == (Kind.MAIL, "Ada Abiodun", "ada@example.org")
    assert (mail.subject, mail.text, mail.cut) == ("Tolu Abiodun 9B", "Tolu is ill today.", "")
    assert mail.sent_at == datetime(2026, 9, 7, 6, 58, tzinfo=UTC)
    assert mail.message_id == "<one@example.org>"
    assert "Tolu" not in repr(mail)


def test_an_html_mail_gives_its_words_and_fetches_nothing() -> None:
    page = """<html><head><style>p{color:red}</style></head><body>
      <div style="display:none">Preheader nobody sees</div>
      <p>Dear school,</p><p>Zo&euml; has a <b>temperature</b>.</p>
      <script>track()</script><img src="https://track.example/?who=ada" width="1" height="1">
      <blockquote>Where is Zoë?</blockquote></body></html>"""
    mail = read_mail(a_mail("", page=page).as_bytes())
    assert mail.text == "Dear school,\n\nZoë has a temperature."
    assert mail.cut == "> Where is Zoë?"
    assert "track" not in mail.text + mail.cut
    assert mail.files == ()


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("Ill today.\n\nOn Mon, 7 Sep 2026 at 08:31, Oakfield <a@b.example> wrote:\n> Where is Tolu?", "Ill today."),
        ("Ill today.\n\nOn Mon, 7 Sep 2026 at 08:31, Oakfield\n<a@b.example> wrote:\n> Where is Tolu?", "Ill today."),
        ("Ill today.\n-----Original Message-----\nFrom: Oakfield\nWhere is Tolu?", "Ill today."),
        ("Ill.\n\nFrom: Oakfield School\nSent: 07 September 2026\nTo: Ada\nSubject: Tolu\n\nWhere?", "Ill."),
        ("Ill today.\n-- \nAda Abiodun\nManager", "Ill today."),
        ("Ill today.\n\nSent from my iPhone", "Ill today."),
        ("Ill.\nThis e-mail is confidential and intended for the addressee only.", "Ill."),
        ("> Where is Tolu?\nShe is ill.", "She is ill."),
        ("Sent from my iPhone", "Sent from my iPhone"),
        (FORWARDED, FORWARDED),
        ("On Monday she was ill.\nOn Tuesday too.", "On Monday she was ill.\nOn Tuesday too."),
        ("From: tomorrow she is back.\nAda", "From: tomorrow she is back.\nAda"),
    ],
)  # fmt: skip
def test_what_they_wrote_and_what_they_quoted_are_told_apart_and_both_kept(body: str, own: str) -> None:
    mail = read(body)
    assert mail.text == own
    kept = (mail.text + mail.cut).replace("\n", "").replace(" ", "")
    assert sorted(kept) == sorted(body.replace("\n", "").replace(" ", ""))


@pytest.mark.parametrize(
    ("said", "written"),
    [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("us-ascii", "utf-8"), ("utf-8", "cp1252"),
     ("iso-8859-1", "utf-8"), ("x-unknown", "utf-8"), ("idna", "utf-8"), ("utf-16", "utf-16")],
)  # fmt: skip
def test_a_wrong_charset_is_seen_through(said: str, written: str) -> None:
    raw = b"From: a@b.example\r\nContent-Type: text/plain; charset=" + said.encode() + b"\r\n\r\n"
    assert read_mail(raw + "Zoë’s ill".encode(written)).text == "Zoë’s ill"


@pytest.mark.parametrize(
    "subject",
    [b"=?utf-8?b?Wm/Dqw==?= is ill", b"=?iso-8859-1?q?Zo=EB?= is ill", ZOE.encode(), ZOE.encode("cp1252")],
)
def test_a_subject_is_read_however_it_is_written(subject: bytes) -> None:
    assert read_mail(b"Subject: " + subject + b"\r\n\r\nHello").subject == "Zoë is ill"


@pytest.mark.parametrize(
    ("mail", "caller"),
    [
        (a_voicemail("Voicemail from 07700 900123"), "+447700900123"),
        (a_voicemail("New voice message from +44 7700 900123 (0:23)"), "+447700900123"),
        (a_voicemail("Message from 447700900123 in mailbox 2001"), "+447700900123"),
        (a_voicemail("New message", "Caller: 00447700900123\nCalled: 01632 960001\nTime: 0:23"), "+447700900123"),
        (a_voicemail("Voicemail to 01632 960001 from (01632) 960-123"), "+441632960123"),
        (a_voicemail("Voicemail", sender='"07700900123" <voicemail@phones.example>'), "+447700900123"),
        (a_voicemail("Voicemail", sender="07700900123@phones.example"), "+447700900123"),
        (a_voicemail("Voicemail", X_Caller_ID="+447700900123"), "+447700900123"),
        (a_voicemail("Voicemail received 2026-09-07 08:12:33 length 00:00:41"), ""),
        (a_voicemail("Voicemail from a withheld number"), ""),
    ],
)  # fmt: skip
def test_a_voicemail_names_its_caller(mail: object, caller: str) -> None:
    found = read_mail(bytes(mail))  # type: ignore[call-overload]  # an EmailMessage has __bytes__
    assert (found.kind, found.caller) == (Kind.VOICEMAIL, caller)
    assert found.withheld == ("withheld" in found.subject)
    assert found.files[0].name == "msg.wav"


def test_a_machines_answer_is_not_somebodys_word() -> None:
    assert read("I am away until Monday.", Auto_Submitted="auto-replied").kind is Kind.AUTO_REPLY
    assert read("I am away.", subject="Automatic reply: Tolu today").kind is Kind.AUTO_REPLY
    assert read("Tolu is out of the office? No, ill.", subject="Tolu").kind is Kind.MAIL
    assert read("Ill", Auto_Submitted="no").kind is Kind.MAIL


def test_a_mail_that_came_back_names_the_one_it_was() -> None:
    mail = read_mail(a_bounce("<ours@school.example>"))
    assert (mail.kind, mail.failed) == (Kind.BOUNCE, "there is no such address")
    assert "<ours@school.example>" in mail.answers
    assert read_mail(a_bounce("<ours@school.example>", action="delayed", status="4.4.1")).failed == ""
    assert read_mail(a_bounce("<ours@school.example>", status="5.2.2")).failed.startswith("the mailbox cannot take it")


def test_outlooks_parcel_is_opened() -> None:
    parcel = a_parcel("See the letter.", "letter.pdf", b"%PDF-1.7 letter")
    mail = read_mail(a_mail("", files=(("winmail.dat", "application/ms-tnef", parcel),)).as_bytes())
    assert mail.text == "See the letter."
    assert [(f.name, f.data) for f in mail.files] == [("letter.pdf", b"%PDF-1.7 letter")]


def test_files_come_with_their_names_and_decoration_does_not() -> None:
    files = (
        ("../../note.pdf", "application/pdf", b"%PDF-1.7"),
        ("invite.ics", "text/calendar", b"BEGIN:VCALENDAR"),
        ("=?utf-8?b?Wm/Dqy5qcGc=?=", "image/jpeg", b"\xff\xd8" + b"0" * 20_000),
    )
    mail = a_mail("Evidence attached.", page='<p>Evidence attached.</p><img src="cid:logo">', files=files)
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", disposition="inline", cid="<logo>")
    found = read_mail(mail.as_bytes())
    assert [f.name for f in found.files] == ["note.pdf", "invite.ics", "Zoë.jpg"]
    assert found.text == "Evidence attached."


def test_a_mail_inside_a_mail_is_a_file() -> None:
    outer = a_mail("See below.")
    outer.add_attachment(a_mail("Gran says she is ill."))
    (file,) = read_mail(outer.as_bytes()).files
    assert file.media == "message/rfc822"
    assert b"Gran says she is ill." in file.data


def test_too_much_is_said_to_be_too_much() -> None:
    large = read_mail(a_mail("Ill").as_bytes() + b"0" * LARGEST)
    assert (large.kind, large.subject, large.address) == (Kind.TOO_LARGE, "Tolu Abiodun 9B", "ada@example.org")
    assert large.problems[0].endswith("look at it in the mailbox.")
    big = a_mail("Ill", files=(("film.mp4", "video/mp4", b"0" * (10 * 1024 * 1024 + 1)),))
    assert read_mail(big.as_bytes()).problems == ("A file of more than 10 MB was left in the mailbox.",)
    many = a_mail("Ill", files=tuple((f"{n}.pdf", "application/pdf", b"%PDF") for n in range(12)))
    assert len(read_mail(many.as_bytes()).files) == 10


def test_a_mail_with_nothing_in_it_is_a_mail() -> None:
    for raw in (b"", b"\r\n\r\n", b"From: a@b.example\r\n\r\n", b"\0" * 50):
        mail = read_mail(raw)
        assert (mail.kind, mail.text) in {(Kind.MAIL, ""), (Kind.MAIL, mail.text)}


def test_parts_without_end_are_not_followed_without_end() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    assert read_mail(deep).kind in {Kind.MAIL, Kind.UNREADABLE}


SAMPLES = (
    a_mail("Ill.\n> quoted", page="<p>Ill.</p>", files=(("a.pdf", "application/pdf", b"%PDF"),)).as_bytes(),
    a_voicemail().as_bytes(),
    a_bounce("<ours@school.example>"),
    a_mail("", files=(("winmail.dat", "application/ms-tnef", a_parcel("a", "b", b"c")),)).as_bytes(),
    b"From: =?utf-8?q?a?= <a@b>\r\nDate: x\r\nContent-Type: text/html; charset=utf-16\r\n\r\n<p>a<!-- <b",
)


@FEW
@given(
    raw=st.sampled_from(SAMPLES),
    edits=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 40)), max_size=6),
)
def test_a_mutated_mail_is_read_or_said_to_be_unreadable(raw: bytes, edits: list[tuple[float, bytes, int]]) -> None:
    for where, put, gone in edits:
        at = int(where * len(raw))
        raw = raw[:at] + put + raw[at + gone :]
    mail = read_mail(raw)
    assert len(mail.subject) <= 500
    assert "\n" not in mail.subject + mail.name + mail.address
    (mail.text + mail.cut + mail.subject + "".join(f.name for f in mail.files)).encode()


@FEW
@given(st.binary(max_size=400))
def test_bytes_that_are_no_mail_are_read_all_the_same(raw: bytes) -> None:
    (read_mail(raw).text + read_mail(raw).subject).encode()

"""Mails as they reach a school: written as their senders' programs write them."""

from __future__ import annotations

import struct
from email.message import EmailMessage
from typing import Any


def a_mail(
    text: str = "Tolu is ill today.",
    *,
    subject: str = "Tolu Abiodun 9B",
    sender: str = "Ada Abiodun <ada@example.org>",
    message_id: str = "<one@example.org>",
    page: str = "",
    files: tuple[tuple[str, str, bytes], ...] = (),
    **more: str,
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "absence@school.example", subject
    mail["Date"], mail["Message-ID"] = "Mon, 07 Sep 2026 07:58:00 +0100", message_id
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    if text:
        mail.set_content(text)
    if page:
        (mail.add_alternative if text else mail.set_content)(page, subtype="html")
    for name, media, data in files:
        kind, _, sub = media.partition("/")
        mail.add_attachment(data, maintype=kind, subtype=sub, filename=name)
    return mail


def a_voicemail(subject: str = "Voicemail from 07700 900123", text: str = "", **more: Any) -> EmailMessage:
    given = {
        "sender": "Phones <voicemail@phones.example>",
        "files": (("msg.wav", "audio/wav", b"RIFF\x2c\0\0\0WAVEfmt " + b"\0" * 36),),
    }
    return a_mail(text or "You have a new message.", subject=subject, **(given | more))


def a_bounce(answered: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    return f"""From: MAILER-DAEMON@mx.example
To: absence@school.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.example>
Date: Mon, 07 Sep 2026 08:58:00 +0100
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I am sorry to inform you that your message could not be delivered.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ada@example.org
Action: {action}
Status: {status}
--cut
Content-Type: message/rfc822

From: attendance@school.example
To: ada@example.org
Subject: Tolu today
Message-ID: {answered}

Dear Ms Abiodun
--cut--
""".replace("\n", "\r\n").encode()


def a_parcel(words: str, name: str, data: bytes) -> bytes:
    """A winmail.dat with one file."""

    def attribute(level: int, tag: int, value: bytes) -> bytes:
        return struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) % 65536)

    return (
        b"\x78\x9f\x3e\x22\x01\x00"
        + attribute(1, 0x0002800C, words.encode() + b"\0")
        + attribute(2, 0x00069002, b"\0" * 14)
        + attribute(2, 0x00018010, name.encode() + b"\0")
        + attribute(2, 0x0006800F, data)
    )

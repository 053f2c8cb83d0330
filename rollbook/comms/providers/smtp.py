"""E-mail through a mail server, one conversation for each recipient (RFC 5321)."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from rollbook.comms.providers.heard import Heard, NotProved
from rollbook.comms.providers.shape import Enclosed, Handed, Line, Outcome, Outgoing, Setting, without_addresses

PATIENCE = 20.0
NO_SERVER = "The mail server could not be reached."


class Smtp:
    """The school's own mail server, or that of whoever sends its mail."""

    name = "smtp"
    label = "Mail server (SMTP)"
    channel = "email"
    encloses = True
    settings = (
        Setting("host", "Server", "As mail.school.example"),
        Setting("port", "Port", "587 with STARTTLS, 465 with TLS from the start, 25 without"),
        Setting("user", "User", needed=False),
        Setting("password", "Password", secret=True, needed=False),
        Setting("sender", "From address", "As attendance@school.example"),
        Setting("sender_name", "From name", needed=False),
    )

    @contextmanager
    def opened(self, kept: Mapping[str, str]) -> Iterator[Line]:
        line = _Line(kept)
        try:
            yield line
        finally:
            line.close()

    def heard(self, headers: Mapping[str, str], body: bytes, secret: str) -> Heard:
        """A mail server tells nothing by itself; what comes back comes to the mailbox."""
        raise NotProved


class _Line:
    """A conversation with the server, begun with the first message and begun again after a break."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self.kept = kept
        self.server: smtplib.SMTP | None = None

    def hand_over(self, message: Outgoing) -> Handed:
        try:
            server = self._server()
        except (OSError, smtplib.SMTPException) as error:
            return Handed(Outcome.AGAIN, why=_says(error) or NO_SERVER, line_down=True)
        try:
            return self._say(server, message)
        except (OSError, smtplib.SMTPException):
            self.close()
            return Handed(Outcome.AGAIN, why="The mail server broke off before it took the message.")

    def ask(self, ref: str) -> Handed | None:
        return None

    def close(self) -> None:
        if self.server is None:
            return
        try:
            self.server.quit()
        except (OSError, smtplib.SMTPException):
            self.server.close()
        self.server = None

    def _server(self) -> smtplib.SMTP:
        if self.server is None:
            port = int(self.kept["port"])
            secure = ssl.create_default_context()
            if port == 465:
                server: smtplib.SMTP = smtplib.SMTP_SSL(self.kept["host"], port, timeout=PATIENCE, context=secure)
            else:
                server = smtplib.SMTP(self.kept["host"], port, timeout=PATIENCE)
                server.ehlo()
                if port == 587 or server.has_extn("starttls"):
                    server.starttls(context=secure)
            if self.kept.get("user"):
                server.login(self.kept["user"], self.kept.get("password", ""))
            self.server = server
        return self.server

    def _say(self, server: smtplib.SMTP, message: Outgoing) -> Handed:
        mail = self._mail(message)
        server.ehlo_or_helo_if_needed()
        for code, said in (server.mail(self.kept["sender"]), server.rcpt(message.to)):
            if code >= 400:
                server.rset()
                return Handed(Outcome.AGAIN if code < 500 else Outcome.FAILED, why=_answer(code, said))
        try:
            code, said = server.data(mail.as_bytes(policy=policy.SMTP))
        except smtplib.SMTPDataError as error:
            return Handed(_after_data(error.smtp_code), why=_answer(error.smtp_code, error.smtp_error))
        except (OSError, smtplib.SMTPException):
            # The server had begun to read it: it may have taken it, and nobody can say.
            self.server = None
            return Handed(Outcome.DOUBT, why="The mail server broke off while it took the message.")
        if code == 250:
            return Handed(Outcome.HANDED, ref=str(mail["Message-ID"]))
        return Handed(_after_data(code), why=_answer(code, said))

    def _mail(self, message: Outgoing) -> EmailMessage:
        mail = EmailMessage()
        sender = self.kept["sender"]
        mail["From"] = Address(self.kept.get("sender_name", ""), addr_spec=sender)
        mail["To"] = message.to
        mail["Subject"] = message.subject
        mail["Date"] = formatdate(localtime=False)
        mail["Message-ID"] = f"<{message.ref}@{sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.words)
        for one in message.enclosed:
            if one.media.startswith("text/calendar"):
                _invite(mail, one)
        for one in message.enclosed:
            _enclose(mail, one)
        return mail


def _invite(mail: EmailMessage, one: Enclosed) -> None:
    """A calendar file as another form of the words, by which mail programs show it as an invitation (RFC 6047)."""
    _, _, method = one.media.partition("method=")
    params = {"method": method.strip() or "PUBLISH"}
    mail.add_alternative(one.data.decode("utf-8"), subtype="calendar", charset="utf-8", params=params)


def _enclose(mail: EmailMessage, one: Enclosed) -> None:
    """A file beside the words; a calendar file a second time, for programs that only save what is enclosed."""
    kind, _, sub = one.media.partition(";")[0].partition("/")
    if kind == "text" and sub == "calendar":
        kind, sub = "application", "ics"
    mail.add_attachment(one.data, maintype=kind, subtype=sub or "octet-stream", filename=one.name)


def _after_data(code: int) -> Outcome:
    return Outcome.AGAIN if code < 500 else Outcome.FAILED


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"The mail server said {code} {without_addresses(words)}"


def _says(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "The mail server does not know this user and password."
    if isinstance(error, ssl.SSLCertVerificationError):
        return "The mail server's certificate is not one to trust."
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "The mail server does not offer STARTTLS or signing in."
    return ""

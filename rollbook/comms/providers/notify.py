"""Texts and e-mails through GOV.UK Notify (its API version 2).

Templates live there: ours holds ((words)), for an e-mail also ((subject)), so that what was previewed is what goes;
a purpose may have a template of its own. Notify forgets no reference, so after a break it is asked by ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote

from rollbook.comms.providers.api import Api, BrokeOff, Unreachable
from rollbook.comms.providers.heard import Heard, Report, Told, check_bearer, moment, our_id
from rollbook.comms.providers.notify_token import token_of
from rollbook.comms.providers.shape import Handed, Line, Outcome, Outgoing, Setting, without_addresses

URL = "https://api.notifications.service.gov.uk"
WHY = {
    "permanent-failure": "The number or address does not exist.",
    "temporary-failure": "It could not be reached: switched off, or full.",
    "technical-failure": "GOV.UK Notify could not send it.",
}


class Notify:
    """GOV.UK Notify for one of its channels."""

    encloses = False

    def __init__(self, channel: str) -> None:
        self.channel = channel
        kind = "texts" if channel == "text" else "e-mails"
        self.name, self.label = f"notify-{channel}", f"GOV.UK Notify, {kind}"
        placeholders = "((words))" if channel == "text" else "((subject)) and ((words))"
        self.settings = (
            Setting("api_key", "API key", "Of a live key; it ends in two long ids", secret=True),
            Setting("template", "Template", f"Its id; the template holds {placeholders} and nothing else"),
            Setting(
                "templates",
                "Templates of their own",
                "As first-day=id, chase=id; they take the same fields",
                needed=False,
            ),
            Setting("sender", "Sender", "The id of a sender or reply-to address that is set up there", needed=False),
            Setting("receipts_secret", "Bearer token", "Given to Notify with the address below", secret=True),
            Setting("url", "Address", f"Empty for {URL}", needed=False),
        )

    @contextmanager
    def opened(self, kept: Mapping[str, str]) -> Iterator[Line]:
        line = _Line(kept, self.channel)
        try:
            yield line
        finally:
            line.close()

    def heard(self, headers: Mapping[str, str], body: bytes, secret: str) -> Heard:
        """One receipt (`status`), or one text that came in (`source_number`), with our bearer token."""
        check_bearer(headers, secret)
        said = json.loads(body)
        if "source_number" in said:
            number = str(said["source_number"])
            sender = number if number.startswith("+") else f"+{number}"
            return Heard(replies=(Told(str(said["id"]), sender, str(said["message"]), moment(said["date_received"])),))
        status = str(said["status"])
        if status != "delivered" and status not in WHY:
            return Heard()
        at = moment(said.get("completed_at") or said.get("sent_at") or said["created_at"])
        state = "delivered" if status == "delivered" else "failed"
        report = Report(str(said["id"])[:120], our_id(said.get("reference")), state, at, WHY.get(status, ""))
        return Heard(reports=(report,))


class _Line:
    """A conversation with Notify; each request bears a token of its own."""

    def __init__(self, kept: Mapping[str, str], channel: str) -> None:
        self.kept, self.channel = kept, channel
        self.api = Api(kept.get("url") or URL)
        pairs = (one.partition("=") for one in kept.get("templates", "").split(","))
        self.templates = {name.strip(): template.strip() for name, _, template in pairs}

    def hand_over(self, message: Outgoing) -> Handed:
        try:
            headers = self._headers()
        except ValueError:
            return Handed(Outcome.AGAIN, why="The API key of GOV.UK Notify is not one.", line_down=True)
        try:
            # A new connection each time: Notify does not know a message again, so none may go on a stale one.
            self.api.connect(fresh=True)
        except Unreachable:
            return Handed(Outcome.AGAIN, why="GOV.UK Notify could not be reached.", line_down=True)
        kind = "sms" if self.channel == "text" else "email"
        try:
            status, said = self.api.post(f"{self.api.path}/v2/notifications/{kind}", self._body(message), headers)
        except BrokeOff:
            return self._found(message.ref) or Handed(
                Outcome.DOUBT, why="GOV.UK Notify broke off while it took the message."
            )
        if status >= 500:
            known = self._found(message.ref)
            return known or Handed(Outcome.DOUBT, why=f"GOV.UK Notify said {status}: it may have taken the message.")
        return _read(status, said)

    def ask(self, ref: str) -> Handed | None:
        """By our reference; asked long enough after the break, what Notify does not know it never took."""
        return self._found(ref, unknown=Handed(Outcome.AGAIN, why="GOV.UK Notify never had this message."))

    def close(self) -> None:
        self.api.close()

    def _found(self, ref: str, unknown: Handed | None = None) -> Handed | None:
        try:
            status, said = self.api.get(f"{self.api.path}/v2/notifications?reference={quote(ref)}", self._headers())
        except (Unreachable, BrokeOff, ValueError):
            return None
        if status >= 300:
            return None
        found = said.get("notifications")
        if isinstance(found, list) and found and isinstance(found[0], dict):
            return Handed(Outcome.HANDED, ref=str(found[0].get("id", ""))[:120])
        return unknown

    def _body(self, message: Outgoing) -> Mapping[str, object]:
        template = self.templates.get(message.purpose) or self.kept["template"]
        said: dict[str, object] = {"template_id": template, "reference": message.ref}
        sender = self.kept.get("sender", "")
        if self.channel == "text":
            said |= {"phone_number": message.to, "personalisation": {"words": message.words}}
            return said | ({"sms_sender_id": sender} if sender else {})
        said |= {
            "email_address": message.to,
            "personalisation": {"subject": message.subject, "words": message.words},
        }
        return said | ({"email_reply_to_id": sender} if sender else {})

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {token_of(self.kept['api_key'])}", "Accept": "application/json"}


def _read(status: int, said: Mapping[str, object]) -> Handed:
    if status < 300 and said.get("id"):
        return Handed(Outcome.HANDED, ref=str(said["id"])[:120])
    if status < 300:
        return Handed(Outcome.DOUBT, why="GOV.UK Notify took the message and gave it no number.")
    if status == 429:
        return Handed(Outcome.AGAIN, why="GOV.UK Notify takes no more for the moment.", line_down=True)
    if status in (401, 403):
        return Handed(Outcome.AGAIN, why="GOV.UK Notify does not accept our key.", line_down=True)
    errors = said.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    return Handed(
        Outcome.FAILED, why=f"GOV.UK Notify refused it: {without_addresses(str(first.get('message', status)))}"
    )

"""Calls by a machine, over HTTP: it rings, speaks the words, takes a key, and records what is said.

Spoken to as the text gateway is. What comes of a call comes later, signed:
`{"calls": [{id, reference?, outcome, key?, at, recording?: {media, data}}]}`, the data in base64.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rollbook.comms.providers.heard import MOST, CallTold, Heard, check_signature, moment, our_id
from rollbook.comms.providers.shape import Line, Outgoing, Setting
from rollbook.comms.providers.text_gateway import GatewayLine

OUTCOMES = frozenset({"answered", "voicemail", "no-answer", "busy", "bad-number"})
KEYS = "12"  # 1: knows of it, 2: leaves a message with the reason


class VoiceGateway:
    """A service that rings and speaks."""

    name = "voice-gateway"
    label = "Automated calls (HTTP)"
    channel = "voice"
    encloses = False
    settings: tuple[Setting, ...] = (
        Setting("url", "Address", "As https://calls.example/calls"),
        Setting("token", "Token", secret=True),
        Setting("sender", "Number shown", "The school's number that families see"),
        Setting("receipts_secret", "Secret of what it tells us", "It signs what came of a call", secret=True),
    )

    @contextmanager
    def opened(self, kept: Mapping[str, str]) -> Iterator[Line]:
        line = _Line(kept, "call service")
        try:
            yield line
        finally:
            line.close()

    def heard(self, headers: Mapping[str, str], body: bytes, secret: str) -> Heard:
        check_signature(headers, body, secret)
        calls = tuple(_call(one) for one in list(json.loads(body).get("calls", ()))[:MOST])
        return Heard(calls=tuple(one for one in calls if one.outcome in OUTCOMES))


class _Line(GatewayLine):
    """The same conversation, with the words spoken."""

    def body(self, message: Outgoing) -> Mapping[str, object]:
        return {
            "to": message.to,
            "from": self.sender,
            "say": message.words,
            "keys": list(KEYS),
            "reference": message.ref,
        }


def _call(said: Mapping[str, Any]) -> CallTold:
    recording = said.get("recording") or {}
    key = str(said.get("key") or "")[:1]
    return CallTold(
        ref=str(said["id"])[:120],
        ours=our_id(said.get("reference")),
        outcome=str(said["outcome"]),
        key=key if key in KEYS else "",
        at=moment(said["at"]),
        recording=base64.b64decode(recording.get("data", ""), validate=True),
        media=str(recording.get("media", ""))[:60],
    )

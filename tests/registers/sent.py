"""What a register's page sends: the fields of its form, the taps of its script."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any

from tests.registers.classroom import AT_THE_DOOR, At, Classroom


def field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def tokens(html: str) -> list[str]:
    return re.findall(r'data-token="([^"]+)"', html)


def blank_form(html: str) -> dict[str, str]:
    """The form as a browser without script would send it, untouched."""
    form = {name: field(html, name) for name in ("issue", "save_id", "began_at")}
    for token in tokens(html):
        form |= {f"{part}-{token}": field(html, f"{part}-{token}") for part in ("code", "minutes", "seen", "note")}
        if f'name="plan-{token}"' in html:
            form[f"plan-{token}"] = "1"
    return form


def taken(room: Classroom, user: Any, marks: dict[int, str], now: datetime = AT_THE_DOOR, **more: str) -> Any:
    """Open the register and send marks by row number (from 1) as a plain form; the answer of the server."""
    at = At(user, now)
    html = at.get(room.url()).content.decode()
    form = blank_form(html)
    for number, code in marks.items():
        form[f"code-{tokens(html)[number - 1]}"] = code
    form |= {key.replace("row1", tokens(html)[0]): value for key, value in more.items()}
    return at.post(room.url("save"), form)


def as_json(html: str, *taps: dict[str, object], **more: object) -> dict[str, object]:
    sent = {"issue": field(html, "issue"), "save_id": str(uuid.uuid4()), "began_at": field(html, "began_at")}
    return {**sent, "finished": True, "taps": taps, **more}

"""The token with which every request to GOV.UK Notify is signed: by the clock on the wall, good for half a minute."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time


def token_of(api_key: str) -> str:
    """A signed token (JWT, HS256) of a Notify key, which ends in the service's id and its secret; ValueError if not."""
    service, secret = api_key[-73:-37], api_key[-36:]
    if len(api_key) < 74 or api_key[-37] != "-" or not service.replace("-", "").isalnum():
        raise ValueError("not a key of Notify's")
    head = _coded({"typ": "JWT", "alg": "HS256"})
    body = _coded({"iss": service, "iat": int(time.time())})
    signed = hmac.new(secret.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{_base64(signed)}"


def _coded(said: dict[str, object]) -> str:
    return _base64(json.dumps(said, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

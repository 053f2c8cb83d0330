"""The keys of the house, kept as files outside the database and never in it.

`field` encrypts free text at rest; `seal` signs the day's seal of the registers' record.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings


def encrypt(text: str, *, place: str) -> bytes:
    """Free text, encrypted for one place (table, column, row) and readable in no other."""
    return encrypt_bytes(text.encode(), place=place)


def decrypt(kept: bytes | memoryview, *, place: str) -> str:
    return decrypt_bytes(kept, place=place).decode()


def encrypt_bytes(data: bytes, *, place: str) -> bytes:
    """A file's bytes, encrypted for one place as a text is."""
    nonce = os.urandom(12)
    return b"\x01" + nonce + AESGCM(_field_key()).encrypt(nonce, data, place.encode())


def decrypt_bytes(kept: bytes | memoryview, *, place: str) -> bytes:
    sealed = bytes(kept)
    if sealed[:1] != b"\x01":
        raise ValueError("this was encrypted by a newer Rollbook")
    return AESGCM(_field_key()).decrypt(sealed[1:13], sealed[13:], place.encode())


def blind_index(text: str, *, place: str) -> str:
    """What finds an encrypted text again without saying it: the same for the same text in the same place."""
    return hmac.new(_field_key(), f"index|{place}|{text}".encode(), hashlib.sha256).hexdigest()


def sign(message: bytes) -> bytes:
    return _seal_key().sign(message)


def public_seal_key() -> bytes:
    """The public half of the sealing key (32 bytes), which goes with every exported register."""
    return _seal_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@cache
def _field_key() -> bytes:
    return _kept("field.key", lambda: AESGCM.generate_key(256))


@cache
def _seal_key() -> Ed25519PrivateKey:
    pem = _kept(
        "seal.pem",
        lambda: Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{settings.KEYS_DIR / 'seal.pem'} is not an Ed25519 key")
    return key


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    path = Path(settings.KEYS_DIR) / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(make())
    return path.read_bytes()

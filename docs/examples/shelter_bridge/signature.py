"""Signatures of webhooks, as the Standard Webhooks specification says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Mapping, Optional

# What is older, or further ahead, is refused: somebody may have recorded it.
FRESH_SECONDS = 300
# With an empty key anybody could sign.
KEY_BYTES_MIN = 24


class Forged(Exception):
    """Whoever sent this is not who we wait for."""


class NoSecret(Exception):
    """What should be the secret cannot be one."""


def key_of(secret: str) -> bytes:
    """What is signed with; raises `NoSecret` unless it is long enough."""
    try:
        key = base64.b64decode(secret.strip().removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES_MIN:
        raise NoSecret(f"the secret must be whsec_ and base64 of at least {KEY_BYTES_MIN} bytes")
    return key


def sign(secret: str, webhook_id: str, timestamp: str, body: bytes) -> str:
    """The signature of a body, as it stands in the header."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    digest = hmac.new(key_of(secret), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def verify(
    secret: str, headers: Mapping[str, str], body: bytes, now: Optional[float] = None
) -> str:
    """Answers the webhook's id; raises `Forged` unless it is signed and fresh."""
    webhook_id = headers.get("webhook-id") or ""
    timestamp = headers.get("webhook-timestamp") or ""
    if not webhook_id or not (timestamp.isascii() and timestamp.isdigit()):
        raise Forged("no id or no time")
    age = (time.time() if now is None else now) - int(timestamp)
    if abs(age) > FRESH_SECONDS:
        raise Forged("too old or too new")
    ours = sign(secret, webhook_id, timestamp, body).encode()
    # While a secret is being replaced, two sign.
    theirs = (headers.get("webhook-signature") or "").split(" ")
    if not any(hmac.compare_digest(ours, one.encode()) for one in theirs):
        raise Forged("no signature fits")
    return webhook_id

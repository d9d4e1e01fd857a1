"""The few things that the bridge asks of the API of Lánchíd."""

from __future__ import annotations

import http.client
import json
import math
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any, Optional
from zoneinfo import ZoneInfo

PATIENCE_SECONDS = 10
BUDAPEST = ZoneInfo("Europe/Budapest")

# A token that is no longer in force is replaced by a person; until then nothing is given up.
TRY_AGAIN = {401, 408, 429}


class Unavailable(Exception):
    """No answer that counts: the same may be asked again later."""

    def __init__(self, why: str, after: float = 0):
        super().__init__(why)
        self.after = after


class Refused(Exception):
    """The answer is no, and would be no again."""


def wall_time(at: float) -> str:
    """A moment as the clock on the wall in Budapest shows it. The second that has begun is
    counted in full: so nobody seems to leave before they came."""
    return datetime.fromtimestamp(math.ceil(at), BUDAPEST).strftime("%Y-%m-%dT%H:%M:%S")


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token is for one server, and is taken to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Lanchid:
    """A server, and the file that holds the token for it."""

    def __init__(self, address: str, token_file: Path):
        self.api = address.rstrip("/") + "/api/v1"
        self.token_file = token_file
        self.opener = urllib.request.build_opener(NoRedirects)

    def board(self, shelter: str) -> dict:
        """A shelter with its rooms and beds as they are now."""
        return json.loads(self._ask("GET", f"/shelters/{shelter}"))

    def post(self, path: str, body: str, key: str) -> None:
        """Lets something happen, once under its key."""
        self._ask("POST", path, body.encode(), {"Idempotency-Key": key})

    def _ask(
        self, method: str, path: str, body: Optional[bytes] = None, more: Optional[dict] = None
    ) -> bytes:
        # Read anew each time, so that a token can be replaced while the bridge runs.
        token = self.token_file.read_text().strip()
        headers = {"Authorization": f"Bearer {token}", **(more or {})}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(self.api + path, body, headers, method=method)
        try:
            with self.opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise what_it_means(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"no answer: {error}") from None


def what_it_means(error: urllib.error.HTTPError) -> Exception:
    """Whether it is worth asking again."""
    why = f"{error.code}: {detail(error)}"
    if error.code >= 500 or error.code in TRY_AGAIN:
        after = error.headers.get("Retry-After") or ""
        return Unavailable(why, float(after) if after.isdigit() else 0)
    return Refused(why)


def detail(error: urllib.error.HTTPError) -> str:
    """What the problem says of itself."""
    try:
        problem = json.loads(error.read())
        reason = problem.get("reason") or problem["code"]
        return f"{reason}: {problem.get('detail') or problem['title']}"
    except (OSError, http.client.HTTPException, ValueError, KeyError, AttributeError, TypeError):
        return error.reason

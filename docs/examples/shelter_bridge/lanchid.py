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
ZONE = "Europe/Budapest"

# These are answered whatever is asked. A token that is no longer in force is replaced by a person;
# until then nothing is given up.
AWAY = {401, 429, 503}


class Unavailable(Exception):
    """No answer that counts: the same may be asked again later."""

    def __init__(self, why: str, after: float = 0):
        super().__init__(why)
        self.after = after


class Away(Unavailable):
    """Nothing else would be answered either."""


class Refused(Exception):
    """The answer is no, and would be no again."""


def wall_time(at: float) -> str:
    """A moment as the clock on the wall in Budapest shows it. The second that has begun is
    counted in full: so nobody seems to leave before they came."""
    return datetime.fromtimestamp(math.ceil(at), ZoneInfo(ZONE)).strftime("%Y-%m-%dT%H:%M:%S")


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
        headers = {"Authorization": f"Bearer {self._token()}", **(more or {})}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(self.api + path, body, headers, method=method)
        try:
            with self.opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise what_it_means(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise Away(f"no answer: {error}") from None

    def _token(self) -> str:
        """Read anew each time, so that a token can be replaced while the bridge runs."""
        try:
            return self.token_file.read_text().strip()
        except OSError as error:
            raise Away(f"no token: {error}") from None


def what_it_means(error: urllib.error.HTTPError) -> Exception:
    """Whether it is worth asking again."""
    problem = problem_of(error)
    why = f"{error.code}: {detail(problem) or error.reason}"
    after = error.headers.get("Retry-After") or ""
    seconds = float(after) if after.isdecimal() else 0
    if error.code in AWAY:
        return Away(why, seconds)
    if error.code >= 500 or error.code == 408:
        return Unavailable(why, seconds)
    if error.code == 422 and is_to_come(problem):
        return Unavailable(f"the clock here is ahead of the server's: {why}")
    return Refused(why)


def problem_of(error: urllib.error.HTTPError) -> dict:
    """What the server says of it, if it says anything."""
    try:
        problem = json.loads(error.read())
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    return problem if isinstance(problem, dict) else {}


def detail(problem: dict) -> str:
    """The problem in a line."""
    code = problem.get("reason") or problem.get("code")
    words = problem.get("detail") or problem.get("title")
    return ": ".join(str(part) for part in (code, words) if part)


def is_to_come(problem: dict) -> bool:
    """Nothing is wrong but that it has not happened yet, by the server's clock: it will have."""
    errors = problem.get("errors")
    if not errors or not isinstance(errors, list):
        return False
    return all(isinstance(one, dict) and one.get("code") == "in_the_future" for one in errors)

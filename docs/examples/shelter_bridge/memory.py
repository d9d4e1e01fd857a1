"""What the bridge keeps: what it heard, its beds, and what the door told. One SQLite file."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, Optional

TABLES = """
CREATE TABLE IF NOT EXISTS heard (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    at REAL NOT NULL,
    done INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS beds (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    stay TEXT,
    guest TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS door (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL UNIQUE,
    what TEXT NOT NULL,
    bed TEXT NOT NULL,
    at REAL NOT NULL,
    stay TEXT,
    key TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    try_at REAL NOT NULL DEFAULT 0,
    detail TEXT NOT NULL DEFAULT ''
);
"""

# Of each bed the earliest that waits.
FIRST = """state = 'waiting' AND number =
    (SELECT MIN(number) FROM door AS one WHERE one.bed = door.bed AND one.state = 'waiting')"""

# In which state a bed is before what happens at the door.
BEFORE = {"arrived": "held", "left": "occupied"}
# Dead letters may be sent again for 90 days; until then it has to be known that they were heard.
KEPT_SECONDS = 100 * 24 * 3600


class Memory:
    """The file. What has returned from a change survives a power cut."""

    def __init__(self, file: Path):
        self._lock = threading.Lock()
        self._db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(TABLES)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, query: str, *values: object) -> list[dict]:
        with self._lock:
            return [dict(row) for row in self._db.execute(query, values)]

    # --- What was heard ------------------------------------------------------------------------

    def hear(self, webhook_id: str, kind: str, body: str) -> bool:
        """Keeps a webhook; answers whether it is new. What is not about beds asks for no work."""
        done = not kind.startswith(("bed.", "stay."))
        insert = "INSERT OR IGNORE INTO heard (id, type, body, at, done) VALUES (?, ?, ?, ?, ?)"
        with self._change() as db:
            added = db.execute(insert, (webhook_id, kind, body, time.time(), done))
            return added.rowcount == 1

    def last_unread(self) -> Optional[int]:
        """The last webhook behind which the shelter was not looked at yet."""
        return self._rows("SELECT MAX(number) AS number FROM heard WHERE NOT done")[0]["number"]

    def heard(self) -> dict[str, int]:
        """How much of each type was heard."""
        rows = self._rows("SELECT type, COUNT(*) AS times FROM heard GROUP BY type")
        return {row["type"]: row["times"] for row in rows}

    # --- Beds ----------------------------------------------------------------------------------

    def learn(self, board: dict, unread: Optional[int]) -> None:
        """Takes over how a shelter stands, as it was read behind these webhooks."""
        beds = [of_board(room, bed) for room in board["rooms"] for bed in room["beds"]]
        with self._change() as db:
            db.execute("DELETE FROM beds")
            insert = "INSERT INTO beds VALUES (:id, :room, :name, :state, :stay, :guest)"
            db.executemany(insert, beds)
            db.execute("UPDATE heard SET done = 1 WHERE number <= ?", (unread or 0,))
            oldest = time.time() - KEPT_SECONDS
            db.execute("DELETE FROM heard WHERE done AND at < ?", (oldest,))
            db.execute("DELETE FROM door WHERE state = 'done' AND at < ?", (oldest,))

    def beds(self) -> list[dict]:
        return self._rows("SELECT * FROM beds ORDER BY room, name")

    def stay_in(self, what: str, bed: str) -> Optional[str]:
        """The stay that would begin or end by this."""
        query = "SELECT stay FROM beds WHERE id = ? AND state = ?"
        rows = self._rows(query, bed, BEFORE[what])
        return rows[0]["stay"] if rows else None

    # --- The door ------------------------------------------------------------------------------

    def note(self, event: str, what: str, bed: str) -> bool:
        """Keeps what happened at the door; false when this event was something else before.

        Whose stay it is about is written down at once, if nothing else of the bed waits: who is
        there later may be somebody else."""
        known = """SELECT stay FROM beds WHERE id = ? AND state = ? AND NOT EXISTS
            (SELECT 1 FROM door WHERE door.bed = beds.id AND door.state = 'waiting')"""
        insert = """INSERT OR IGNORE INTO door (event, what, bed, at, stay, key)
            VALUES (?, ?, ?, ?, ?, ?)"""
        with self._change() as db:
            stay = db.execute(known, (bed, BEFORE[what])).fetchone()
            new = (event, what, bed, time.time(), stay and stay["stay"], str(uuid.uuid4()))
            db.execute(insert, new)
            kept = db.execute("SELECT what, bed FROM door WHERE event = ?", (event,)).fetchone()
            return tuple(kept) == (what, bed)

    # When something is tried counts by `time.monotonic()`: a clock that is set changes nothing, and
    # whoever starts tries all.

    def due(self, now: float) -> list[dict]:
        """What is to be sent now."""
        return self._rows(f"SELECT * FROM door WHERE {FIRST} AND try_at <= ? ORDER BY number", now)

    def next_try(self) -> Optional[float]:
        """When there is something to be sent; 0 for what was not tried yet."""
        return self._rows(f"SELECT MIN(try_at) AS at FROM door WHERE {FIRST}")[0]["at"]

    def name_stay(self, number: int, stay: str) -> None:
        """Written down before it is sent: under one key the same is sent each time."""
        with self._change() as db:
            db.execute("UPDATE door SET stay = ? WHERE number = ?", (stay, number))

    def settle(self, number: int, state: str, detail: str = "") -> None:
        """It is `done` or `refused`."""
        update = "UPDATE door SET state = ?, detail = ? WHERE number = ?"
        with self._change() as db:
            db.execute(update, (state, detail, number))

    def put_off(self, number: int, try_at: float, detail: str) -> None:
        update = """UPDATE door SET attempts = attempts + 1, try_at = ?, detail = ?
            WHERE number = ?"""
        with self._change() as db:
            db.execute(update, (try_at, detail, number))

    def put_off_all(self, try_at: float) -> None:
        """Nothing is sent before."""
        with self._change() as db:
            update = "UPDATE door SET try_at = MAX(try_at, ?) WHERE state = 'waiting'"
            db.execute(update, (try_at,))

    def try_all_now(self) -> None:
        with self._change() as db:
            db.execute("UPDATE door SET try_at = 0 WHERE state = 'waiting'")

    def door(self, state: str) -> list[dict]:
        query = """SELECT event, what, bed, attempts, detail FROM door WHERE state = ?
            ORDER BY number"""
        return self._rows(query, state)


def of_board(room: dict, bed: dict) -> dict:
    """A bed of the API as it is kept here."""
    stay = bed["stay"] or {}
    return {
        "id": bed["id"],
        "room": room["name"],
        "name": bed["name"],
        "state": bed["state"],
        "stay": stay.get("id"),
        "guest": stay.get("guest", ""),
    }

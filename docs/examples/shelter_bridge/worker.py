"""The work behind what was heard and told. It goes on from the file, wherever it was stopped."""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from contextlib import suppress

from lanchid import Away, Lanchid, Refused, Unavailable, wall_time
from memory import Memory

LONGEST_PAUSE_SECONDS = 30
NOBODY = {
    "arrived": "the bed is held for nobody, or not in this shelter",
    "left": "nobody stays in the bed, or it is not in this shelter",
}


def pause(attempts: int) -> float:
    """How long to wait after so many attempts in vain."""
    return min(0.5 * 2 ** min(attempts, 10), LONGEST_PAUSE_SECONDS)


class Worker(threading.Thread):
    """Reads the shelter when something was heard, at the start, and every so many seconds (0 for
    never); sends what the door told."""

    def __init__(self, memory: Memory, lanchid: Lanchid, shelter: str, every: float):
        super().__init__(name="worker")
        self.memory = memory
        self.lanchid = lanchid
        self.shelter = shelter
        self.every = every
        self.fault = ""
        self._wake = threading.Event()
        self._stopping = False
        self._failures = 0
        # When the shelter is read although nothing was heard, and before when it is not read, by
        # a clock that nobody sets.
        self._read_at = 0.0
        self._not_before = 0.0

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()
        self.join()

    def run(self) -> None:
        self.memory.try_all_now()
        while not self._stopping:
            try:
                self.work()
                left = self._time_left()
            except Exception:  # The next round may do better; the thread must not end.
                logging.exception("a round of work failed")
                left = LONGEST_PAUSE_SECONDS
            self._wake.wait(left)
            # Before anything is looked at: what comes from here on is not missed.
            self._wake.clear()

    def work(self) -> None:
        """One round."""
        now = time.monotonic()
        wanted = self.memory.last_unread() is not None or now >= self._read_at
        if wanted and now >= self._not_before:
            with suppress(Unavailable):
                self.read()
        for row in self.memory.due(now):
            if self._stopping or not self.send(row):
                break

    def read(self) -> None:
        """Takes over how the shelter stands; raises `Unavailable` when it cannot be read."""
        # What is heard from here on asks for another look.
        unread = self.memory.last_unread()
        try:
            board = self.lanchid.board(self.shelter)
        except Unavailable as error:
            self._cannot_read(error)
            raise
        except (Refused, ValueError) as error:
            unavailable = Unavailable(str(error))
            self._cannot_read(unavailable)
            raise unavailable from None
        self.memory.learn(board, unread)
        self.fault, self._failures, self._not_before = "", 0, 0.0
        self._read_at = time.monotonic() + (self.every or math.inf)

    def _cannot_read(self, error: Unavailable) -> None:
        self.fault = str(error)
        self._failures += 1
        self._not_before = time.monotonic() + max(error.after, pause(self._failures))
        logging.warning("the shelter cannot be read: %s", error)

    def send(self, row: dict) -> bool:
        """Sends what the door told; false when nothing else would be answered either."""
        try:
            stay = row["stay"] or self.look_up(row)
            path, body = request(row["what"], stay, row["at"])
            self.lanchid.post(path, body, row["key"])
        except Refused as error:
            logging.warning("%s is refused: %s", row["event"], error)
            self.memory.settle(row["number"], "refused", str(error))
        except Unavailable as error:
            self._put_off(row, error)
            return not isinstance(error, Away)
        else:
            self.memory.settle(row["number"], "done")
            # So that the beds here are right even if webhooks are paused.
            self._read_at = 0.0
        # Something else of the bed may have waited behind it.
        self.wake()
        return True

    def _put_off(self, row: dict, error: Unavailable) -> None:
        logging.warning("%s is put off: %s", row["event"], error)
        try_at = time.monotonic() + max(error.after, pause(row["attempts"]))
        self.memory.put_off(row["number"], try_at, str(error))
        if isinstance(error, Away):
            self.memory.put_off_all(try_at)

    def look_up(self, row: dict) -> str:
        """Whose stay it is about, by how the shelter stands now."""
        self.read()
        stay = self.memory.stay_in(row["what"], row["bed"])
        if stay is None:
            raise Refused(NOBODY[row["what"]])
        self.memory.name_stay(row["number"], stay)
        return stay

    def _time_left(self) -> float:
        """How long there is nothing to do."""
        read_at = 0.0 if self.memory.last_unread() is not None else self._read_at
        times = [max(read_at, self._not_before)]
        next_try = self.memory.next_try()
        if next_try is not None:
            times.append(next_try)
        # The wait of a thread has a longest time.
        return min(max(min(times) - time.monotonic(), 0.05), 3600)


def request(what: str, stay: str, at: float) -> tuple[str, str]:
    """Where it is sent, and what; the same each time."""
    if what == "arrived":
        return "/stays", json.dumps({"stay": stay, "guest": {"at": wall_time(at)}})
    return f"/stays/{stay}/end", json.dumps({"at": wall_time(at)})

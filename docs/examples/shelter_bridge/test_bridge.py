"""Tests of the bridge beside a server that does what each test wishes."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Optional

from lanchid import Lanchid, wall_time
from memory import Memory
from signature import Forged, sign, verify
from web import BODY_MAX, Door, Server, hooks_of, status
from worker import Worker

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"data":{"bed":"b1"},"timestamp":"2026-11-30T12:00:00.000000Z","type":"bed.held"}'


def signed(webhook_id: str, body: bytes = BODY, secret: str = SECRET, at: float = 0) -> dict:
    timestamp = str(int(at or time.time()))
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": sign(secret, webhook_id, timestamp, body),
    }


class Signatures(unittest.TestCase):
    def test_the_example_of_the_specification(self) -> None:
        made = sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
        self.assertEqual(made, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")

    def test_one_of_several_is_enough(self) -> None:
        headers = signed("m1")
        headers["webhook-signature"] = "v1,AAAA v2,őű " + headers["webhook-signature"]
        self.assertEqual(verify(SECRET, headers, BODY), "m1")

    def test_what_is_forged_stale_or_incomplete_is_refused(self) -> None:
        other = "whsec_" + "A" * 32
        now = time.time()
        for headers in [
            {},
            signed("m1", BODY + b" "),
            signed("m1", secret=other),
            signed("m1", at=now - 302),
            signed("m1", at=now + 302),
            {**signed("m1"), "webhook-id": "m2"},
            {**signed("m1"), "webhook-timestamp": "²"},
            {**signed("m1"), "webhook-signature": ""},
        ]:
            with self.assertRaises(Forged):
                verify(SECRET, headers, BODY)


class Lost(Exception):
    """The answer is lost on its way."""


class FakeLanchid(ThreadingHTTPServer):
    """Two beds; each answer to a change is taken from `answers`, and is 201 when none is left."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), FakeAnswers)
        self.beds = {"b1": "held", "b2": "occupied"}
        self.answers: list = []
        self.asked: list = []

    def board(self) -> dict:
        def stay(bed: str, state: str) -> Optional[dict]:
            return None if state == "free" else {"id": f"stay-{bed}", "guest": "Nagy Őrs"}

        beds = [
            {"id": bed, "name": bed, "state": state, "stay": stay(bed, state)}
            for bed, state in self.beds.items()
        ]
        return {"rooms": [{"name": "12", "beds": beds}]}


class FakeAnswers(BaseHTTPRequestHandler):
    server: FakeLanchid

    def do_GET(self) -> None:
        self.answer(200, self.server.board())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers["Idempotency-Key"]
        self.server.asked.append((self.path.removeprefix("/api/v1"), json.loads(body), key))
        answer = self.server.answers.pop(0) if self.server.answers else 201
        if answer is Lost:
            self.close_connection = True
            return
        self.answer(answer, {"code": "refused", "reason": "bed_held", "detail": "Held."})

    def answer(self, status: int, said: dict) -> None:
        self.send_response(status)
        if status == 503:
            self.send_header("Retry-After", "20")
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: object) -> None:
        pass


class Joined(unittest.TestCase):
    """With a bridge whose rounds of work are made by the tests."""

    def setUp(self) -> None:
        logging.disable(logging.CRITICAL)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "token").write_text("lanchid_token\n")
        (self.folder / "secret").write_text(SECRET + "\n")
        self.lanchid = FakeLanchid()
        self.serve(self.lanchid)
        self.open()

    def serve(self, server: ThreadingHTTPServer) -> None:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)

    def open(self) -> None:
        """Starts on the file as it is."""
        self.memory = Memory(self.folder / "bridge.sqlite")
        self.addCleanup(self.memory.close)
        server = f"http://127.0.0.1:{self.lanchid.server_port}"
        lanchid = Lanchid(server, self.folder / "token")
        self.worker = Worker(self.memory, lanchid, "s1", 0)

    def work(self) -> list:
        """A round in which nothing waits for its time; answers what was asked for in it."""
        self.memory.try_all_now()
        asked = len(self.lanchid.asked)
        self.worker.work()
        return self.lanchid.asked[asked:]

    def post(self, handler: type, path: str, body: bytes, headers: dict) -> int:
        server = Server(("127.0.0.1", 0), handler, self.memory, self.worker)
        server.RequestHandlerClass.log_message = lambda *_: None
        self.serve(server)
        address = f"http://127.0.0.1:{server.server_port}{path}"
        try:
            with urllib.request.urlopen(urllib.request.Request(address, body, headers)) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def hook(self, headers: dict, body: bytes = BODY) -> int:
        return self.post(hooks_of(self.folder / "secret"), "/hooks", body, headers)

    def test_a_webhook_that_comes_twice_is_heard_once(self) -> None:
        for _ in range(2):
            self.assertEqual(self.hook(signed("m1")), 204)
        self.assertEqual(self.memory.heard(), {"bed.held": 1})
        self.worker.work()
        self.assertIsNone(self.memory.last_unread())
        self.hook(signed("m1"))
        self.assertIsNone(self.memory.last_unread(), "and asks for no work")

    def test_what_cannot_be_kept_is_not_taken(self) -> None:
        self.assertEqual(self.hook(signed("m1", secret="whsec_AAAA")), 401)
        self.assertEqual(self.hook(signed("m1", at=time.time() - 400)), 401)
        self.assertEqual(self.hook({}, b"x" * (BODY_MAX + 1)), 413)
        self.assertEqual(self.hook(signed("m1", b"[]"), b"[]"), 400)
        self.memory.close()
        self.assertEqual(self.hook(signed("m1")), 503)
        self.open()
        self.assertEqual(self.memory.heard(), {})

    def test_what_is_not_about_beds_asks_for_no_work(self) -> None:
        body = b'{"type":"webhook.test"}'
        self.assertEqual(self.hook(signed("m1", body), body), 204)
        self.assertIsNone(self.memory.last_unread())

    def test_what_comes_while_the_shelter_is_read_asks_for_another_look(self) -> None:
        board = self.worker.lanchid.board

        def slow(shelter: str) -> dict:
            read = board(shelter)
            self.memory.hear("m2", "bed.released", "{}")
            return read

        self.memory.hear("m1", "bed.held", "{}")
        self.worker.lanchid.board = slow
        self.worker.work()
        self.assertEqual(self.memory.last_unread(), 2)

    def test_a_door_tells_from_the_house_alone(self) -> None:
        told = json.dumps({"event": "1", "what": "arrived", "bed": "b1"}).encode()
        kind = {"Content-Type": "application/json"}
        self.assertEqual(self.post(Door, "/door", told, kind), 202)
        self.assertEqual(self.post(Door, "/door", told, kind), 202)
        other = told.replace(b"b1", b"b2")
        self.assertEqual(self.post(Door, "/door", other, kind), 409)
        self.assertEqual(self.post(Door, "/door", told, {"Content-Type": "text/plain"}), 415)
        self.assertEqual(self.post(Door, "/door", b"{}", kind), 400)
        self.assertEqual(len(self.memory.door("waiting")), 1)

    def test_an_answer_that_was_lost_is_asked_for_under_the_same_key(self) -> None:
        self.work()
        self.memory.note("1", "arrived", "b1")
        self.lanchid.answers = [Lost]
        first = self.work()
        # The answer was lost: there the guest stays already, and here everything begins anew.
        self.lanchid.beds["b1"] = "occupied"
        self.memory.close()
        self.open()
        again = self.work()
        self.assertEqual(first, again)
        self.assertEqual(again[0][:1] + (again[0][1]["stay"],), ("/stays", "stay-b1"))
        self.assertEqual(self.work(), [])

    def test_what_is_looked_up_stays_the_same_under_its_key(self) -> None:
        # Nothing is known of the bed yet when the door tells.
        self.memory.note("1", "left", "b2")
        self.lanchid.answers = [Lost]
        first = self.work()
        self.lanchid.beds["b2"] = "free"
        self.assertEqual(self.work(), first)
        self.assertEqual(first[0][0], "/stays/stay-b2/end")

    def test_what_is_refused_is_set_aside_and_holds_nothing_up(self) -> None:
        self.work()
        self.memory.note("1", "left", "b2")
        self.memory.note("2", "arrived", "b2")
        self.lanchid.answers = [403]
        self.work()
        refused = status(self.memory, self.worker)["refused"]
        self.assertEqual(refused[0]["detail"], "403: bed_held: Held.")
        self.lanchid.beds["b2"] = "held"
        self.assertEqual(self.work()[0][0], "/stays")
        self.assertEqual(self.memory.door("waiting"), [])

    def test_a_bed_s_events_are_sent_in_order(self) -> None:
        self.work()
        self.memory.note("1", "left", "b2")
        self.memory.note("2", "arrived", "b2")
        self.memory.note("3", "arrived", "b1")
        self.lanchid.answers = [500]
        self.assertEqual([path for path, *_ in self.work()], ["/stays/stay-b2/end"])
        paths = [path for path, *_ in self.work()]
        self.assertEqual(paths, ["/stays/stay-b2/end", "/stays"])
        waiting = [row["event"] for row in self.memory.door("waiting")]
        self.assertEqual(waiting, ["2"])

    def test_it_waits_as_long_as_it_is_told_to(self) -> None:
        for answer, least in [(503, 19), (429, 0.4), (401, 0.4)]:
            self.memory.note(str(answer), "arrived", "b1")
            self.lanchid.answers = [answer]
            self.assertEqual(len(self.work()), 1)
            self.assertGreater(self.memory.next_try() - time.time(), least)
            self.assertEqual(self.memory.door("refused"), [])
            self.work()

    def test_nobody_is_expected(self) -> None:
        self.lanchid.beds["b1"] = "free"
        self.memory.note("1", "arrived", "b1")
        self.memory.note("2", "left", "b3")
        self.assertEqual(self.work(), [])
        self.assertEqual(len(self.memory.door("refused")), 2)


class Clocks(unittest.TestCase):
    def test_the_clock_on_the_wall_counts_a_second_that_has_begun(self) -> None:
        self.assertEqual(wall_time(1796025600), "2026-11-30T09:00:00")
        self.assertEqual(wall_time(1796025600.2), "2026-11-30T09:00:01")
        self.assertEqual(wall_time(1783029600), "2026-07-03T00:00:00")


if __name__ == "__main__":
    unittest.main()

"""Tests of the bridge beside a server that does what each test wishes."""

from __future__ import annotations

import base64
import hashlib
import hmac
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
from types import SimpleNamespace
from typing import Callable, Optional
from unittest import mock
from zoneinfo import ZoneInfoNotFoundError

from bridge import must_be_readable, must_know_the_zone
from lanchid import Lanchid, wall_time
from memory import Memory
from signature import Forged, NoSecret, key_of, sign, verify
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


def secret_of(size: int) -> str:
    return "whsec_" + base64.b64encode(b"k" * size).decode()


NO_SECRETS = ["", "\n", "whsec_", secret_of(23), secret_of(32)[:-1], "whsec_" + "ő" * 40]


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

    def test_a_key_is_long_enough(self) -> None:
        self.assertEqual(key_of(secret_of(24)), b"k" * 24)
        self.assertEqual(key_of(f" {secret_of(32)}\n"), b"k" * 32)
        for secret in NO_SECRETS:
            with self.assertRaises(NoSecret):
                key_of(secret)


class Lost(Exception):
    """The answer is lost on its way."""


class FakeLanchid(ThreadingHTTPServer):
    """Two beds. What is sent of a stay is answered as `always` says; any other change takes its
    answer from `answers`, and is 201 when none is left."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), FakeAnswers)
        self.beds = {"b1": "held", "b2": "occupied"}
        self.always: dict = {}
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
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Idempotency-Key"]
        self.server.asked.append((self.path.removeprefix("/api/v1"), body, key))
        answer = self.server.always.get(body.get("stay")) or self.next_answer()
        if answer is Lost:
            self.close_connection = True
        elif isinstance(answer, tuple):
            self.answer(*answer)
        else:
            self.answer(answer, {"code": "refused", "reason": "bed_held", "detail": "Held."})

    def next_answer(self) -> object:
        return self.server.answers.pop(0) if self.server.answers else 201

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

    def wait_until(self, holds: Callable[[], bool]) -> None:
        latest = time.monotonic() + 30
        while not holds():
            self.assertLess(time.monotonic(), latest)
            time.sleep(0.01)

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

    def ask(self, handler: type, path: str, body: Optional[bytes], headers: dict) -> int:
        server = Server(("127.0.0.1", 0), handler, self.memory, self.worker)
        server.RequestHandlerClass.log_message = lambda *_: None
        self.serve(server)
        address = f"http://127.0.0.1:{server.server_port}{path}"
        headers = {name: text.format(port=server.server_port) for name, text in headers.items()}
        try:
            with urllib.request.urlopen(urllib.request.Request(address, body, headers)) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def hook(self, headers: dict, body: bytes = BODY) -> int:
        return self.ask(hooks_of(self.folder / "secret"), "/hooks", body, headers)

    def test_a_webhook_that_comes_twice_is_heard_once(self) -> None:
        for _ in range(2):
            self.assertEqual(self.hook(signed("m1")), 204)
        self.assertEqual(self.memory.heard(), {"bed.held": 1})
        self.worker.work()
        self.assertIsNone(self.memory.last_unread())
        self.hook(signed("m1"))
        self.assertIsNone(self.memory.last_unread(), "and asks for no work")

    def test_what_cannot_be_kept_is_not_taken(self) -> None:
        self.assertEqual(self.hook(signed("m1", secret=secret_of(24))), 401)
        self.assertEqual(self.hook(signed("m1", at=time.time() - 400)), 401)
        self.assertEqual(self.hook({}, b"x" * (BODY_MAX + 1)), 413)
        self.assertEqual(self.hook(signed("m1", b"[]"), b"[]"), 400)
        self.memory.close()
        self.assertEqual(self.hook(signed("m1")), 503)
        self.open()
        self.assertEqual(self.memory.heard(), {})

    def test_without_a_secret_nothing_is_taken(self) -> None:
        forged = signed("m1")
        whole = f"m1.{forged['webhook-timestamp']}.".encode() + BODY
        digest = hmac.new(b"", whole, hashlib.sha256).digest()
        forged["webhook-signature"] = "v1," + base64.b64encode(digest).decode()
        for secret in [*(secret.encode() for secret in NO_SECRETS), b"\xff" * 40]:
            (self.folder / "secret").write_bytes(secret)
            self.assertEqual(self.hook(forged), 503)
        self.assertEqual(self.memory.heard(), {})

    def test_it_does_not_start_without_a_secret(self) -> None:
        files = {"token_file": self.folder / "token", "secret_file": self.folder / "secret"}
        must_be_readable(SimpleNamespace(**files))
        for secret in NO_SECRETS:
            (self.folder / "secret").write_text(secret, encoding="utf-8")
            with self.assertRaisesRegex(SystemExit, "^bridge: .*secret"):
                must_be_readable(SimpleNamespace(**files))

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
        for _ in range(2):
            self.assertEqual(self.ask(Door, "/door", told, kind), 202)
        other = told.replace(b"b1", b"b2")
        self.assertEqual(self.ask(Door, "/door", other, kind), 409)
        self.assertEqual(self.ask(Door, "/door", told, {"Content-Type": "text/plain"}), 415)
        self.assertEqual(self.ask(Door, "/door", b"{}", kind), 400)
        self.assertEqual(len(self.memory.door("waiting")), 1)

    def test_the_door_is_not_for_pages_in_a_browser(self) -> None:
        told = json.dumps({"event": "1", "what": "arrived", "bed": "b1"}).encode()
        for more, refused in [
            ({"Host": "evil.example"}, 421),
            ({"Host": "evil.example:{port}"}, 421),
            ({"Host": "127.0.0.1"}, 421),
            ({"Origin": "http://127.0.0.1:{port}"}, 403),
            ({"Origin": "null"}, 403),
        ]:
            headers = {"Content-Type": "application/json", **more}
            self.assertEqual(self.ask(Door, "/door", told, headers), refused)
            self.assertEqual(self.ask(Door, "/status", None, more), refused)
        self.assertEqual(self.memory.door("waiting"), [])
        self.assertEqual(self.ask(Door, "/status", None, {"Host": "localhost:{port}"}), 200)
        self.assertEqual(self.ask(Door, "/status", None, {}), 200)

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
        paths = [path for path, *_ in self.work()]
        self.assertEqual(paths, ["/stays/stay-b2/end", "/stays"], "another bed does not wait")
        self.assertEqual([path for path, *_ in self.work()], ["/stays/stay-b2/end"])
        waiting = [row["event"] for row in self.memory.door("waiting")]
        self.assertEqual(waiting, ["2"])

    def test_it_waits_as_long_as_it_is_told_to(self) -> None:
        self.work()
        for answer, least in [(503, 20), (429, 0.5), (401, 0.5), (Lost, 0.5)]:
            self.memory.note(f"{answer} 1", "arrived", "b1")
            self.memory.note(f"{answer} 2", "left", "b2")
            self.lanchid.answers = [answer]
            begun = time.monotonic()
            self.assertEqual(len(self.work()), 1, "nothing else is asked meanwhile")
            self.assertGreaterEqual(self.memory.next_try() - begun, least)
            self.assertEqual(self.memory.door("refused"), [])
            self.assertEqual(len(self.work()), 2)

    def test_what_fails_each_time_holds_no_other_bed_up(self) -> None:
        for answer in [500, 408]:
            self.lanchid.always = {"stay-b1": answer}
            self.memory.note(f"{answer} 1", "arrived", "b1")
            self.memory.note(f"{answer} 2", "left", "b2")
            self.assertEqual([path for path, *_ in self.work()], ["/stays", "/stays/stay-b2/end"])
            self.assertEqual([path for path, *_ in self.work()], ["/stays"])
            self.lanchid.always = {}
            self.work()

    def test_what_is_told_behind_a_failure_is_sent(self) -> None:
        self.work()
        self.lanchid.always = {"stay-b1": 500}
        self.memory.note("1", "arrived", "b1")
        self.memory.note("2", "left", "b2")
        self.worker.start()
        self.addCleanup(self.worker.stop)
        self.wait_until(lambda: [row["event"] for row in self.memory.door("waiting")] == ["1"])

    def test_what_was_told_and_not_tried_counts_as_work(self) -> None:
        self.assertIsNone(self.memory.next_try())
        self.memory.note("1", "arrived", "b1")
        self.memory.note("2", "left", "b1")
        self.assertEqual(self.memory.next_try(), 0)
        self.memory.put_off(1, 7, "")
        self.assertEqual(self.memory.next_try(), 7, "what stands behind it does not")
        self.memory.note("3", "left", "b2")
        self.assertEqual(self.memory.next_try(), 0)

    def test_a_clock_that_is_ahead_refuses_nothing(self) -> None:
        def wrong(*codes: str) -> tuple:
            errors = [{"pointer": "/guest/at", "code": code} for code in codes]
            return 422, {"code": "invalid", "title": "Look again", "errors": errors}

        self.memory.note("1", "arrived", "b1")
        self.lanchid.answers = [wrong("in_the_future")]
        first = self.work()
        waiting = status(self.memory, self.worker)["waiting"]
        self.assertIn("the clock here is ahead", waiting[0]["detail"])
        self.lanchid.answers = [wrong("in_the_future", "too_long")]
        self.assertEqual(self.work(), first)
        self.lanchid.answers = [wrong()]
        self.memory.note("2", "left", "b2")
        self.work()
        self.assertEqual([row["event"] for row in self.memory.door("refused")], ["1", "2"])

    def test_a_clock_that_is_set_back_delays_nothing(self) -> None:
        self.memory.note("1", "arrived", "b1")
        self.lanchid.answers = [500]
        self.work()
        with mock.patch("time.time", return_value=time.time() - 3600):
            time.sleep(0.6)
            self.worker.work()
        self.assertEqual(self.memory.door("waiting"), [])

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

    def test_it_does_not_start_without_the_zone(self) -> None:
        must_know_the_zone()
        with mock.patch("lanchid.ZoneInfo", side_effect=ZoneInfoNotFoundError):
            with self.assertRaisesRegex(SystemExit, "^bridge: .*tzdata$"):
                must_know_the_zone()


if __name__ == "__main__":
    unittest.main()

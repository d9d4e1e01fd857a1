"""What the bridge answers: webhooks at one address, the door and the status at another."""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Callable, Optional

from memory import BEFORE, Memory
from signature import Forged, NoSecret, verify
from worker import Worker

BODY_MAX = 64 * 1024


class Handler(BaseHTTPRequestHandler):
    """Answers JSON, and closes the connection."""

    # Whoever is slower than this is cut off.
    timeout = 10
    server: "Server"

    def answer(self, status: int, said: object = None) -> None:
        body = json.dumps(said, ensure_ascii=False).encode() if said is not None else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fault(self, status: int, why: str) -> None:
        self.log_message("%s", f"{self.path} answered {status}: {why}")
        self.answer(status, {"fault": why})

    def body(self) -> Optional[bytes]:
        """The whole body; without one this has answered already."""
        length = self.headers.get("Content-Length") or ""
        if not (length.isascii() and length.isdigit()):
            self.fault(411, "say how long it is")
        elif int(length) > BODY_MAX:
            self.fault(413, "too long")
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):
                return body
            self.fault(400, "it breaks off")
        return None

    def log_request(self, *_: object) -> None:
        """Only faults are worth a line."""


class Server(ThreadingHTTPServer):
    """Serves one kind of handler, which finds the memory and the worker here."""

    def __init__(self, address: tuple[str, int], handler: type, memory: Memory, worker: Worker):
        super().__init__(address, handler)
        self.memory = memory
        self.worker = worker


class Hooks(Handler):
    """Hears what Lánchíd tells."""

    # Read anew each time, so that a secret can be replaced while the bridge runs.
    secret: Callable[[], str]

    def do_POST(self) -> None:
        if self.path != "/hooks":
            return self.fault(404, "there is no such thing")
        body = self.body()
        if body is None:
            return None
        try:
            webhook_id = verify(type(self).secret(), self.headers, body)
            kind = json.loads(body)["type"]
            # Kept before it is answered: what was answered is never sent again.
            self.server.memory.hear(webhook_id, str(kind), body.decode())
        except Forged as error:
            return self.fault(401, str(error))
        except (ValueError, KeyError, TypeError):
            return self.fault(400, "no event")
        except (OSError, NoSecret, sqlite3.Error) as error:
            return self.fault(503, str(error))
        self.server.worker.wake()
        return self.answer(204)


class Door(Handler):
    """For the shelter's own house: what happens at the door, and how things stand."""

    def do_POST(self) -> None:
        if not self.is_from_the_house():
            return None
        if self.path != "/door":
            return self.fault(404, "there is no such thing")
        # No page in a browser can send this type without asking first.
        if self.headers.get_content_type() != "application/json":
            return self.fault(415, "send application/json")
        body = self.body()
        if body is None:
            return None
        try:
            told = json.loads(body)
            event, what, bed = (str(told[name]) for name in ("event", "what", "bed"))
        except (ValueError, KeyError, TypeError):
            return self.fault(400, "send event, what and bed")
        if what not in BEFORE:
            return self.fault(400, "what is arrived or left")
        try:
            fits = self.server.memory.note(event, what, bed)
        except sqlite3.Error as error:
            return self.fault(503, str(error))
        if not fits:
            return self.fault(409, "this event was something else before")
        self.server.worker.wake()
        return self.answer(202, {"event": event})

    def do_GET(self) -> None:
        if not self.is_from_the_house():
            return None
        if self.path != "/status":
            return self.fault(404, "there is no such thing")
        return self.answer(200, status(self.server.memory, self.server.worker))

    def is_from_the_house(self) -> bool:
        """Not from a page in a browser, to which this address can be given under another name;
        otherwise this has answered already."""
        port = self.server.server_port
        hosts = self.headers.get_all("Host", [])
        if hosts not in ([f"127.0.0.1:{port}"], [f"localhost:{port}"]):
            self.fault(421, f"this is 127.0.0.1:{port}")
        elif "Origin" in self.headers:
            self.fault(403, "this is not for pages in a browser")
        else:
            return True
        return False


def status(memory: Memory, worker: Worker) -> dict:
    """How things stand."""
    return {
        "fault": worker.fault,
        "heard": memory.heard(),
        "beds": memory.beds(),
        "waiting": memory.door("waiting"),
        "refused": memory.door("refused"),
    }


def hooks_of(secret_file: Path) -> type:
    """The handler of webhooks that are signed with the secret in this file."""
    # What is no text is no secret either, and is found out there.
    secret = partial(secret_file.read_text, errors="replace")
    return type("HooksOfSecret", (Hooks,), {"secret": staticmethod(secret)})

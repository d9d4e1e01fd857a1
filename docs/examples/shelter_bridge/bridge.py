#!/usr/bin/env python3
"""Joins the doors of a shelter to Lánchíd. See README.md."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from lanchid import ZONE, Lanchid, wall_time
from memory import BEFORE, Memory
from signature import NoSecret, key_of
from web import Door, Server, hooks_of
from worker import Worker

DOOR = 8101


def must_be_readable(settings: argparse.Namespace) -> None:
    """It is better to hear of it now than at the first webhook."""
    try:
        settings.token_file.read_text()
        key_of(settings.secret_file.read_text())
    except (OSError, ValueError, NoSecret) as error:
        sys.exit(f"bridge: token or secret: {error}")


def must_know_the_zone() -> None:
    try:
        wall_time(0)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        sys.exit(f"bridge: the time zone {ZONE} is not known here: install the package tzdata")


def serve(settings: argparse.Namespace) -> None:
    """Runs until it is told to stop. It may as well be killed."""
    must_be_readable(settings)
    must_know_the_zone()
    # The memory holds names.
    os.umask(0o077)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    memory = Memory(settings.memory)
    lanchid = Lanchid(settings.lanchid, settings.token_file)
    worker = Worker(memory, lanchid, settings.shelter, settings.every)
    servers = [
        Server(settings.hooks, hooks_of(settings.secret_file), memory, worker),
        Server(("127.0.0.1", settings.door), Door, memory, worker),
    ]
    worker.start()
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    stop.wait()
    for server in servers:
        server.shutdown()
        server.server_close()
    worker.stop()
    memory.close()


def door(settings: argparse.Namespace) -> None:
    """Tells a running bridge what happened at the door."""
    told = {"event": settings.event, "what": settings.what, "bed": settings.bed}
    request = urllib.request.Request(
        f"http://127.0.0.1:{settings.door}/door",
        json.dumps(told).encode(),
        {"Content-Type": "application/json"},
    )
    # The door is never behind a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            print(json.load(answer)["event"])
    except urllib.error.HTTPError as error:
        sys.exit(f"bridge: {json.load(error)['fault']}")
    except OSError as error:
        sys.exit(f"bridge: it does not answer, tell it again: {error}")


def address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host, int(port)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Joins the doors of a shelter to Lánchíd.")
    parser.add_argument(
        "--door", type=int, default=DOOR, metavar="PORT", help="port of the door on 127.0.0.1"
    )
    commands = parser.add_subparsers(dest="command", required=True)

    run = commands.add_parser("serve", help="run the bridge")
    run.set_defaults(run=serve)
    run.add_argument("--lanchid", required=True, metavar="URL", help="https://lanchid.example")
    run.add_argument("--shelter", required=True, metavar="ID", help="which shelter this is")
    run.add_argument("--token-file", required=True, type=Path, help="holds the token of the API")
    run.add_argument("--secret-file", required=True, type=Path, help="holds the webhook's secret")
    run.add_argument("--memory", type=Path, default=Path("bridge.sqlite"), help="where it keeps")
    run.add_argument(
        "--hooks", type=address, default=("127.0.0.1", 8100), metavar="HOST:PORT",
        help="where webhooks arrive",
    )
    run.add_argument(
        "--every", type=float, default=60, metavar="SECONDS",
        help="how often the shelter is read although nothing was heard; 0: at the start alone",
    )

    tell = commands.add_parser("door", help="tell what happened at the door")
    tell.set_defaults(run=door)
    tell.add_argument("what", choices=sorted(BEFORE))
    tell.add_argument("bed", metavar="BED", help="the bed's id")
    tell.add_argument(
        "--event", default=str(uuid.uuid4()), metavar="ID",
        help="the same when the same is told again",
    )
    return parser.parse_args()


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    settings = read_arguments()
    settings.run(settings)


if __name__ == "__main__":
    main()

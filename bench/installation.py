"""An installation of its own for a measurement: data folder, database, server."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

import config
from config import ROOT, Settings
from lms import create_app
from lms.accounts.models import Account
from lms.accounts.sessions import SEEN, open_session, token_hash
from lms.clock import now
from lms.extensions import db
from tests import postgres

SECONDS_TO_START = 20


@dataclass
class Installation:
    """A prepared installation; ``app`` is for filling it, the server is a process of its own."""

    name: str
    settings: Settings
    environ: dict[str, str]
    app: Flask

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def cookie_of(self, account: Account) -> str:
        """The cookie of a signed-in device."""
        _row, token = open_session(account, device="bench", address="127.0.0.1")
        db.session.commit()
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = serializer.dumps(
            {
                "_user_id": token,
                "_fresh": True,
                "_permanent": True,
                SEEN: now().timestamp(),
                "csrf_token": token_hash(token),
            }
        )
        return f"{self.app.config['SESSION_COOKIE_NAME']}={value}"


@contextmanager
def installation(engine: str) -> Iterator[Installation]:
    """A fresh installation on "sqlite" or "postgresql" with an empty, migrated database."""
    with tempfile.TemporaryDirectory(prefix="lms-bench-") as folder, _database(engine) as url:
        environ = {
            "LMS_DATA_DIR": folder,
            "DATABASE_URL": url,
            "SECRET_KEY": "k" * 40,
            "CITIZEN_NUMBER_KEYS": config.new_citizen_key(),
            "PORT": str(_free_port()),
            "WORKERS": "2",
        }
        settings = config.read(environ)
        app = create_app(settings)
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            yield Installation(engine, settings, os.environ | environ, app)
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _database(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        yield ""
        return
    with postgres.cluster(durable=True) as url:
        yield url


@contextmanager
def served(place: Installation) -> Iterator[subprocess.Popen[bytes]]:
    """The installation's server, answering."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lms.cli", "serve"], cwd=ROOT, env=place.environ
    )
    try:
        wait_for(place.url + "/health")
        yield process
    finally:
        process.terminate()
        process.wait(15)


def wait_for(url: str) -> float:
    """Seconds until the address answers 200."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < SECONDS_TO_START:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return time.perf_counter() - begun
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
    raise TimeoutError(f"{url} did not answer in {SECONDS_TO_START} s")


def resident_megabytes(process: int) -> dict[int, float]:
    """Resident memory of a process's descendants, in MB."""
    found: dict[int, float] = {}
    waiting = [process]
    while waiting:
        parent = waiting.pop()
        children = (
            Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
        )
        for child in map(int, children):
            status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
            match = re.search(r"VmRSS:\s+(\d+) kB", status)
            found[child] = int(match.group(1)) / 1000 if match else 0.0
            waiting.append(child)
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""A private PostgreSQL cluster for the tests, run by an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "jit=off",
)


@contextmanager
def cluster(durable: bool = False) -> Iterator[str]:
    """The address of a running server: TEST_DATABASE_URL, or one started here and ended after.

    A ``durable`` one writes as in production; tests do without, for speed.
    """
    stated = os.environ.get("TEST_DATABASE_URL")
    if stated:
        yield stated
        return
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="lms-pg-"))
    user = _unprivileged_user()
    if user:
        shutil.chown(folder, user)
    port = _free_port()
    data = folder / "data"
    as_user = {"user": user} if user else {}

    def call(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            **as_user,
        )

    call(
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "lms",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} " + " ".join(
        f"-c {o}" for o in QUICK
    )
    call(
        str(binaries / "pg_ctl"),
        "-D",
        str(data),
        "-w",
        "-l",
        str(folder / "log"),
        "-o",
        options,
        "start",
    )
    try:
        yield f"postgresql://lms@127.0.0.1:{port}/postgres"
    finally:
        call(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise RuntimeError("no PostgreSQL server is installed: run bin/test, or set TEST_DATABASE_URL")


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

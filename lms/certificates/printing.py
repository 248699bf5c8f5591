"""Printing in a separate process, which a bad template or an endless page cannot take down with it.

The process is started at the first certificate, used for all that follow, and begun anew when it died.
Nothing here imports WeasyPrint: web workers stay small.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import struct
import subprocess
import sys
import time
from threading import Lock

from flask import current_app
from flask_babel import lazy_gettext as _l

from config import ROOT
from lms.errors import DomainError
from lms.health import Check

COMMAND = (sys.executable, "-m", "lms.certificates.printer")
#: What the process may see of our environment: no secret, no database address.
KEPT_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "LANG", "XDG_CACHE_HOME", "VIRTUAL_ENV")
SECONDS = 30.0
#: How long a process without work is kept for the next page; it ends by itself some time after that.
IDLE_SECONDS, IDLE_AT_MOST = 60.0, 90.0
#: An answer: its kind, the length of its body, the body.
HEAD = struct.Struct(">cI")
READY, PDF, FAULT = b"R", b"P", b"F"
LARGEST_ANSWER = 32 * 1024 * 1024
#: A request for the template's own sample, to see whether printing works.
SAMPLE = ""

SENTENCES = {
    "unprintable": _l("The print fonts lack a letter of these words. Correct the words first."),
    "too long": _l("The words do not fit on one page. Shorten the name of the class or of the unit."),
    "template": _l("The certificate's template is faulty. Please tell the administrator."),
    "memory": _l("Printing needed too much memory and was stopped."),
    "time": _l("Printing took too long and was stopped."),
    "died": _l("The printer stopped unexpectedly. Please try again."),
}  # fmt: skip


class PrintingFailed(DomainError):
    """No page was made. ``kind`` is a key of SENTENCES, ``detail`` is for the log."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(SENTENCES.get(kind, SENTENCES["template"]))
        self.kind, self.detail = kind, detail


class Printer:
    """One printing process; one page at a time."""

    def __init__(self, command: tuple[str, ...] = COMMAND, seconds: float = SECONDS) -> None:
        self._command, self._seconds = command, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._template, self._used_at = "", 0.0
        self._lock = Lock()

    @property
    def template(self) -> str:
        """Name, version and content hash of the template that this printer draws."""
        with self._lock:
            self._ready()
            return self._template

    def page(self, words: str) -> bytes:
        """The PDF of a JSON record of words. Raises PrintingFailed."""
        with self._lock:
            process = self._ready()
            try:
                self._ask(process, words)
                kind, body = self._answer(process)
            except (OSError, EOFError) as error:
                self.close()
                raise PrintingFailed("died", str(error)) from error
            except PrintingFailed:
                self.close()
                raise
            self._used_at = time.monotonic()
        if kind == PDF:
            return body
        raise PrintingFailed(**json.loads(body))

    def close(self) -> None:
        """End the process; the next page begins another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ready(self) -> subprocess.Popen[bytes]:
        fresh = time.monotonic() - self._used_at < IDLE_SECONDS
        if fresh and self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
        process = self._process = subprocess.Popen(  # noqa: S603
            self._command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        try:
            kind, body = self._answer(process)
        except (OSError, EOFError) as error:
            self.close()
            raise PrintingFailed("died", f"the printer did not start: {error}") from error
        if kind != READY:
            self.close()
            raise PrintingFailed(**json.loads(body))
        self._template, self._used_at = body.decode(), time.monotonic()
        return process

    @staticmethod
    def _ask(process: subprocess.Popen[bytes], words: str) -> None:
        assert process.stdin is not None  # noqa: S101
        process.stdin.write(words.encode() + b"\n")

    def _answer(self, process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
        deadline = time.monotonic() + self._seconds
        kind, length = HEAD.unpack(_read(process, HEAD.size, deadline))
        if length > LARGEST_ANSWER:
            raise EOFError(f"an answer of {length} bytes")
        return kind, _read(process, length, deadline)


def _read(process: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
    assert process.stdout is not None  # noqa: S101
    parts, missing = [], length
    while missing:
        patience = max(deadline - time.monotonic(), 0)
        if not select.select([process.stdout], [], [], patience)[0]:
            raise PrintingFailed("time")
        part = os.read(process.stdout.fileno(), missing)
        if not part:
            raise EOFError(f"the printer ended with {process.wait()}")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


_printer = Printer()
atexit.register(_printer.close)


def printer() -> Printer:
    """The printer of this process."""
    return _printer


def printed(words: str) -> bytes:
    """The PDF of a JSON record of words; a failure is logged. Raises PrintingFailed."""
    try:
        return printer().page(words)
    except PrintingFailed as error:
        current_app.logger.warning("printing failed (%s): %s", error.kind, error.detail)
        raise


def check() -> Check:
    """Whether a certificate can be printed, by printing the template's sample; takes a few seconds."""
    own = Printer()
    try:
        started = time.monotonic()
        size = len(own.page(SAMPLE))
        seen = f"{own.template}, {size} bytes in {time.monotonic() - started:.1f} s"
        return Check("certificate printer", True, seen)
    except PrintingFailed as error:
        return Check("certificate printer", False, f"{error.kind}: {error.detail}")
    finally:
        own.close()

"""The printing process: apart from the web workers, within limits, begun anew when it died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config import ROOT
from lms.certificates import printing
from lms.certificates.pdf import render_certificate
from lms.certificates.printing import SAMPLE, Printer, PrintingFailed
from lms.certificates.words import CertificateWords


@pytest.fixture(scope="module")
def printer() -> Iterator[Printer]:
    printer = Printer()
    yield printer
    printer.close()


def stand_in(program: str, seconds: float = 5) -> Printer:
    """A printer that behaves as ``program`` does, once it said that it is ready."""
    ready = "import os, sys, time; os.write(1, b'R' + bytes([0, 0, 0, 1]) + b't');"
    return Printer((sys.executable, "-c", ready + program), seconds)


def test_its_pages_are_those_of_the_template(
    printer: Printer, words: CertificateWords, template: Path
) -> None:
    assert printer.page(words.to_json()) == render_certificate(words, template=template)
    assert printer.template.startswith("lien-minh-htx-hung-yen/1/")


def test_it_is_used_for_many_pages(printer: Printer, words: CertificateWords) -> None:
    printer.page(SAMPLE)
    first = printer._process
    other = printer.page(replace(words, full_name="Vũ Thị Yến").to_json())
    assert printer._process is first
    assert other != printer.page(SAMPLE)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"full_name": "Trần 漢"}, "unprintable"),
        ({"course_title": "Ứng dụng " * 400}, "too long"),
    ],
)
def test_a_page_that_cannot_be_made_is_refused_and_the_next_one_is_made(
    printer: Printer, words: CertificateWords, changes: dict[str, str], kind: str
) -> None:
    with pytest.raises(PrintingFailed) as refused:
        printer.page(replace(words, **changes).to_json())  # type: ignore[arg-type]
    assert refused.value.kind == kind
    assert printer.page(SAMPLE).startswith(b"%PDF-")


def test_the_longest_words_of_the_register_fit_on_the_page(
    printer: Printer, words: CertificateWords
) -> None:
    """The columns' lengths are the limit, so that nobody takes a number and then has no page."""
    limits = {"full_name": 200, "position": 120, "organisation": 200, "commune": 120}
    limits |= {"course_title": 200, "class_title": 200}
    typed = "Nguyễn Phượng Khuyên Trường MƯỜNG " * 10
    longest = {name: typed[:limit] for name, limit in limits.items()}
    assert printer.page(replace(words, **longest).to_json())  # type: ignore[arg-type]


def test_one_that_died_is_begun_anew(printer: Printer) -> None:
    printer.page(SAMPLE)
    assert printer._process is not None
    os.kill(printer._process.pid, signal.SIGKILL)
    printer._process.wait()
    assert printer.page(SAMPLE).startswith(b"%PDF-")


def test_one_that_dies_over_a_page_fails_that_page() -> None:
    printer = stand_in("sys.stdin.readline(); os._exit(7)")
    with pytest.raises(PrintingFailed) as failed:
        printer.page(SAMPLE)
    assert failed.value.kind == "died"
    assert printer._process is None


def test_one_that_takes_too_long_is_killed() -> None:
    printer = stand_in("time.sleep(60)", seconds=1)
    pid = printer._ready().pid
    started = time.monotonic()
    with pytest.raises(PrintingFailed) as failed:
        printer.page(SAMPLE)
    assert failed.value.kind == "time"
    assert time.monotonic() - started < 3
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_an_answer_without_end_is_not_read() -> None:
    printer = stand_in("os.write(1, b'P' + bytes([255] * 4)); sys.stdin.read()")
    with pytest.raises(PrintingFailed):
        printer.page(SAMPLE)


def test_a_printer_that_cannot_start_says_so() -> None:
    with pytest.raises(PrintingFailed) as failed:
        _ = Printer((sys.executable, "-c", "raise SystemExit(3)")).template
    assert failed.value.kind == "died"


def test_it_sees_no_secret_and_has_limits(
    printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer.close()
    monkeypatch.setenv("SECRET_KEY", "not for the printer")
    monkeypatch.setenv("DATABASE_URL", "postgresql://not-for-the-printer")
    printer.page(SAMPLE)
    assert printer._process is not None
    process = Path("/proc") / str(printer._process.pid)
    assert "not-for-the-printer" not in (process / "environ").read_text()
    assert "not for the printer" not in (process / "environ").read_text()
    limits = (process / "limits").read_text().splitlines()
    memory = next(line.split() for line in limits if line.startswith("Max address space"))
    seconds = next(line.split() for line in limits if line.startswith("Max cpu time"))
    assert memory[3:5] == [str(1024**3)] * 2
    assert 30 <= int(seconds[3]) < 90


def test_the_printer_ends_with_its_process(tmp_path: Path) -> None:
    program = (
        "import os, sys; from lms.certificates.printing import Printer; p = Printer(); p.template;"
        "print(p._process.pid, flush=True); os._exit(1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    pid = int(done.stdout)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


def test_without_work_it_ends_by_itself_and_is_begun_anew_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = "import lms.certificates.printer as p; p.IDLE_AT_MOST = 0.2; p.main()"
    printer = Printer((sys.executable, "-c", program))
    assert printer._ready().wait(10) == 0
    printer.close()
    monkeypatch.setattr(printing, "IDLE_SECONDS", 0.0)
    steady = Printer()
    first = steady._ready().pid
    assert steady._ready().pid != first
    steady.close()


def test_web_workers_do_not_carry_weasyprint(tmp_path: Path) -> None:
    program = "import sys, lms.wsgi; print('weasyprint' in sys.modules, 'lms.certificates' in sys.modules)"
    environment = os.environ | {"LMS_ENV": "testing", "LMS_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "True"]


def test_health_says_whether_printing_works(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printing.check().ok
    monkeypatch.setattr(
        printing.Printer.__init__, "__defaults__", ((sys.executable, "-c", ""), 5.0)
    )
    check = printing.check()
    assert not check.ok
    assert check.seen.startswith("died")

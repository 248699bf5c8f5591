"""The printing process: words in, pages out, within limits (see lms.certificates.printing).

Reads one JSON record of words on each line of standard input (an empty line stands for the template's
sample) and answers on standard output. WeasyPrint's documents list long renderings and huge values as
unsolved, hence the limits.
"""

from __future__ import annotations

import json
import os
import resource
import select
import sys
import time
from collections.abc import Iterator
from typing import BinaryIO

from config import ROOT
from lms.certificates.assets import TemplateFault
from lms.certificates.design import load_design
from lms.certificates.pdf import UnprintableText, WordsTooLong, render_certificate
from lms.certificates.printing import FAULT, HEAD, IDLE_AT_MOST, PDF, READY, SECONDS
from lms.certificates.words import CertificateWords

TEMPLATE = ROOT / "templates" / "documents" / "certificate"
MEMORY = 1024**3
FAULTS: dict[type[BaseException], str] = {
    UnprintableText: "unprintable",
    WordsTooLong: "too long",
    MemoryError: "memory",
}


def main() -> None:
    """Print until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers = _own_output()
    try:
        _send(answers, READY, load_design(TEMPLATE).identity.encode())
    except (TemplateFault, MemoryError) as error:
        _send(answers, FAULT, _fault(error))
        return
    for line in _requests():
        _limit_processor_time()
        _send(answers, *_answer(line))


def _requests() -> Iterator[bytes]:
    """Each line of standard input, until it ends or nothing comes for a while."""
    while select.select([sys.stdin], [], [], IDLE_AT_MOST)[0]:
        line = sys.stdin.buffer.readline()
        if not line:
            return
        yield line


def _answer(line: bytes) -> tuple[bytes, bytes]:
    try:
        text = line.decode().strip()
        words = CertificateWords.from_json(text) if text else load_design(TEMPLATE).sample
        return PDF, render_certificate(words, template=TEMPLATE)
    except (TemplateFault, ValueError, MemoryError) as error:
        return FAULT, _fault(error)


def _fault(error: BaseException) -> bytes:
    kind = FAULTS.get(type(error), "template")
    return json.dumps({"kind": kind, "detail": str(error)[:1000]}).encode()


def _send(answers: BinaryIO, kind: bytes, body: bytes) -> None:
    answers.write(HEAD.pack(kind, len(body)) + body)
    answers.flush()


def _own_output() -> BinaryIO:
    """Keep standard output for answers: whatever a library prints goes to the error stream."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _limit_processor_time() -> None:
    """Give the next page its own seconds; the kernel ends the process after them."""
    soft = int(time.process_time() + SECONDS) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()

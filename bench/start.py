"""How long the application takes to start, and a second `bin/run` to answer."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

from bench.installation import installation, served, wait_for
from config import ROOT

RUNS = 5


def main() -> None:
    """The median of five runs each."""
    with installation("sqlite") as place:
        making = [_make_app(place.environ) for _run in range(RUNS)]
        serving = []
        for _run in range(RUNS):
            begun = time.perf_counter()
            with served(place):
                serving.append(time.perf_counter() - begun)
        running = [_second_start(place.environ, place.url) for _run in range(3)]
    print("| what | seconds (median) |")
    print("| --- | --- |")
    print(f"| a process imports and makes the application | {statistics.median(making):.2f} |")
    print(f"| `bin/lms serve` until the first answer | {statistics.median(serving):.2f} |")
    print(f"| a second `bin/run` until the first answer | {statistics.median(running):.2f} |")


def _make_app(environ: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import lms.wsgi"], cwd=ROOT, env=environ, check=True)
    return time.perf_counter() - begun


def _second_start(environ: dict[str, str], url: str) -> float:
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        [ROOT / "bin/run", "--no-demo"], env=os.environ | environ, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(url + "/health")
        return time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(15)

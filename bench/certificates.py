"""What one certificate costs: the first of a process, and those after it as in a batch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from config import ROOT
from lms.certificates.design import load_design
from lms.certificates.pdf import render_certificate

TEMPLATE: Path = ROOT / "templates" / "documents" / "certificate"
COUNT = 50


def main() -> None:
    """Wall and CPU milliseconds, the median of fifty."""
    begun = perf_counter()
    words = load_design(TEMPLATE).sample
    size = len(render_certificate(words, template=TEMPLATE))
    print("| what | ms | bytes |\n| --- | --- | --- |")
    print(
        f"| the first of a process, fonts read | {(perf_counter() - begun) * 1000:.0f} | {size} |"
    )
    wall, cpu = [], []
    for number in range(1, COUNT + 1):
        next_words = replace(words, number=f"{number:04}/2024/GCN-LMHTX")
        started, spent = perf_counter(), process_time()
        render_certificate(next_words, template=TEMPLATE)
        wall.append((perf_counter() - started) * 1000)
        cpu.append((process_time() - spent) * 1000)
    print(
        f"| then, median of {COUNT} | {median(wall):.0f} ({median(cpu):.0f} of it CPU) | {size} |"
    )

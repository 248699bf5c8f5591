"""Print what one certificate costs: cold, and warm as in a batch.

python bench/certificates.py [COUNT]
"""

import sys
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))


def main(count: int) -> None:
    begin = perf_counter()
    from lms.certificates.design import load_design
    from lms.certificates.pdf import render_certificate

    template = ROOT / "templates" / "documents" / "certificate"
    words = load_design(template).sample
    size = len(render_certificate(words, template=template))
    print(f"first, with imports: {(perf_counter() - begin) * 1000:.0f} ms, {size} bytes")

    wall, cpu = [], []
    for number in range(1, count + 1):
        next_words = replace(words, number=f"{number:04}/2024/GCN-LMHTX")
        start, spent = perf_counter(), process_time()
        render_certificate(next_words, template=template)
        wall.append((perf_counter() - start) * 1000)
        cpu.append((process_time() - spent) * 1000)
    print(f"then, median of {count}: {median(wall):.1f} ms, of it {median(cpu):.1f} ms CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)

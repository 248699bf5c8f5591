"""The measurements behind docs/performance.md: `bin/bench`, or `bin/bench pages search`.

Every figure comes from a real installation made for the run: the production server, the demo's size of
data or larger, the load from a second process on the loopback. Ratios within one run are the robust part.
"""

from __future__ import annotations

import argparse
import sys

from bench import certificates, duplicates, pages, rosters, search, start

PARTS = {
    "pages": pages.main,
    "search": search.main,
    "start": start.main,
    "certificates": certificates.main,
    "duplicates": duplicates.main,
    "rosters": rosters.main,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=[[], *PARTS], help="which parts; all when left out"
    )
    chosen = parser.parse_args().parts or list(PARTS)
    for name in chosen:
        print(f"\n## {name}\n", flush=True)
        PARTS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""One door for bin/setup, bin/run, bin/lms, bin/test and bin/bench.

Standard library only: it runs before anything is installed. This file alone must also be
readable by an old Python 3, which it replaces by a newer one when there is one.
"""

import os
import shutil
import sys

NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this is the check
        newer = next(filter(None, map(shutil.which, NEWER)), None)
        if newer is None:
            sys.exit(
                f"Python 3.11 or newer is needed and this is {sys.version_info[0]}."
                f"{sys.version_info[1]}: install python3.11 or newer, then start again."
            )
        os.execv(newer, [newer, "-I", "-S", *sys.argv])  # noqa: S606 - no shell is the point
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from _bootstrap.commands import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

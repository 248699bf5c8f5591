"""Compiled translations are not kept in git: they are made when their source is newer."""

import subprocess

from _bootstrap.base import PYTHON, ROOT, SetupError, run, say, tail

FOLDER = ROOT / "lms" / "translations"


def are_current() -> bool:
    for source in FOLDER.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            return False
    return True


def provide() -> None:
    """Compile every catalogue. Raises SetupError with Babel's words when one is broken."""
    if are_current():
        return
    say("Compiling the translations")
    try:
        run(PYTHON, "-m", "babel.messages.frontend", "compile", "-d", FOLDER)
    except subprocess.CalledProcessError as error:
        raise SetupError(f"{tail(error)}\nThe translations in {FOLDER} are broken.") from error

"""The virtual environment in .venv, filled from a hash-pinned lock and stamped with it."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _bootstrap import system
from _bootstrap.base import PYTHON, ROOT, SCRATCH, VENV, SetupError, run, say, tail, timed

LOCKS = {
    "uv": ROOT / "requirements-uv.txt",
    "run": ROOT / "requirements.txt",
    "dev": ROOT / "requirements-dev.txt",
}
STAMP = VENV / "installed"
# Wheels only: a fresh machine has no compiler, and a wheel runs no code while it is installed.
STRICT = ("--require-hashes", "--only-binary", ":all:")


def is_borrowed() -> bool:
    """A .venv that is a link belongs to somebody else and is used as it is."""
    return VENV.is_symlink()


def state(kind: str) -> str:
    """What the stamp says when the environment holds this lock, here, on this Python."""
    digest = hashlib.sha256(LOCKS["uv"].read_bytes() + LOCKS[kind].read_bytes()).hexdigest()
    return f"{kind} {digest} {PYTHON.resolve()} {ROOT}\n"


def installed() -> str:
    return STAMP.read_text(encoding="utf-8") if STAMP.exists() and PYTHON.exists() else ""


def is_ready(kind: str) -> bool:
    """Whether the environment holds the lock `kind`; "dev" holds all of "run"."""
    if is_borrowed():
        return PYTHON.exists()
    stamp = installed()
    return bool(stamp) and any(stamp == state(name) for name in {kind, "dev"})


def provide(kind: str) -> None:
    """Make the environment and install the lock `kind` ("run" or "dev").

    Raises SetupError when Python cannot make environments or a package cannot be fetched.
    """
    if is_borrowed():
        raise SetupError(f"{VENV} is a link to a Python that is gone: remove it and start again.")
    with alone():
        if is_ready(kind):
            return
        if installed().startswith("dev "):
            kind = "dev"  # a developer's environment stays one
        if must_be_made():
            make()
        STAMP.unlink(missing_ok=True)
        fill(LOCKS[kind])
        STAMP.write_text(state(kind), encoding="utf-8")


@contextmanager
def alone() -> Iterator[None]:
    """Two commands started together must not install over each other."""
    SCRATCH.mkdir(exist_ok=True)
    with (SCRATCH / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def needs() -> list[str]:
    """Debian packages without which provide() cannot make the environment."""
    return system.missing_for_environment() if must_be_made() else []


def must_be_made() -> bool:
    """Missing, half made, or made by another Python or in another folder."""
    if not (PYTHON.exists() and (VENV / "bin" / "pip").exists()):
        return True
    return bool(installed()) and not installed().endswith(f" {PYTHON.resolve()} {ROOT}\n")


def make() -> None:
    try:
        timed("Making the environment .venv", sys.executable, "-m", "venv", "--clear", VENV)
    except subprocess.CalledProcessError as error:
        raise SetupError(f"{tail(error)}\nCould not make {VENV}.") from error


def fill(lock: Path) -> None:
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-q")
    heading = f"Installing the Python packages of {lock.name}"
    try:
        timed("Installing the installer uv", *pip, *STRICT, "-r", LOCKS["uv"])
        follow_pip_index()
        uv = (VENV / "bin" / "uv", "pip", "sync", "-q", "--python", PYTHON, "--compile-bytecode")
        timed(heading, *uv, *STRICT, lock)
    except (subprocess.CalledProcessError, OSError):
        try:
            timed(f"uv could not. {heading} with pip", *pip, *STRICT, "-r", lock)
        except subprocess.CalledProcessError as error:
            raise SetupError(
                f"{tail(error)}\nCould not install the Python packages of {lock.name}: "
                "mend what is said above, or the connection to the package index, and start again."
            ) from error


def follow_pip_index() -> None:
    """uv does not read pip's settings, where an organisation names its own index."""
    if "UV_DEFAULT_INDEX" in os.environ or "UV_INDEX_URL" in os.environ:
        return
    index = os.environ.get("PIP_INDEX_URL") or pip_setting("global.index-url")
    if index:
        os.environ["UV_DEFAULT_INDEX"] = index


def pip_setting(name: str) -> str:
    answer = subprocess.run(  # noqa: S603
        [PYTHON, "-m", "pip", "config", "get", name], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def lock_again(*options: str) -> None:
    """Re-make the locks from the .in files; options go to uv, such as --upgrade."""
    uv = shutil.which("uv", path=VENV / "bin") or shutil.which("uv")
    if uv is None:
        raise SetupError("uv is missing: run bin/setup first.")
    for lock in LOCKS.values():
        say(f"Locking {lock.name}")
        try:
            run(
                *(uv, "pip", "compile", "--universal", "--python-version", "3.11"),
                *("--generate-hashes", "--no-emit-index-url", "--no-annotate", "-q"),
                *("--custom-compile-command", "bin/setup --lock"),
                *options,
                *(lock.with_suffix(".in").name, "-o", lock.name),
            )
        except subprocess.CalledProcessError as error:
            raise SetupError(f"{tail(error)}\n{lock.name} could not be made.") from error

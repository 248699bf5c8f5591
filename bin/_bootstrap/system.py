"""Debian packages: found by what they bring, installed only when that is missing."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from _bootstrap.base import SetupError, in_ci, run, tail, timed

# WeasyPrint loads these at run time; each Debian package with the file it is loaded by.
PAPER_LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    "libfontconfig1": "libfontconfig.so.1",
}
CLUSTER_DEFAULTS = Path("/etc/postgresql-common/createcluster.d")


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_for_running() -> list[str]:
    return [package for package, library in PAPER_LIBRARIES.items() if not loads(library)]


def missing_for_environment() -> list[str]:
    """Debian cuts venv out of Python; other builds carry it."""
    if find_spec("venv") and find_spec("ensurepip"):
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def missing_for_tests() -> list[str]:
    present: dict[str, Callable[[], object]] = {
        "libatomic1": lambda: loads("libatomic.so.1"),  # Playwright's own node
        "chromium": lambda: chromium() or chromium_is_snap(),
        "postgresql": has_postgresql,
        "poppler-utils": lambda: shutil.which("pdftotext") and shutil.which("pdftoppm"),
    }
    return [package for package, found in present.items() if not found()]


def missing_for_benchmarks() -> list[str]:
    return [] if shutil.which("wrk") else ["wrk"]


def has_postgresql() -> bool:
    if os.environ.get("TEST_DATABASE_URL") or shutil.which("initdb"):
        return True
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def chromium() -> str | None:
    """The system's Chromium, unless it is Ubuntu's snap, which cannot be driven from tests."""
    chosen = os.environ.get("TEST_CHROMIUM")
    if chosen or chromium_is_snap():
        return chosen
    return shutil.which("chromium")


def chromium_is_snap() -> bool:
    try:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
    return any(
        "ubuntu" in line for line in release.splitlines() if line.startswith(("ID=", "ID_LIKE="))
    )


def install(packages: list[str]) -> None:
    """Install Debian packages. Raises SetupError, in one sentence, when that is not allowed."""
    if not packages:
        return
    names = " ".join(packages)
    by_hand = f'run "sudo apt-get install {names}" and start again'
    if not shutil.which("apt-get"):
        raise SetupError(
            f"This system has no apt-get; install what Debian calls {names} and start again."
        )
    rights = administrator()
    if rights is None:
        raise SetupError(f"Missing {names} and no right to install: {by_hand}.")
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", f"PATH={system_path()}", "apt-get"]
    apt += ["-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    try:
        timed("Reading the list of Debian packages", *apt, "update")
        with no_default_cluster(rights, wanted="postgresql" in packages):
            timed(f"Installing {names}", *apt, "install", "--no-install-recommends", *packages)
    except subprocess.CalledProcessError as error:
        raise SetupError(f"{tail(error)}\nCould not install {names}: {by_hand}.") from error


def administrator() -> list[str] | None:
    """The words to put before a command that needs root; None when there is no way."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if not in_ci() and os.isatty(0):
        return ["sudo"]
    try:
        run("sudo", "-n", "true")
    except subprocess.CalledProcessError:
        return None
    return ["sudo", "-n"]


def system_path() -> str:
    """dpkg needs the sbin folders, which `su` and plain users lack."""
    return os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"


@contextmanager
def no_default_cluster(rights: list[str], *, wanted: bool) -> Iterator[None]:
    """Keep Debian from starting a server of its own: the tests start a private one."""
    if not wanted:
        yield
        return
    setting = CLUSTER_DEFAULTS / "tests-need-no-cluster.conf"
    run(*rights, "mkdir", "-p", CLUSTER_DEFAULTS)
    run(*rights, "sh", "-c", f"echo create_main_cluster=false > {setting}")
    try:
        yield
    finally:
        run(*rights, "rm", "-f", setting)

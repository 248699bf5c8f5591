"""What each door does: first what is missing, then the program behind it."""

import os
import subprocess
from collections.abc import Callable

from _bootstrap import browser, checks, environment, system, translations
from _bootstrap.base import PYTHON, ROOT, SetupError, become, say

LMS = ("-P", "-m", "lms.cli")


def main(words: list[str]) -> int:
    command, *arguments = words
    try:
        return DOORS[command](arguments)
    except SetupError as sentence:
        say(str(sentence))
    except subprocess.CalledProcessError as error:
        say(f"{error.output or ''}\nThis did not work: {' '.join(error.cmd)}")
    except KeyboardInterrupt:
        say("Stopped; start again to go on from here.")
    return 1


def provide(kind: str, packages: list[str]) -> None:
    """Everything for `kind` ("run" or "dev"); costs nothing when all is there."""
    ready = environment.is_ready(kind)
    system.install(packages if ready else [*environment.needs(), *packages])
    if not ready:
        environment.provide(kind)
    translations.provide()


def provide_for_tests(extra: list[str]) -> None:
    provide("dev", [*system.missing_for_running(), *system.missing_for_tests(), *extra])
    browser.provide()


def setup(arguments: list[str]) -> int:
    match arguments:
        case []:
            provide("run", system.missing_for_running())
        case ["--dev"]:
            provide_for_tests([])
        case ["--lock", *options]:
            provide("run", [])
            environment.lock_again(*options)
            return 0
        case _:
            say("Usage: bin/setup [--dev | --lock [--upgrade]]")
            return 2
    say("Everything that is needed is installed.")
    return 0


def run(arguments: list[str]) -> int:
    provide("run", system.missing_for_running())
    os.chdir(ROOT)
    return become(PYTHON, *LMS, "start", *arguments)


def lms(arguments: list[str]) -> int:
    if not environment.is_ready("run"):
        provide("run", system.missing_for_running())
    return become(PYTHON, *LMS, *arguments)


def test(arguments: list[str]) -> int:
    if arguments == ["--lint"]:
        provide("dev", [])
        return checks.static()
    provide_for_tests([])
    if not arguments:
        failure = checks.static()
        if failure:
            return failure
    return checks.tests(arguments)


def bench(arguments: list[str]) -> int:
    provide_for_tests(system.missing_for_benchmarks())
    os.chdir(ROOT)
    return become(PYTHON, "-P", "-m", "bench", *arguments)


DOORS: dict[str, Callable[[list[str]], int]] = {
    "setup": setup,
    "run": run,
    "lms": lms,
    "test": test,
    "bench": bench,
}

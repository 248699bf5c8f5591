"""Starting: `start` prepares a fresh machine's data and serves; `serve` only serves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

import click
from flask import current_app
from flask.cli import ScriptInfo, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

import config
from config import ROOT, Settings
from lms import database
from lms.accounts.models import Account
from lms.catalogue import commands as catalogue_commands
from lms.demo import commands as demo_commands
from lms.extensions import db
from lms.plans import commands as plans_commands
from lms.plans.queries import historical_figures
from lms.registry import commands as registry_commands

THREADS_PER_WORKER = 2
SECONDS_TO_STOP = 10
SECONDS_BETWEEN_RESTARTS = 10
SECONDS_BETWEEN_LOOKS = 0.2
#: Lies in the data folder while `start` loads the demo.
UNFINISHED = "demo-unfinished"


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Serve on HOST and PORT with WORKERS processes, and one worker for long jobs."""
    sys.exit(serve(current_app.config["SETTINGS"]))


@click.command("start")
@click.option(
    "--demo/--no-demo", default=True, help="Load the illustrative data into a new database."
)
@click.option("--demo-password", help="One password for all demo accounts; random when left out.")
@click.pass_context
def start_command(context: click.Context, demo: bool, demo_password: str | None) -> None:
    """Prepare the database, the courses and (on a new machine) the demo, then serve."""
    config.create_secret(config.data_dir())
    config.create_citizen_key(config.data_dir())
    app = context.ensure_object(ScriptInfo).load_app()
    with app.app_context():
        _prepare(demo, demo_password)
        settings: Settings = current_app.config["SETTINGS"]
        db.session.remove()
        db.engine.dispose()
    click.echo(f"\n  {settings.public_base_url}\n\n  Ctrl+C ends it.\n")
    sys.exit(serve(settings))


def _prepare(with_demo: bool, demo_password: str | None) -> None:
    upgrade(directory=str(ROOT / "migrations"))
    registry_commands.import_units()
    catalogue_commands.import_packs(ROOT / "courses")
    with database.reading():
        is_new = db.session.scalar(select(Account.id).limit(1)) is None
        has_history = bool(historical_figures())
        database.rollback()
    if not has_history:
        plans_commands.import_history()
    if with_demo:
        _load_demo(is_new, demo_password)
    demo_commands.print_sign_ins()


def _load_demo(is_new: bool, password: str | None) -> None:
    """Into a database that nobody can use yet; what an interrupted start left half made is made anew."""
    unfinished = config.data_dir() / UNFINISHED
    if unfinished.exists():
        demo_commands.empty()
    elif not is_new:
        return
    unfinished.touch()
    demo_commands.load(password)
    unfinished.unlink()


def serve(settings: Settings) -> int:
    """Run the web server and the job worker until one ends or a signal comes; the exit status."""
    commands = {
        "web server": [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", settings.host),
            *("--port", str(settings.port), "--workers", str(settings.workers)),
            *("--blocking-threads", str(THREADS_PER_WORKER), "--respawn-failed-workers"),
            *("--log-level", "warning", "--no-ws", "lms.wsgi:app"),
        ],
        "job worker": [sys.executable, "-m", "lms.cli", "worker"],
    }
    processes = {name: _spawn(command) for name, command in commands.items()}
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    begun = time.monotonic()
    while not stopping and processes["web server"].poll() is None:
        rested = time.monotonic() - begun > SECONDS_BETWEEN_RESTARTS
        if rested and processes["job worker"].poll() is not None:
            processes["job worker"], begun = _spawn(commands["job worker"]), time.monotonic()
        time.sleep(SECONDS_BETWEEN_LOOKS)
    for process in processes.values():
        _end(process)
    return 0 if stopping else 1


def _spawn(command: list[str], stdout: int | None = None) -> subprocess.Popen[bytes]:
    """Start a process that leads a group of its own, so that all it starts can be ended with it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, stdout=stdout, start_new_session=True
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; then end whatever of its group is left, as a worker that did not hear."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(SECONDS_TO_STOP)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

"""Settings, read once from the environment.

Every setting has a typed reader; a bad value stops the start with a sentence that says what to do.
docs/operations.md lists them all.
"""

from __future__ import annotations

import binascii
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("production", "development", "testing")
NETWORK_FILE_SYSTEMS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "glusterfs",
        "fuse.sshfs",
        "lustre",
    }
)
SECRET_FILE = "secret.key"  # noqa: S105
SECRET_LENGTH = 32
#: The keys of citizen numbers, one a line: the first closes, all of them open.
CITIZEN_KEYS_FILE = "citizen-numbers.key"
CITIZEN_KEY_BYTES = 32
ANY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104


class ConfigurationError(Exception):
    """One or more settings are wrong; the message says which and how to mend them."""


@dataclass(frozen=True)
class Settings:
    """All settings of one installation. Built by :func:`read`; immutable afterwards."""

    environment: str
    data_dir: Path
    database_url: str
    secret_key: str
    citizen_keys: tuple[str, ...]
    public_base_url: str
    public_base_url_is_stated: bool
    host: str
    port: int
    workers: int
    proxy_hops: int
    job_store_url: str
    rate_limit_url: str
    debug: bool

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def serves_https(self) -> bool:
        return self.public_base_url.startswith("https://")

    @property
    def trusted_hosts(self) -> list[str] | None:
        """Host names answered; None (any) until PUBLIC_BASE_URL is stated."""
        if not self.public_base_url_is_stated:
            return None
        return [urlsplit(self.public_base_url).hostname or "", "127.0.0.1", "localhost"]


def data_dir(environ: Mapping[str, str] | None = None) -> Path:
    """The folder that holds everything this installation keeps."""
    env = os.environ if environ is None else environ
    return Path(env.get("LMS_DATA_DIR") or ROOT / "instance").expanduser().resolve()


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises :class:`ConfigurationError` naming every value that cannot be used.
    """
    env = os.environ if environ is None else environ
    problems: list[str] = []
    data_folder = data_dir(env)
    environment = _choice(env, "LMS_ENV", ENVIRONMENTS, "production", problems)
    host = env.get("HOST") or "127.0.0.1"
    port = _integer(env, "PORT", 8000, 1, 65535, problems)
    stated_url = (env.get("PUBLIC_BASE_URL") or "").rstrip("/")
    settings = Settings(
        environment=environment,
        data_dir=data_folder,
        database_url=_database_url(env.get("DATABASE_URL", ""), data_folder),
        secret_key=env.get("SECRET_KEY") or _text_of(data_folder / SECRET_FILE),
        citizen_keys=_citizen_keys(env, data_folder, problems),
        public_base_url=_base_url(stated_url, host, port, problems),
        public_base_url_is_stated=bool(stated_url),
        host=host,
        port=port,
        workers=_integer(env, "WORKERS", 2, 1, 64, problems),
        proxy_hops=_integer(env, "PROXY_HOPS", 0, 0, 5, problems),
        job_store_url=env.get("JOB_STORE_URL", ""),
        rate_limit_url=env.get("RATE_LIMIT_URL", ""),
        debug=env.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no"),
    )
    problems += _unsafe(settings)
    if problems:
        raise ConfigurationError("\n".join(problems))
    return settings


def create_secret(data_dir: Path) -> None:
    """Write a new secret key, readable by its owner alone, unless one is there already."""
    _write_once(data_dir / SECRET_FILE, secrets.token_urlsafe(48))


def create_citizen_key(data_dir: Path, environ: Mapping[str, str] | None = None) -> None:
    """Write the first key of citizen numbers, readable by its owner alone, unless there is one."""
    env = os.environ if environ is None else environ
    if not env.get("CITIZEN_NUMBER_KEYS"):
        _write_once(data_dir / CITIZEN_KEYS_FILE, new_citizen_key() + "\n")


def write_citizen_keys(data_dir: Path, keys: tuple[str, ...]) -> None:
    """Replace the file of the keys in one step; the file before stays whole until then."""
    fresh = data_dir / f".{CITIZEN_KEYS_FILE}.new"
    fresh.unlink(missing_ok=True)
    _write_once(fresh, "".join(f"{key}\n" for key in keys))
    fresh.replace(data_dir / CITIZEN_KEYS_FILE)


def new_citizen_key() -> str:
    """A random key for citizen numbers, as settings and the file hold it."""
    return urlsafe_b64encode(secrets.token_bytes(CITIZEN_KEY_BYTES)).decode("ascii")


def file_system_of(path: Path, mounts: str | None = None) -> str:
    """The type of the file system that holds ``path`` ("ext4", "nfs4"); "" when unknown."""
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8")
        except OSError:
            return ""
    best, kind = "", ""
    for line in mounts.splitlines():
        _, mount_point, file_system, *_ = line.split(" ")
        mount_point = mount_point.replace("\\040", " ")
        holds = path == Path(mount_point) or Path(mount_point) in path.parents
        if holds and len(mount_point) >= len(best):
            best, kind = mount_point, file_system
    return kind


def _unsafe(settings: Settings) -> list[str]:
    problems = []
    if len(settings.secret_key) < SECRET_LENGTH and settings.environment != "testing":
        problems.append(
            f"SECRET_KEY is missing or shorter than {SECRET_LENGTH} characters: run bin/setup, which writes "
            f"{settings.data_dir / SECRET_FILE}, or set SECRET_KEY to a long random text."
        )
    if settings.environment != "production":
        return problems
    if settings.debug:
        problems.append(
            "FLASK_DEBUG is on: unset it, or set LMS_ENV=development on your own machine."
        )
    file_system = file_system_of(settings.data_dir)
    if file_system in NETWORK_FILE_SYSTEMS:
        problems.append(
            f"LMS_DATA_DIR ({settings.data_dir}) is on a network file system "
            f"({file_system}), where SQLite can be damaged: choose a folder on a local disk."
        )
    return problems


def _choice(
    env: Mapping[str, str], name: str, choices: tuple[str, ...], default: str, problems: list[str]
) -> str:
    value = env.get(name) or default
    if value in choices:
        return value
    problems.append(f"{name} is {value!r}: use one of {', '.join(choices)}.")
    return default


def _integer(
    env: Mapping[str, str], name: str, default: int, low: int, high: int, problems: list[str]
) -> int:
    value = env.get(name) or str(default)
    if value.isdecimal() and low <= int(value) <= high:
        return int(value)
    problems.append(f"{name} is {value!r}: use a whole number from {low} to {high}.")
    return default


def _base_url(stated: str, host: str, port: int, problems: list[str]) -> str:
    if not stated:
        return f"http://{'127.0.0.1' if host in ANY_ADDRESS else host}:{port}"
    parts = urlsplit(stated)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        problems.append(
            f"PUBLIC_BASE_URL is {stated!r}: use an address such as https://daotao.example.vn."
        )
    return stated


def _database_url(stated: str, data_dir: Path) -> str:
    if not stated:
        return f"sqlite:///{data_dir / 'lms.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if stated.startswith(prefix):
            return "postgresql+psycopg://" + stated.removeprefix(prefix)
    return stated


def _citizen_keys(env: Mapping[str, str], data_dir: Path, problems: list[str]) -> tuple[str, ...]:
    stated = env.get("CITIZEN_NUMBER_KEYS", "")
    keys = tuple((stated or _text_of(data_dir / CITIZEN_KEYS_FILE)).replace(",", " ").split())
    if not all(map(_is_citizen_key, keys)):
        where = "CITIZEN_NUMBER_KEYS" if stated else data_dir / CITIZEN_KEYS_FILE
        problems.append(
            f"{where} holds something that is no key of citizen numbers: "
            "put back what bin/lms people new-key wrote; numbers stored under a lost key cannot be read."
        )
    return keys


def _is_citizen_key(text: str) -> bool:
    try:
        return len(urlsafe_b64decode(text)) == CITIZEN_KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def _write_once(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""

"""Settings: what stops the start, and in which sentence."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

import config
from config import ConfigurationError, Settings, create_secret, file_system_of

SECRET = "a secret of the tests, long enough to be one"
MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
fileserver:/export /srv nfs4 rw 0 0
/dev/sdb1 /srv/local xfs rw 0 0
//nas/share /mnt/my\\040share cifs rw 0 0
"""


def read(folder: Path, **environ: str) -> Settings:
    return config.read({"LMS_DATA_DIR": str(folder), "SECRET_KEY": SECRET, **environ})


def refusal(folder: Path, **environ: str) -> str:
    with pytest.raises(ConfigurationError) as refused:
        read(folder, **environ)
    return str(refused.value)


def test_without_any_setting_production_is_served_on_this_machine_only(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.environment, settings.host, settings.port) == ("production", "127.0.0.1", 8000)
    assert settings.database_url == f"sqlite:///{tmp_path}/lms.sqlite3" and settings.uses_sqlite
    assert (settings.workers, settings.proxy_hops, settings.debug) == (2, 0, False)
    assert settings.public_base_url == "http://127.0.0.1:8000" and settings.trusted_hosts is None


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"LMS_ENV": "live"}, "LMS_ENV is 'live': use one of production, development, testing."),
        ({"PORT": "80a"}, "PORT is '80a': use a whole number from 1 to 65535."),
        ({"PORT": "0"}, "PORT is '0': use a whole number from 1 to 65535."),
        ({"PORT": "65536"}, "PORT is '65536': use a whole number from 1 to 65535."),
        ({"PORT": "-1"}, "PORT is '-1': use a whole number from 1 to 65535."),
        ({"WORKERS": "many"}, "WORKERS is 'many': use a whole number from 1 to 64."),
        ({"PROXY_HOPS": "9"}, "PROXY_HOPS is '9': use a whole number from 0 to 5."),
        (
            {"PUBLIC_BASE_URL": "daotao.example.vn"},
            "PUBLIC_BASE_URL is 'daotao.example.vn': use an address such as https://daotao.example.vn.",
        ),
        (
            {"FLASK_DEBUG": "1"},
            "FLASK_DEBUG is on: unset it, or set LMS_ENV=development on your own machine.",
        ),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(
    tmp_path: Path, environ: dict[str, str], sentence: str
) -> None:
    assert refusal(tmp_path, **environ) == sentence


@pytest.mark.parametrize("secret", ["", "too short", "x" * 31])
@pytest.mark.parametrize("environment", ["production", "development"])
def test_a_missing_or_short_secret_is_refused(
    tmp_path: Path, secret: str, environment: str
) -> None:
    assert refusal(tmp_path, SECRET_KEY=secret, LMS_ENV=environment) == (
        "SECRET_KEY is missing or shorter than 32 characters: run bin/setup, which writes "
        f"{tmp_path}/secret.key, or set SECRET_KEY to a long random text."
    )


def test_debugging_is_for_ones_own_machine(tmp_path: Path) -> None:
    assert read(tmp_path, FLASK_DEBUG="1", LMS_ENV="development").debug is True
    assert [read(tmp_path, FLASK_DEBUG=off).debug for off in ("", "0", "false", "No")] == [
        False
    ] * 4


def test_two_faults_are_told_together(tmp_path: Path) -> None:
    lines = refusal(tmp_path, PORT="http", SECRET_KEY="", FLASK_DEBUG="on").splitlines()
    assert [line.split(" is ")[0] for line in lines] == ["PORT", "SECRET_KEY", "FLASK_DEBUG"]


def test_data_on_a_network_file_system_is_refused_in_production(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "file_system_of", lambda _path: "nfs4")
    assert refusal(tmp_path) == (
        f"LMS_DATA_DIR ({tmp_path}) is on a network file system (nfs4), where SQLite can be damaged: "
        "choose a folder on a local disk."
    )
    assert read(tmp_path, LMS_ENV="development").data_dir == tmp_path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/lms/instance", "ext4"),
        ("/srv", "nfs4"),
        ("/srv/lms", "nfs4"),
        ("/srv/local/lms", "xfs"),
        ("/srv/localities", "nfs4"),
        ("/mnt/my share/lms", "cifs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert file_system_of(Path(path), MOUNTS) == kind


def test_the_secret_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "instance"
    create_secret(folder)
    kept = (folder / "secret.key").read_text()
    create_secret(folder)
    assert (folder / "secret.key").read_text() == kept and len(kept) >= 32
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    assert config.read({"LMS_DATA_DIR": str(folder)}).secret_key == kept


@pytest.mark.parametrize(
    ("stated", "used"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////var/lib/lms.db", "sqlite:////var/lib/lms.db"),
    ],
)
def test_postgresql_is_reached_through_psycopg_3(tmp_path: Path, stated: str, used: str) -> None:
    assert read(tmp_path, DATABASE_URL=stated).database_url == used


def test_a_stated_address_names_the_hosts_that_are_answered(tmp_path: Path) -> None:
    settings = read(tmp_path, PUBLIC_BASE_URL="https://daotao.example.vn/")
    assert settings.public_base_url == "https://daotao.example.vn" and settings.serves_https
    assert settings.trusted_hosts == ["daotao.example.vn", "127.0.0.1", "localhost"]

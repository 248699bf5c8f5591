"""Certificates on the command line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from lms import database
from lms.certificates.models import CertificateState
from lms.certificates.queries import Issued, line_by_code, line_by_digest
from lms.certificates.verification import public_record
from lms.codes import read_code

UNKNOWN_CODE = "no certificate has this code"
UNKNOWN_FILE = "this file is not a certificate that was issued here, or it was altered since"

commands = AppGroup("certificates", help="The register of certificates.")


@commands.command("verify")
@click.argument("code_or_file", metavar="CODE|FILE")
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def verify_command(code_or_file: str, shape: str) -> None:
    """Check a certificate by its code, or a PDF file against the register.

    Exits 0 only when the certificate is valid, and for a file only when not one byte of it differs from
    the one that was issued.
    """
    with database.reading():
        line, unknown = _look_up(code_or_file)
    record: dict[str, Any] = public_record(line) if line else {"state": "unknown"}
    if shape == "json":
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        click.echo(_sentence(record) if line else unknown, err=line is None)
    if record["state"] != CertificateState.VALID:
        raise SystemExit(1)


def _look_up(code_or_file: str) -> tuple[Issued | None, str]:
    path = Path(code_or_file)
    if path.is_file():
        with path.open("rb") as opened:
            return line_by_digest(hashlib.file_digest(opened, "sha256").hexdigest()), UNKNOWN_FILE
    if path.suffix.lower() == ".pdf":
        raise click.ClickException(f"there is no file {code_or_file}")
    code = read_code(code_or_file)
    return line_by_code(code) if code else None, UNKNOWN_CODE


def _sentence(record: dict[str, Any]) -> str:
    state = f"revoked on {record['revoked_on']}" if record["revoked_on"] else "valid"
    kind = " (illustrative)" if record["illustrative"] else ""
    return (
        f"{state}{kind}: {record['number']}, {record['full_name']}, {record['course']}, "
        f"{record['dates']}, issued on {record['issued_on']}"
    )

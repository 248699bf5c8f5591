"""Styles, scripts, fonts and pictures: addresses that change with their content, kept for a year.

Nothing is built: the folder ``static/`` is served as it is. In production a compressed copy of it is
made once for each content, beside the data.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from wsgiref.headers import Headers

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from config import ROOT, Settings

FOLDER = ROOT / "static"
ONE_YEAR = 31_536_000
COMPRESSIBLE = frozenset({".css", ".js", ".svg", ".txt", ".json"})


def content_digest(folder: Path = FOLDER) -> str:
    """A short name for the content of the whole folder."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def compressed_copy(cache: Path, digest: str) -> Path:
    """The folder with .gz and .br beside each text file; made when it is not there yet."""
    target = cache / digest
    if target.exists():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=cache, prefix=".making-"))
    shutil.copytree(FOLDER, making, dirs_exist_ok=True)
    for path in [p for p in making.rglob("*") if p.suffix in COMPRESSIBLE]:
        content = path.read_bytes()
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=11))
    try:
        os.rename(making, target)
    except OSError:  # another process was faster
        shutil.rmtree(making)
    return target


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    """These answers do not pass through Flask, where every other one gets its headers."""
    headers["X-Content-Type-Options"] = "nosniff"


def init_app(app: Flask, settings: Settings) -> None:
    digest = content_digest()
    prefix = f"/static/{digest}/"
    root = FOLDER
    if settings.environment == "production":
        root = compressed_copy(settings.data_dir / "static", digest)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=root, prefix=prefix, max_age=ONE_YEAR, add_headers_function=_add_headers
    )
    app.jinja_env.globals["static"] = lambda path: prefix + path

"""Consent, requests about one's own data, erasure, and the record of exports."""

from __future__ import annotations

from flask import Flask

from lms.privacy import models as models


def init_app(app: Flask) -> None:
    """Nothing to register yet."""

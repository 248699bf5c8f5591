"""What is kept about keeping personal data."""

from __future__ import annotations

from lms.privacy.models.exports import Export

__all__ = ["Export"]

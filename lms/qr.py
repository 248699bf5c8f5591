"""QR codes: what leads from paper to a page."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_png(address: str) -> bytes:
    """Return a one-bit PNG of the QR code of `address`, quiet zone of four modules included.

    Error correction M (15 %) survives a fold or a stamp's edge and keeps the modules large
    enough for the camera of an old phone.
    """
    picture = BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def qr_data_uri(address: str) -> str:
    """The same code as an SVG inside an address, for pages that are printed."""
    return segno.make_qr(address, error="m").svg_data_uri(border=4, omitsize=True)

"""From frozen words to the PDF of a certificate: one A4 landscape page, always."""

import hashlib
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.document import Document

from lms.certificates.assets import BundledOnly, template_faults
from lms.certificates.design import Design, load_design
from lms.certificates.glyphs import unprintable_characters
from lms.certificates.words import CertificateWords
from lms.qr import qr_png

# The page is tried roomy first; each step sets the same words smaller and closer.
DENSITIES = ("roomy", "snug", "tight")

# An archive file: every font and colour profile inside, every glyph with its letter.
PDF_VARIANT = "pdf/a-3u"


class UnprintableText(ValueError):
    """The print fonts lack a letter; `characters` lists them."""

    def __init__(self, characters: list[str]) -> None:
        super().__init__(f"no glyph for {' '.join(map(ascii, characters))}")
        self.characters = characters


class WordsTooLong(ValueError):
    """The words do not fit on one page even when set tight."""


def render_certificate(words: CertificateWords, *, template: Path) -> bytes:
    """Return the PDF of `words` in the design of the folder `template`.

    The same words, template and library versions give the same bytes. Raises
    UnprintableText, WordsTooLong or TemplateFault; then nothing was made.
    """
    if missing := unprintable_characters(" ".join(words.texts())):
        raise UnprintableText(missing)
    design = load_design(template)
    with design.lock, template_faults():
        return _draw(design, words)


def _draw(design: Design, words: CertificateWords) -> bytes:
    fetcher = BundledOnly({**design.bundle, "asset:qr.png": qr_png(words.verify_url)})
    pictures = dict(design.pictures)
    identifier = hashlib.sha256(f"{design.identity}\n{words.to_json()}".encode()).digest()[:16]
    options = {
        "pdf_variant": PDF_VARIANT,
        "pdf_tags": True,
        "pdf_identifier": identifier,
        "presentational_hints": False,
        "cache": pictures,
    }
    for density in DENSITIES:
        drawing = _lay_out(design, words, density, fetcher, options)
        if len(drawing.pages) == 1:
            pdf: bytes = drawing.write_pdf(**options)
            fetcher.check()
            _keep_pictures(design, pictures)
            return pdf
    raise WordsTooLong("the words do not fit on one page")


def _lay_out(
    design: Design,
    words: CertificateWords,
    density: str,
    fetcher: BundledOnly,
    options: dict[str, Any],
) -> Document:
    page = design.page.render(words=words, constants=design.constants, density=density)
    # With a base that holds nothing, a relative address is refused like any other.
    html = HTML(string=page, base_url="asset:", url_fetcher=fetcher)
    return html.render(font_config=design.fonts, stylesheets=[design.style], **options)


def _keep_pictures(design: Design, pictures: dict[str, Any]) -> None:
    """Keep the template's parsed pictures for the next certificate, never a person's code."""
    for address in design.bundle:
        if address in pictures:
            design.pictures.setdefault(address, pictures[address])

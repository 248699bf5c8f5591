"""A template can load its own pictures and the print fonts; nothing else is ever fetched."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from lms.certificates.assets import TemplateFault
from lms.certificates.pdf import render_certificate
from lms.certificates.words import CertificateWords

SVG = "http://www.w3.org/2000/svg"
# What is put where: file, the text that it goes behind, and the addition.
ATTEMPTS = {
    "attached file": ("certificate.html", "<head>", '<link rel="attachment" href="{file}">'),
    "attached address": ("certificate.html", "<head>", '<link rel="attachment" href="{web}">'),
    "linked style": ("certificate.html", "<head>", '<link rel="stylesheet" href="{web}">'),
    "inner style": ("certificate.html", "<head>", '<style>@import "{web}"</style>'),
    "base address": (
        "certificate.html",
        "<head>",
        '<base href="{web}"><link rel=stylesheet href=a>',
    ),
    "picture": ("certificate.html", "<main>", '<img src="{web}" alt="x">'),
    "picture from a file": ("certificate.html", "<main>", '<img src="{file}" alt="x">'),
    "relative picture": ("certificate.html", "<main>", '<img src="../secret.png" alt="x">'),
    "object": ("certificate.html", "<main>", '<object data="{web}"></object>'),
    "embed": ("certificate.html", "<main>", '<embed src="{web}">'),
    "inline drawing": ("certificate.html", "<main>", '<svg><image href="{web}"/></svg>'),
    "style attribute": ("certificate.html", "<main>", '<p style="background:url({web})">x</p>'),
    "imported style": ("certificate.css", "", '@import url("{web}");'),
    "imported file": ("certificate.css", "", '@import url("{file}");'),
    "font": ("certificate.css", "", '@font-face {{ font-family: F; src: url("{web}") }}'),
    "background": ("certificate.css", "", 'main {{ background: url("{web}") }}'),
    "list picture": (
        "certificate.css",
        "",
        'main {{ display: list-item; list-style: url("{web}") }}',
    ),
    "generated picture": ("certificate.css", "", 'main::before {{ content: url("{web}") }}'),
    "drawing in a drawing": (
        "mark.svg",
        f'"{SVG}" viewBox="0 0 100 100">',
        '<image href="{web}"/>',
    ),
}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("OUT-OF-BOUNDS", encoding="utf-8")
    return path


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """Run a server that notes every request; yields its address and the notes."""
    seen: list[str] = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Note)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/x", seen
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_is_fetched(
    words: CertificateWords,
    template: Path,
    tmp_path: Path,
    secret: Path,
    visits: tuple[str, list[str]],
    attempt: str,
) -> None:
    address, seen = visits
    name, behind, addition = ATTEMPTS[attempt]
    folder = shutil.copytree(template, tmp_path / "template")
    text = (folder / name).read_text(encoding="utf-8")
    assert behind in text
    changed = text.replace(behind, behind + addition.format(web=address, file=secret.as_uri()), 1)
    (folder / name).write_text(changed, encoding="utf-8")

    with pytest.raises(TemplateFault, match="not part of this template"):
        render_certificate(words, template=folder)
    assert seen == []


def test_words_cannot_load_anything(
    words: CertificateWords,
    template: Path,
    visits: tuple[str, list[str]],
    printed: Callable[[bytes], str],
) -> None:
    address, seen = visits
    pdf = render_certificate(
        replace(words, full_name=f"<img src={address}>", verify_url=address), template=template
    )
    assert "<imgsrc=" in printed(pdf)
    assert seen == []


def test_a_link_out_of_the_folder_is_not_bundled(
    words: CertificateWords, template: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(template, tmp_path / "template")
    shutil.move(folder / "mark.svg", tmp_path / "elsewhere.svg")
    (folder / "mark.svg").symlink_to(tmp_path / "elsewhere.svg")
    with pytest.raises(TemplateFault, match=r"asset:mark\.svg"):
        render_certificate(words, template=folder)


@pytest.mark.parametrize("page", ["{{ words.password }}", "{{ words.__class__.mro() }}", "{% if"])
def test_a_template_only_reads_the_words(
    words: CertificateWords, template: Path, tmp_path: Path, page: str
) -> None:
    folder = shutil.copytree(template, tmp_path / "template")
    (folder / "certificate.html").write_text(page, encoding="utf-8")
    with pytest.raises(TemplateFault):
        render_certificate(words, template=folder)


def test_a_folder_that_is_no_template_says_so(words: CertificateWords, tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match=tmp_path.name):
        render_certificate(words, template=tmp_path)

"""A certificate template folder, read once per process and kept warm.

Registering the fonts and parsing the style costs about as much as drawing a page, so a
design holds both, and the pictures, between certificates.
"""

import atexit
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from lms.certificates.assets import BundledOnly, TemplateFault, read_bundle, template_faults
from lms.certificates.glyphs import PRINT_FONTS
from lms.certificates.words import CertificateWords


@dataclass(frozen=True, slots=True)
class Design:
    """One template: its page, style, fonts, pictures and constant words.

    `identity` names folder, version and content; a certificate keeps it, so that anyone can
    say later which drawing its words were set in.
    """

    identity: str
    constants: dict[str, Any]
    sample: CertificateWords
    page: Template
    bundle: dict[str, bytes]
    fonts: FontConfiguration
    style: CSS
    pictures: dict[str, Any] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_loaded: dict[Path, Design] = {}
_loading = Lock()


def load_design(folder: Path) -> Design:
    """Return the design in `folder`, reading it at the first call; raises TemplateFault."""
    folder = folder.resolve()
    with _loading:
        if folder not in _loaded:
            _loaded[folder] = _read(folder)
        return _loaded[folder]


def _read(folder: Path) -> Design:
    try:
        about = yaml.safe_load((folder / "template.yml").read_text(encoding="utf-8"))
        bundle = read_bundle(folder, PRINT_FONTS)
        fonts = FontConfiguration()
        with template_faults():
            return Design(
                identity=f"{about['name']}/{about['version']}/{_digest(folder)}",
                constants=about["constants"],
                sample=_sample(about["fields"]),
                page=_page(folder),
                bundle=bundle,
                fonts=fonts,
                style=_style(folder, fonts, bundle),
            )
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise TemplateFault(f"{folder.name}: {error}") from error


def _style(folder: Path, fonts: FontConfiguration, bundle: dict[str, bytes]) -> CSS:
    return CSS(
        string=(folder / "certificate.css").read_text(encoding="utf-8"),
        font_config=fonts,
        base_url="asset:",
        url_fetcher=BundledOnly(bundle),
    )


def _page(folder: Path) -> Template:
    source = (folder / "certificate.html").read_text(encoding="utf-8")
    return _environment().from_string(source)


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["length_class"] = length_class
    return environment


def length_class(text: str, *limits: int) -> str:
    """Return long-0 when `text` has at most the first limit of letters, then long-1, ..."""
    return f"long-{sum(len(text) > limit for limit in limits)}"


def _sample(described: list[dict[str, Any]]) -> CertificateWords:
    return CertificateWords(**{entry["name"]: entry["sample"] for entry in described})


def _digest(folder: Path) -> str:
    content = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        content.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:16]


def _forget_in_child() -> None:
    """Let a forked child read designs anew.

    A FontConfiguration removes its folder of fonts when it goes; a child that inherited one
    would take the parent's fonts away.
    """
    global _loading  # noqa: PLW0603
    for design in _loaded.values():
        design.fonts._folder = None
    _loaded.clear()
    _loading = Lock()


def _let_go() -> None:
    """Free Pango's font maps while the libraries that must free them are still loaded.

    Left to the end of the interpreter, they crash it: exit code 139 after good work.
    """
    for design in _loaded.values():
        design.fonts.strut_layouts.clear()
        design.fonts.font_map = None
    _loaded.clear()


atexit.register(_let_go)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)

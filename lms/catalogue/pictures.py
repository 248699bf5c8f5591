"""The pictures of a pack: small, of a known kind, and (SVG) without anything that acts or fetches."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from flask_babel import gettext as _

from lms.catalogue.problems import Problems

MAX_BYTES = 300_000
MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}
_BEGINNINGS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".webp": b"RIFF"}
_NAME = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")
_ELEMENTS = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line",
        "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath",
        "mask", "pattern", "marker",
    }
)  # fmt: skip
_OWN_REFERENCE = re.compile(r"url\(\s*['\"]?#[\w-]+['\"]?\s*\)")
_SIZE = re.compile(r"-?[\d.]+[ ,]+-?[\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)")


@dataclass(frozen=True)
class Picture:
    """A picture as it will be stored; ``width`` and ``height`` in pixels when the file tells them."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    width: int | None = None
    height: int | None = None


def read_picture(path: Path, file: str, problems: Problems) -> Picture | None:
    """The picture, or None after its faults were noted."""
    suffix = path.suffix
    if suffix not in MEDIA_TYPES or not _NAME.fullmatch(path.name):
        problems.add(file, 1, _("A file of this name or kind cannot be a picture of a lesson."),
                     _("Use .svg, .png, .jpg or .webp, and a–z, 0–9 and hyphens in the name."))  # fmt: skip
        return None
    if path.stat().st_size > MAX_BYTES:
        problems.add(file, 1, _("The picture is larger than %(size)s kB.", size=MAX_BYTES // 1000),
                     _("Make it smaller: learners open it over a weak network."))  # fmt: skip
        return None
    content = path.read_bytes()
    if suffix == ".svg":
        return _Drawing(content, file, problems).picture(path.name)
    if not content.startswith(_BEGINNINGS[suffix]):
        problems.add(file, 1, _("The content is not what the ending %(suffix)s says.", suffix=suffix),
                     _("Save the picture again in that format."))  # fmt: skip
        return None
    return Picture(path.name, MEDIA_TYPES[suffix], content)


class _Drawing:
    """Walks an SVG with an allow-list of elements; entities and outside references are faults."""

    def __init__(self, content: bytes, file: str, problems: Problems) -> None:
        self.content, self.file, self.problems = content, file, problems
        self.size: tuple[int, int] | None = None
        self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction

    def picture(self, name: str) -> Picture | None:
        before = len(self.problems.sorted())
        try:
            self.parser.Parse(self.content, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            self.note(_("The drawing is not valid XML."), _("Save it again as plain SVG."),
                      getattr(error, "lineno", 1))  # fmt: skip
        except _Stop:
            pass
        if len(self.problems.sorted()) > before:
            return None
        return Picture(name, MEDIA_TYPES[".svg"], self.content, *(self.size or (None, None)))

    def note(self, problem: str, mend: str, line: int = 0) -> None:
        self.problems.add(self.file, line or self.parser.CurrentLineNumber, problem, mend)

    def doctype(self, *_words: object) -> None:
        self.note(_("The drawing declares a document type."), _("Remove the line <!DOCTYPE …>."))
        raise _Stop

    def instruction(self, target: str, _data: str) -> None:
        self.note(_("The drawing has an instruction <?%(name)s …?>.", name=target), _("Remove it."))

    def end(self, _tag: str) -> None:
        self.depth -= 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if tag not in _ELEMENTS or (self.depth == 1 and tag != "svg"):
            self.note(_("The element <%(tag)s> is not allowed in a drawing.", tag=tag),
                      _("Remove it; a drawing has shapes and text only."))  # fmt: skip
        if self.depth == 1:
            self.measure(attributes)
        for name, value in attributes.items():
            self.check_attribute(name, value)

    def measure(self, attributes: dict[str, str]) -> None:
        box = _SIZE.fullmatch(attributes.get("viewBox", "").strip())
        if not box:
            self.note(_("The drawing has no viewBox."),
                      _("Write it into <svg>, such as viewBox=\"0 0 328 372\"."))  # fmt: skip
            return
        self.size = (round(float(box[1])), round(float(box[2])))

    def check_attribute(self, name: str, value: str) -> None:
        bare = name.rpartition(":")[2].lower()
        if bare.startswith("on"):
            self.note(_("The attribute %(name)s runs a program.", name=name), _("Remove it."))
        elif (bare in ("href", "src", "base") and not value.startswith("#")) or _reaches_outside(
            value
        ):
            self.note(_("The drawing refers to something outside it."),
                      _("Keep everything inside the file; only references to “#…” are allowed."))  # fmt: skip


class _Stop(Exception):
    """What follows need not be read."""


def _reaches_outside(value: str) -> bool:
    rest = _OWN_REFERENCE.sub("", value).lower()
    return any(words in rest for words in ("url(", "@import", "javascript:", "expression(", "\\"))

"""Lessons: Markdown becomes HTML in two steps, a renderer without raw HTML and an allow-list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import nh3
from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from lms.catalogue.pictures import Picture
from lms.catalogue.problems import Problems

FOLDER = "../files/"
LINKS = ("https://", "tel:", "mailto:")
_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li",
    "a", "img", "div", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "div": {"role", "tabindex", "aria-label"},
    "ol": {"start"},
    "th": {"scope"},
}
#: Where a picture is served, from its name.
Address = Callable[[str], str]


def render(source: str, pictures: Mapping[str, Picture], address: Address) -> str:
    """Clean HTML of a lesson; pictures ``../files/name`` get the address where they are served."""
    renderer = _renderer()
    tokens = renderer.parse(source)
    for position, token in enumerate(tokens):
        if token.type == "table_open":
            token.meta["label"] = ", ".join(_header_cells(tokens[position:]))
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
        for child in token.children or ():
            if child.type == "image":
                _place(child, pictures, address)
    return clean(renderer.renderer.render(tokens, renderer.options, {}))


def clean(html: str) -> str:
    """Only the elements and attributes that lessons use; no style, class, id or foreign picture."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_own_pictures_only,
        set_tag_attribute_values={},
        allowed_classes={"div": {"table-region"}, "table": {"data"}},
        url_schemes={"https", "tel", "mailto"},
        link_rel="noopener noreferrer",
    )


def shown(html: str) -> Markup:
    """Stored lesson HTML for a page; cleaned once more, so that a leak at import shows nowhere."""
    return Markup(clean(html))  # noqa: S704 - the allow-list above made it


def check(
    source: str, first_line: int, file: str, names: Sequence[str], problems: Problems
) -> None:
    """Note what a lesson must not contain. ``names`` are the pack's pictures."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    lines = source.split("\n")
    for token, begin, end in _with_lines(parser.parse(source)):
        line = _line_with(token, lines, begin, end) + first_line
        _check_token(token, partial(problems.add, file, line), names)


def _check_token(token: Token, note: Callable[[str, str], None], names: Sequence[str]) -> None:
    if token.type in ("html_block", "html_inline"):
        note(_("HTML is not allowed in a lesson."), _("Write it in Markdown, without “<” and “>”."))
    elif token.type == "heading_open" and token.tag not in ("h2", "h3", "h4"):
        note(_("A heading of this level is not allowed in a lesson."),
             _("Begin headings with “##” or “###”; the title stands above."))  # fmt: skip
    elif token.type == "th_open" and token.attrs:
        note(
            _("A table's columns cannot be aligned."),
            _("Write the line below the heads as |---|---|."),
        )
    elif token.type == "image":
        _check_picture(token, note, names)
    elif token.type == "link_open" and not str(token.attrs.get("href", "")).startswith(LINKS):
        note(
            _("The link does not lead to a safe address."),
            _("Begin it with https://, tel: or mailto:."),
        )


def _check_picture(token: Token, note: Callable[[str, str], None], names: Sequence[str]) -> None:
    source = str(token.attrs.get("src", ""))
    if not source.startswith(FOLDER) or source.removeprefix(FOLDER) not in names:
        note(_("There is no picture %(source)s in this pack.", source=source),
             _("Put it into files/ and write ../files/name.svg."))  # fmt: skip
    if not token.content.strip():
        note(_("The picture has no words for people who do not see it."),
             _("Write them between the square brackets: ![what it shows](…)."))  # fmt: skip


def _with_lines(tokens: Sequence[Token]) -> Iterator[tuple[Token, int, int]]:
    """Every token, also inside paragraphs, with the lines (from 0) of the block that holds it."""
    begin, end = 0, 1
    for token in tokens:
        if token.map:
            begin, end = token.map
        yield token, begin, end
        for child in token.children or ():
            yield child, begin, end


def _line_with(token: Token, lines: Sequence[str], begin: int, end: int) -> int:
    if token.type == "th_open":
        return begin + 1  # the line |---| below the heads
    words = str(token.attrs.get("src") or token.attrs.get("href") or "")
    words = words or (token.content if token.type == "html_inline" else "")
    return next(
        (n for n in range(begin, min(end, len(lines))) if words and words in lines[n]), begin
    )


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    renderer.add_render_rule("table_open", _open_table)
    renderer.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return renderer


def _open_table(_self: Any, tokens: Sequence[Token], position: int, *_rest: Any) -> str:
    label = Markup.escape(tokens[position].meta["label"])
    return (
        f'<div class="table-region" role="region" tabindex="0" aria-label="{label}">'
        '<table class="data">\n'
    )


def _header_cells(tokens: Sequence[Token]) -> Iterator[str]:
    inside = False
    for token in tokens:
        if token.type == "thead_close":
            return
        inside = token.type == "th_open" or inside
        if token.type == "inline":
            yield "".join(child.content for child in token.children or ())


def _place(image: Token, pictures: Mapping[str, Picture], address: Address) -> None:
    name = str(image.attrs.get("src", "")).removeprefix(FOLDER)
    picture = pictures.get(name)
    if picture is None:
        image.attrs["src"] = ""
        return
    image.attrs["src"] = address(name)
    image.attrs["loading"] = "lazy"
    if picture.width and picture.height:
        image.attrs |= {"width": picture.width, "height": picture.height}


def _own_pictures_only(tag: str, name: str, value: str) -> str | None:
    own = value.startswith("/") and value[1:2] not in ("/", "\\")
    return value if (tag, name) != ("img", "src") or own else None

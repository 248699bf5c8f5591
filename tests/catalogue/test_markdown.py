"""What becomes of hostile words in a lesson."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue import markdown
from lms.catalogue.pictures import Picture

PICTURES = {"a.svg": Picture("a.svg", "image/svg+xml", b"", 328, 100)}
ALLOWED = frozenset(
    {
        *("html", "head", "body", "p", "br", "hr", "h2", "h3", "h4", "strong", "em", "code", "pre"),
        *("blockquote", "ul", "ol", "li", "a", "img", "div"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
)
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<https://a.vn/?<script>>",
    "![x](https://evil.vn/a.png)",
    "![x](//evil.vn/a.png)",
    "![x](../files/b.svg)",
    '[x](https://a.vn "onmouseover=alert(1)")',
    "<svg/onload=alert(1)>",
    "&lt;script&gt;",
    '|<b>"x|\n|--:|\n|<i>|',
    "```<style>\nx\n```",
)


def assert_harmless(html: str) -> None:
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        assert element.tag in ALLOWED, element.tag
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name not in ("style", "id", "srcdoc")
            if name == "src":
                assert value.startswith("/courses/")
            if name == "href":
                assert value.startswith(("https://", "tel:", "mailto:")), value


def render(source: str) -> str:
    return markdown.render(source, PICTURES, lambda name: f"/courses/versions/1/files/{name}")


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_words_become_harmless(source: str) -> None:
    assert_harmless(render(source))


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "\n", "\n\n", "> ", "- ", "# ", "`", "|", "*", "<", '"']),
        max_size=12,
    )
)
def test_any_mixture_is_harmless(parts: list[str]) -> None:
    assert_harmless(render("".join(parts)))


def test_a_picture_gets_its_address_its_words_and_its_size() -> None:
    assert render("![Túi](../files/a.svg)") == (
        '<p><img src="/courses/versions/1/files/a.svg" alt="Túi" loading="lazy" '
        'width="328" height="100"></p>\n'
    )


def test_stored_html_is_cleaned_once_more_when_it_is_shown() -> None:
    assert markdown.shown('<p style="x" onclick="y">a</p><script>b</script>') == "<p>a</p>"


def test_an_aligned_table_carries_no_style() -> None:
    assert "style" not in render("|a|\n|--:|\n|1|")

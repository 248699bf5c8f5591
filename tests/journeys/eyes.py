"""Looking at a page as rendered: axe, no sideways scroll, targets and text large enough."""

from __future__ import annotations

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Height of controls and size of text, in CSS pixels: learners and visitors, and the denser staff pages.
LEAST = {"learner": (48, 18), "public": (48, 16), "staff": (44, 16)}
_axe = Axe()

#: Buttons, fields and links that stand alone; links inside text and tables follow the line.
SMALL_TARGETS = """(least) => [...document.querySelectorAll(
  'button, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea,' +
  'a.govuk-button')]
  .filter(e => e.offsetParent !== null && e.getBoundingClientRect().height < least)
  .map(e => (e.innerText || e.name) + ' ' + Math.round(e.getBoundingClientRect().height))"""
SMALL_TEXT = """(least) => [...document.querySelectorAll('main *')]
  .filter(e => e.offsetParent !== null && e.childElementCount === 0 && e.innerText?.trim()
            && !e.closest('svg, .govuk-visually-hidden')
            && parseFloat(getComputedStyle(e).fontSize) < least)
  .map(e => e.innerText.slice(0, 40) + ' ' + getComputedStyle(e).fontSize)"""
SHOUTED = """() => [...document.querySelectorAll('body *')]
  .filter(e => getComputedStyle(e).textTransform === 'uppercase').map(e => e.className)"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def look_at(page: Page) -> None:
    """Fail when the page in front of the person has a fault that can be measured."""
    where = f"{page.url} at {page.viewport_size['width'] if page.viewport_size else '?'} px"
    _keep_picture(page)
    if page.evaluate("() => typeof Promise === 'function'"):
        found = _axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        faults = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found.response["violations"]]
        assert faults == [], f"{where}: {faults}"
    assert page.evaluate(SIDEWAYS) <= 0, f"{where}: scrolls sideways"
    height, size = LEAST[page.evaluate("() => document.body.className.split(' ')[0]")]
    assert (small := page.evaluate(SMALL_TARGETS, height)) == [], f"{where}: too low: {small}"
    assert (tiny := page.evaluate(SMALL_TEXT, size)) == [], f"{where}: too small: {tiny}"
    assert page.evaluate(SHOUTED) == [], f"{where}: set in capitals"


def _keep_picture(page: Page) -> None:
    """With SCREENSHOTS=folder, keep a picture of every page that a journey comes to."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    path = re.sub(r"[^a-z0-9]+", "-", page.url.split("/", 3)[-1].lower()).strip("-") or "home"
    page.screenshot(path=Path(folder) / f"{width}-{path[:80]}.png", full_page=True)

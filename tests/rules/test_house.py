"""The house rules that a machine can check. docs/style.md says why each is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from config import ROOT

PYTHON = sorted([*(ROOT / "lms").rglob("*.py"), ROOT / "config.py"])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
MOST_LINES, USUAL_LINES = 300, 200
USUAL_FUNCTION_LINES = 20
MOST_VIEW_LINES, MIDDLE_VIEW_LINES = 40, 10
MOST_TEMPLATE_LINES, USUAL_TEMPLATE_LINES = 150, 90
#: Raw HTML and templates made from text. The one place where each is needed says why beside it.
RAW_HTML = re.compile(
    r"\|\s*safe\b|\bMarkup\(|innerHTML|outerHTML|render_template_string|document\.write"
)
RAW_HTML_ALLOWED = {
    "lms/catalogue/markdown.py": "lessons, cleaned by an allow-list at import and when shown",
}


def functions(paths: list[Path]) -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def ninetieth(values: list[int]) -> float:
    return quantiles(values, n=10)[-1]


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{where}: move the import to the top, or the shared part below both"
        for where, function in functions(PYTHON)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_files_stay_short() -> None:
    too_long = {str(p.relative_to(ROOT)): lines(p) for p in PYTHON + TESTS if lines(p) > MOST_LINES}
    assert too_long == {}, "cut the file along its jobs"
    assert ninetieth([lines(p) for p in PYTHON]) < USUAL_LINES


def test_functions_stay_short() -> None:
    assert ninetieth([length(f) for _where, f in functions(PYTHON)]) <= USUAL_FUNCTION_LINES


def test_templates_stay_short() -> None:
    too_long = {
        str(p.relative_to(ROOT)): lines(p) for p in TEMPLATES if lines(p) > MOST_TEMPLATE_LINES
    }
    assert too_long == {}, "cut the template into components"
    assert ninetieth([lines(p) for p in TEMPLATES]) < USUAL_TEMPLATE_LINES


def test_views_are_thin() -> None:
    views = [
        (where, length(f))
        for where, f in functions(PYTHON)
        if any(ast.unparse(d).startswith("blueprint.") for d in f.decorator_list)
    ]
    assert [view for view in views if view[1] > MOST_VIEW_LINES] == []
    middle = sorted(n for _where, n in views)[len(views) // 2]
    assert middle <= MIDDLE_VIEW_LINES, f"half of the views are longer than {middle} lines"


def test_views_commit_nothing_themselves() -> None:
    committing = [
        where
        for where, f in functions([p for p in PYTHON if "views" in (p.stem, p.parent.name)])
        if "session.commit(" in ast.unparse(f)
    ]
    assert committing == [], "lms/submissions.py commits once, when the answer is good"


def test_there_is_no_room_for_leftovers() -> None:
    names = {"utils.py", "helpers.py", "common.py", "misc.py", "services.py", "managers.py"}
    assert [p for p in PYTHON if p.name in names] == []


def test_course_packs_hold_no_python() -> None:
    assert sorted((ROOT / "courses").rglob("*.py*")) == []


def test_only_the_clock_reads_the_time() -> None:
    reading = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    found = [
        p.name for p in PYTHON if p.name != "clock.py" and reading.search(p.read_text("utf-8"))
    ]
    assert found == []


def test_only_the_demo_travels_in_time() -> None:
    travelling = {
        str(p.parent.relative_to(ROOT))
        for p in PYTHON
        if p.name != "clock.py" and "travelled_to" in p.read_text("utf-8")
    }
    assert travelling == {"lms/demo"}


def test_raw_html_stands_only_where_it_was_made_safe() -> None:
    found = {
        str(p.relative_to(ROOT))
        for p in [*PYTHON, *TEMPLATES, *SCRIPTS]
        if RAW_HTML.search(p.read_text("utf-8"))
    }
    assert found == set(RAW_HTML_ALLOWED)


def test_no_script_or_style_is_written_inline() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|<[a-z][^>{]*\s(style|on[a-z]+)=|<style\b|javascript:"
    )
    pages = [p for p in TEMPLATES if "documents" not in p.parts]
    assert [str(p.relative_to(ROOT)) for p in pages if inline.search(p.read_text("utf-8"))] == []


def test_each_feature_has_the_same_rooms_everywhere() -> None:
    features = {p.parent.name for p in (ROOT / "lms").glob("*/models.py")}
    for feature in features - {"jobs"}:
        assert (ROOT / "tests" / feature).is_dir(), f"tests/{feature} is missing"
        if (ROOT / "lms" / feature / "views.py").exists():
            assert (ROOT / "templates" / feature).is_dir(), f"templates/{feature} is missing"


def test_nothing_names_the_workshop() -> None:
    """The project speaks of itself alone: no path of a machine, no tool outside the repository."""
    words = re.compile("/" + "(work|farm)/|" + "far" + r"m-(studio|bench)|\.\./sha" + "red")
    texts = [
        p
        for folder in (
            "lms",
            "templates",
            "static/css",
            "static/js",
            "docs",
            "tests",
            "bin",
            "courses",
        )
        for p in (ROOT / folder).rglob("*")
        if p.suffix in {".py", ".html", ".md", ".css", ".js", ".yml", ".toml", ""} and p.is_file()
    ]
    assert [str(p) for p in texts if words.search(p.read_text("utf-8", errors="ignore"))] == []

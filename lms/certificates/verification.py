"""The public pages on which anybody checks a certificate by its code.

They show the frozen words and the state, nothing more. A code that is unknown, mistyped, or of a line
whose file is not stored yet gives one and the same answer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import public
from lms.certificates.forms import CodeForm
from lms.certificates.queries import Issued, line_by_code
from lms.certificates.views import blueprint
from lms.codes import read_code, shown_code
from lms.extensions import limiter

VERIFICATIONS = "30 per minute"
LONGEST_TYPED = 100


def public_record(line: Issued) -> dict[str, Any]:
    """What everybody may know of a certificate: the words on its paper, in short, and its state."""
    return {
        "state": str(line.state),
        "code": shown_code(line.code),
        "number": line.register_number,
        "full_name": line.words["full_name"],
        "course": line.words["course_title"],
        "class": line.words["class_title"],
        "dates": line.words["dates_line"],
        "issued_on": line.words["issued_on"],
        "revoked_on": clock.local(line.revoked_at).date().isoformat() if line.revoked_at else None,
        "illustrative": line.words["illustrative"],
    }


@blueprint.get("/verify")
@public("a form for the code on a paper; looks nothing up itself")
def search() -> ResponseReturnValue:
    form = CodeForm(request.args if "code" in request.args else None)
    typed = (form.code.data or "")[:LONGEST_TYPED]
    if typed:
        last = typed.rstrip("/").rpartition("/")[2]
        return redirect(url_for("certificates.verify", code=read_code(typed) or last or "-"))
    return _not_indexed(render_template("certificates/search.html", code_form=form))


@blueprint.get("/verify/<code>")
@limiter.limit(VERIFICATIONS)
@public("employers check papers without an account; the code cannot be guessed")
def verify(code: str) -> ResponseReturnValue:
    known = read_code(code)
    line = line_by_code(known) if known else None
    status = 200 if line else 404
    if _wants_json():
        return _not_indexed(jsonify(public_record(line) if line else {"state": "unknown"}), status)
    if line is None:
        form = CodeForm(data={"code": code[:LONGEST_TYPED]})
        return _not_indexed(render_template("certificates/unknown.html", code_form=form), status)
    return _not_indexed(_verified_page(line), status)


def _verified_page(line: Issued) -> str:
    record = public_record(line)
    issued_on = date.fromisoformat(record["issued_on"])
    return render_template(
        "certificates/verified.html", line=line, record=record, issued_on=issued_on
    )


def _wants_json() -> bool:
    if request.args.get("format") == "json":
        return True
    wanted = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return wanted == "application/json"


def _not_indexed(body: str | Response, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.vary.add("Accept")
    return response

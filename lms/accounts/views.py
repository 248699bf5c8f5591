"""Signing in and out, one's own devices and password."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import public, signed_in
from lms.accounts import queries, sessions
from lms.accounts.change_password import change_password
from lms.accounts.forms import PasswordForm, SignInForm
from lms.accounts.interruption import continue_page, sign_in_page
from lms.accounts.kept_forms import unseal
from lms.accounts.models import Account
from lms.accounts.sign_in import TooManyTries
from lms.accounts.sign_in import sign_in as check_password
from lms.errors import DomainError
from lms.extensions import db, limiter
from lms.forms import INVALID_STATUS
from lms.security import local_path
from lms.submissions import writes

#: Loose, because a whole class signs in through one Wi-Fi.
TRIES_PER_ADDRESS = "300 per 10 minutes"
#: A thief at an open session must not find the password by trying.
CHANGES_PER_ACCOUNT = "20 per 10 minutes"
TOO_MANY = 429

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(TRIES_PER_ADDRESS, methods=["POST"])
@public("the way in: wrong tries bring growing waits")
def sign_in() -> ResponseReturnValue:
    form = SignInForm(data={"next": local_path(request.args.get("next"))})
    if writes():
        return _try(form)
    if current_user.is_authenticated:
        return redirect(local_path(form.next.data) or url_for("home.show"))
    return sign_in_page(form)


def _try(form: SignInForm) -> ResponseReturnValue:
    if not form.validate():
        return sign_in_page(form, INVALID_STATUS)
    try:
        account = check_password(form.name.data, form.password.data)
    except TooManyTries as error:
        form.refuse(error)
        response = sign_in_page(form, TOO_MANY)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    except DomainError as error:
        form.refuse(error)
        return sign_in_page(form, INVALID_STATUS)
    sessions.begin(account)
    kept = unseal(form.kept.data)
    if kept is not None:
        return continue_page(kept)
    return redirect(local_path(form.next.data) or url_for("home.show"), 303)


@blueprint.post("/sign-out")
@public("does nothing for somebody who is not signed in")
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        sessions.end(current_user.session_id, current_user.id)
    sessions.forget_device()
    response = redirect(url_for("accounts.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.get("/account/sessions", endpoint="sessions")
@signed_in
def show_sessions() -> ResponseReturnValue:
    rows = queries.open_sessions(current_user.id)
    return render_template("accounts/sessions.html", rows=rows, here=current_user.session_id)


@blueprint.post("/account/sessions/<int:session_id>/ending")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    if not sessions.end(session_id, current_user.id):
        abort(404)
    flash(_("That device was signed out."), "success")
    return redirect(url_for("accounts.sessions"), 303)


@blueprint.post("/account/sessions/ending")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    sessions.end_all(current_user.id, but=current_user.session_id)
    flash(_("All your other devices were signed out."), "success")
    return redirect(url_for("accounts.sessions"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@limiter.limit(CHANGES_PER_ACCOUNT, methods=["POST"], key_func=lambda: f"account {current_user.id}")
@signed_in
def password() -> ResponseReturnValue:
    form = PasswordForm()
    if not writes():
        return render_template("accounts/password.html", form=form)
    try:
        if not form.validate():
            return render_template("accounts/password.html", form=form), INVALID_STATUS
        account = db.session.get_one(Account, current_user.id)
        change_password(account, form.present.data, form.password.data)
    except DomainError as error:
        form.refuse(error)
        return render_template("accounts/password.html", form=form), INVALID_STATUS
    if form.end_others.data:
        sessions.end_all(current_user.id, but=current_user.session_id)
    flash(_("Your password was changed."), "success")
    return redirect(url_for("accounts.sessions"), 303)

"""The administrator's pages: the list of accounts, a new one, a new password."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import Right, requires
from lms.accounts import queries
from lms.accounts.change_password import give_new_password
from lms.accounts.create import create_account
from lms.accounts.disabling import disable_account, enable_account
from lms.accounts.forms import AccountForm, DisablingForm
from lms.accounts.labels import ROLES
from lms.accounts.models import Account
from lms.accounts.passwords import one_time_password
from lms.accounts.views import blueprint
from lms.errors import DomainError
from lms.extensions import db
from lms.forms import INVALID_STATUS
from lms.lists import asked_page, asked_words
from lms.submissions import writes

CREATED = 201


def load_account(account_id: int) -> Account:
    """The administrator manages every account: 404 only for one that is not there."""
    return db.session.get(Account, account_id) or abort(404)


@blueprint.get("/accounts")
@requires(Right.MANAGE_ACCOUNTS)
def index() -> ResponseReturnValue:
    words, page = asked_words(), asked_page()
    rows, has_next = queries.accounts_page(words, page)
    roles = queries.roles_of([row.id for row in rows])
    return render_template(
        "accounts/index.html",
        rows=rows,
        roles=roles,
        labels=ROLES,
        words=words,
        page=page,
        has_next=has_next,
    )


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@requires(Right.MANAGE_ACCOUNTS)
def new() -> ResponseReturnValue:
    form = AccountForm(queries.organisation_choices())
    if not writes():
        return render_template("accounts/new.html", form=form)
    if not form.validate():
        return render_template("accounts/new.html", form=form), INVALID_STATUS
    given = one_time_password()
    try:
        account = create_account(form.new_account(), given, current_user)
        account.must_change_password = True
    except DomainError as error:
        form.refuse(error)
        return render_template("accounts/new.html", form=form), INVALID_STATUS
    return _shown_once(account, given, CREATED)


@blueprint.get("/accounts/<int:account_id>")
@requires(Right.MANAGE_ACCOUNTS)
def show(account_id: int) -> ResponseReturnValue:
    account = load_account(account_id)
    roles = queries.roles_of([account.id])[account.id]
    return render_template("accounts/show.html", account=account, roles=roles, labels=ROLES)


@blueprint.post("/accounts/<int:account_id>/password")
@requires(Right.MANAGE_ACCOUNTS)
def give_password(account_id: int) -> ResponseReturnValue:
    account = load_account(account_id)
    return _shown_once(account, give_new_password(account, current_user), 200)


@blueprint.route("/accounts/<int:account_id>/disabling", methods=["GET", "POST"])
@requires(Right.MANAGE_ACCOUNTS)
def disable(account_id: int) -> ResponseReturnValue:
    account, form = load_account(account_id), DisablingForm()
    if form.validate_on_submit():
        try:
            disable_account(account, form.reason.data, current_user)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("%(name)s can no longer sign in.", name=account.display_name), "success")
            return redirect(url_for("accounts.show", account_id=account.id), 303)
    return render_template("accounts/disable.html", form=form, account=account), form.answer_status


@blueprint.post("/accounts/<int:account_id>/enabling")
@requires(Right.MANAGE_ACCOUNTS)
def enable(account_id: int) -> ResponseReturnValue:
    account = load_account(account_id)
    enable_account(account, current_user)
    flash(_("%(name)s can sign in again.", name=account.display_name), "success")
    return redirect(url_for("accounts.show", account_id=account.id), 303)


def _shown_once(account: Account, given: str, status: int) -> ResponseReturnValue:
    """The page with the password. Pressing twice leads to the account, where another can be given."""
    page = render_template("accounts/password_given.html", account=account, password=given)
    return page, status, {"Location": url_for("accounts.show", account_id=account.id)}

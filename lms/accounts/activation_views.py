"""The page that a slip of paper leads to."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import public
from lms.accounts import sessions
from lms.accounts.activation import account_behind, activate, wrong_code
from lms.accounts.forms import ActivationForm, CodeForm
from lms.accounts.views import TRIES_PER_ADDRESS, blueprint
from lms.errors import DomainError
from lms.extensions import limiter
from lms.formatting import as_phone

PUBLIC_BECAUSE = "the slip of paper is the proof: fifty random bits, once, for thirty days"


@blueprint.get("/activation")
@limiter.limit(TRIES_PER_ADDRESS)
@public(PUBLIC_BECAUSE)
def activation() -> ResponseReturnValue:
    form = CodeForm(request.args)
    if not form.code.data:
        return render_template("accounts/activation_code.html", form=form)
    account = account_behind(form.code.data)
    if account is None:
        form.refuse(wrong_code())
        return render_template("accounts/activation_code.html", form=form), form.answer_status
    page = ActivationForm(formdata=None, data={"code": form.code.data})
    return render_template("accounts/activate.html", form=page, account=account)


@blueprint.post("/activation")
@limiter.limit(TRIES_PER_ADDRESS)
@public(PUBLIC_BECAUSE)
def use_activation() -> ResponseReturnValue:
    form = ActivationForm()
    behind = account_behind(form.code.data or "")
    try:
        if form.validate():
            account = activate(form.code.data, form.password.data)
            sessions.begin(account)
            flash(
                _(
                    "Your account is open. From now on, sign in with: %(name)s",
                    name=as_phone(account.phone) or account.username,
                ),
                "success",
            )
            return redirect(url_for("home.show"), 303)
        if behind is None:
            form.refuse(wrong_code())
    except DomainError as error:
        form.refuse(error)
    template = "accounts/activate.html" if behind else "accounts/activation_code.html"
    return render_template(template, form=form, account=behind), form.answer_status

"""Pages of organisations: the list, one of them, entering and changing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.access import Right, requires
from lms.errors import DomainError
from lms.lists import asked_page, asked_words
from lms.registry import queries
from lms.registry.contacts import contacts_of
from lms.registry.forms.organisation_field import MOST_OFFERED
from lms.registry.forms.organisations import OrganisationChangeForm, OrganisationForm
from lms.registry.geography import former_district_names
from lms.registry.labels import (
    KINDS,
    ORGANISATION_FIELDS,
    STATUSES,
    activity_label,
    kind_label,
    size_label,
    status_label,
    succession_label,
)
from lms.registry.lineage import successions_of
from lms.registry.models import AdministrativeUnit, Organisation
from lms.registry.organisation_parts import drawn_parts
from lms.registry.organisation_queries import OrganisationFilter, changes_since, organisations_page
from lms.registry.organisation_register import change_organisation, register_organisation
from lms.registry.organisation_search import FoundOrganisation, find_organisations
from lms.registry.scope import load_organisation
from lms.registry.unit_history import present_name_of
from lms.registry.views.blueprint import blueprint
from lms.vietnamese import normal_text, search_key

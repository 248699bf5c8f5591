"""The names of topics and audiences of courses."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

TOPICS = {
    "digital_transformation": _l("Digital transformation"),
    "digital_skills": _l("Basic digital skills"),
    "digital_work": _l("Digital work and documents"),
    "e_commerce": _l("Electronic commerce"),
    "live_selling": _l("Live selling and digital content"),
    "traceability": _l("Traceability"),
    "ocop": _l("OCOP products"),
    "e_invoicing": _l("Electronic invoices and tax"),
    "accounting": _l("Accounting"),
    "cashless_payment": _l("Cashless payment"),
    "digital_safety": _l("Digital safety"),
    "credit_fund_operations": _l("Operations of credit funds"),
}
AUDIENCES = {
    "cooperative": _l("Cooperatives"),
    "credit_fund": _l("People's Credit Funds"),
}

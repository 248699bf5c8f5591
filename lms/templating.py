"""Jinja, strict for our own templates."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cached_property
from typing import Any

from flask.templating import Environment
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    Undefined,
)

LIBRARY = "govuk_frontend_jinja"


class StrictEnvironment(Environment):
    """A misspelt name in our templates is an error; in the component library it is an empty value.

    The library's macros read parameters that nobody passed, as the Nunjucks originals do, so they
    are compiled in an overlay of this environment that has Jinja's default Undefined.
    """

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **{"undefined": StrictUndefined, **options})

    @cached_property
    def lenient(self) -> Environment:
        return self.overlay(undefined=Undefined)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        if self.undefined is StrictUndefined and str(name).startswith(f"{LIBRARY}/"):
            return self.lenient.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


def template_loader(folder: str) -> BaseLoader:
    """Our templates, and the library's under the prefix that its own imports use."""
    library = PrefixLoader({LIBRARY: PackageLoader(LIBRARY)})
    return ChoiceLoader([FileSystemLoader(folder), library])

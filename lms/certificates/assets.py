"""What a document may load while it is drawn: the files handed over, and nothing else.

WeasyPrint's own fetcher opens local files and web addresses; `<link rel=attachment
href="file:///etc/passwd">` puts that file into the PDF. This one only looks into a mapping.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path

from jinja2 import TemplateError
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

Headers = Mapping[str, str] | None


class TemplateFault(Exception):
    """A template asks for something that is not bundled, or cannot be drawn."""


class BundledOnly(URLFetcher):  # WeasyPrint ships no types
    """Serve `asset:NAME` and `font:NAME` from memory; any other address stops the drawing."""

    def __init__(self, bundle: Mapping[str, bytes]) -> None:
        super().__init__(
            allowed_protocols=("asset", "font"), allow_redirects=False, fail_on_errors=True
        )
        self._bundle = bundle
        self._refused: list[str] = []

    def fetch(self, url: str, headers: Headers = None) -> URLFetcherResponse:
        """Return the bundled bytes of `url`; raises TemplateFault when there are none."""
        if url not in self._bundle:
            self._refused.append(url[:200])
            self.check()
        kind = guess_type(url.partition(":")[2])[0] or "application/octet-stream"
        return URLFetcherResponse(url, self._bundle[url], {"Content-Type": kind})

    def check(self) -> None:
        """Raise TemplateFault if anything was refused so far.

        A drawing inside a drawing swallows every error, so ask once more at the end.
        """
        if self._refused:
            raise TemplateFault(f"not part of this template: {', '.join(self._refused)}")


@contextmanager
def template_faults() -> Iterator[None]:
    """Turn what a bad template makes the libraries raise into a TemplateFault.

    WeasyPrint's FatalURLFetchingError is no Exception and would end a worker.
    """
    try:
        yield
    except FatalURLFetchingError as error:
        raise TemplateFault(str(error.__cause__ or error)) from error
    except TemplateError as error:
        raise TemplateFault(f"{type(error).__name__}: {error}") from error


def read_bundle(folder: Path, fonts: Path) -> dict[str, bytes]:
    """Read the pictures beside a template and the print fonts into memory.

    Links that lead out of the folder are left out.
    """
    bundle = {f"font:{path.name}": path.read_bytes() for path in sorted(fonts.glob("*.ttf"))}
    for path in sorted(folder.iterdir()):
        inside = path.resolve().is_relative_to(folder.resolve())
        if inside and path.suffix in {".svg", ".png", ".jpg"}:
            bundle[f"asset:{path.name}"] = path.read_bytes()
    return bundle

"""Headers on every answer, and the addresses that may be followed."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
ONE_YEAR = 31_536_000


def local_path(target: str | None) -> str | None:
    """``target`` when it is a path on this site, else None: what follows a sign-in."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return None
    if any(ord(character) < 0x21 or ord(character) == 0x7F for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or "\\" in target else target


def public_address(path: str) -> str:
    """The whole address of a page of ours, for paper and for messages."""
    base: str = current_app.config["SETTINGS"].public_base_url
    return base + path


def _refuse_other_sites() -> None:
    """Browsers say where a request comes from; one that writes must come from our own pages."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and request.headers.get(
        "Sec-Fetch-Site", "same-origin"
    ) not in ("same-origin", "none"):
        abort(400)


def init_app(app: Flask, settings: Settings) -> None:
    secure = settings.serves_https

    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault(
                "Strict-Transport-Security", f"max-age={ONE_YEAR}; includeSubDomains"
            )
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("Cookie")
        return response

    app.before_request(_refuse_other_sites)
    app.after_request(add_headers)
    app.session_interface = SecureCookieSessionInterface()
    app.config.update(
        SESSION_COOKIE_NAME="__Host-lms" if secure else "lms",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

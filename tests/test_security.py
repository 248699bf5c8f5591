"""What every answer carries, and what no request gets past."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from lms import create_app
from lms.extensions import db
from lms.security import CONTENT_SECURITY_POLICY, local_path
from tests.conftest import make_settings
from tests.people import Cast
from tests.reader import Page, Reader
from tests.stand_in import stand_in

EVERYWHERE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
WHERE_FROM = {"REMOTE_ADDR": "10.1.1.1"}
SPOOFED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example"}


@pytest.fixture
def installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., FlaskClient]]:
    """Builds an installation with other settings and answers a client of it; no database is needed."""
    built: list[Flask] = []

    def build(**environ: str) -> FlaskClient:
        app = create_app(make_settings(tmp_path, **environ))
        stand_in(app, monkeypatch, "health.show", lambda: f"{request.remote_addr} {request.host}")
        built.append(app)
        return app.test_client()

    yield build
    for app in built:
        with app.app_context():
            db.engine.dispose()


def test_every_answer_carries_the_headers_whatever_its_status(app: Flask, cast: Cast) -> None:
    reader = Reader(app, cast.learner)
    answers = [
        reader.fetch("/sign-in"),
        reader.fetch("/account/sessions"),
        reader.fetch("/accounts"),
        reader.fetch("/no/such/page"),
        reader.fetch("/health"),
        reader.client.post("/sign-out"),
        reader.client.delete("/sign-in"),
        Reader(app).fetch("/account/sessions"),
    ]
    assert [a.status_code for a in answers] == [302, 200, 403, 404, 200, 400, 405, 302]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
        assert "Cookie" in answer.headers["Vary"]
    assert "unsafe-inline" not in CONTENT_SECURITY_POLICY


def test_the_cookie_is_for_the_server_alone(installation: Callable[..., FlaskClient]) -> None:
    plain = installation()
    said = (
        plain.post("/language").headers.get("Set-Cookie")
        or plain.get("/sign-in").headers["Set-Cookie"]
    )
    parts = {part.strip() for part in said.split(";")}
    assert said.startswith("lms=") and {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert "Secure" not in parts


def test_over_https_the_cookie_is_bound_to_the_host(
    installation: Callable[..., FlaskClient],
) -> None:
    secure = installation(PUBLIC_BASE_URL="https://daotao.example.vn")
    answer = secure.get("/sign-in", base_url="https://daotao.example.vn")
    said = answer.headers["Set-Cookie"]
    parts = {part.strip() for part in said.split(";")}
    assert said.startswith("__Host-lms=") and {"Secure", "HttpOnly", "Path=/"} <= parts
    assert not any(part.startswith("Domain") for part in parts)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "classes/1",
        "/\t/evil.example",
        "/\n//evil.example",
        "\t//evil.example",
        " //evil.example",
        "/a\r\nSet-Cookie: x=1",
        "/a b",
        "/a\x00b",
        "/a\x7fb",
        "/path\\..\\evil",
        "http:///evil.example",
        "?next=//evil.example",
        "#x",
    ],
)
def test_addresses_that_are_not_followed(target: str | None) -> None:
    assert local_path(target) is None


@pytest.mark.parametrize(
    "target", ["/", "/classes/1?page=2", "/a//b", "/a?next=https://b", "/lớp", "/@evil.example"]
)
def test_addresses_that_are_followed(target: str) -> None:
    assert local_path(target) == target


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({}, 303),
    ],
)
def test_a_form_sent_by_another_site_is_refused_in_spite_of_a_true_token(
    app: Flask, said: dict[str, str], status: int
) -> None:
    answer = Reader(app).post("/language", {"language": "en"}, headers=said)
    assert answer.status_code == status


def test_other_sites_may_link_to_pages(app: Flask) -> None:
    assert (
        Reader(app).fetch("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    )


def test_a_spoofed_address_is_believed_from_the_stated_number_of_proxies_only(
    installation: Callable[..., FlaskClient],
) -> None:
    seen = {}
    for hops, said in (
        (0, SPOOFED),
        (1, SPOOFED),
        (1, {"X-Forwarded-For": "6.6.6.6, 203.0.113.9"}),
    ):
        client = installation(PROXY_HOPS=str(hops))
        answer = client.get("/health", headers=said, environ_overrides=WHERE_FROM)
        seen[hops, said["X-Forwarded-For"]] = answer.text
    assert seen == {
        (0, "203.0.113.9"): "10.1.1.1 localhost",
        (1, "203.0.113.9"): "203.0.113.9 evil.example",
        (1, "6.6.6.6, 203.0.113.9"): "203.0.113.9 localhost",
    }


def test_only_the_stated_host_is_answered(installation: Callable[..., FlaskClient]) -> None:
    client = installation(PUBLIC_BASE_URL="https://daotao.example.vn")
    hosts = (
        "daotao.example.vn",
        "127.0.0.1:8000",
        "evil.example",
        "daotao.example.vn.evil.example",
    )
    answers = [client.get("/health", headers={"Host": host}) for host in hosts]
    assert [answer.status_code for answer in answers] == [200, 200, 400, 400]
    assert Page(answers[2]).response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_a_body_that_is_too_large_is_refused_by_a_page(app: Flask, cast: Cast) -> None:
    reader = Reader(app, cast.administrator)
    answer = reader.client.post("/accounts/new", data={"name": "x" * (7 * 1024 * 1024)})
    assert Page(answer).status == 413


def test_who_may_not_is_told_so_by_a_page(app: Flask, cast: Cast) -> None:
    page = Page(Reader(app, cast.learner).fetch("/accounts"))
    assert page.status == 403 and "Nguyễn Thị Đặng" not in page.text


def test_a_browser_does_not_guess_what_a_static_file_is(app: Flask) -> None:
    with Reader(app).fetch(app.jinja_env.globals["static"]("css/site.css")) as answer:
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

"""A request is logged by its route and public ids, never by its path."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path, resolve

from portal.upkeep.middleware import RequestLogMiddleware, unwatched


def test_paths_and_queries_stay_out_of_the_log() -> None:
    request = RequestFactory().get("/signin/password/reset/key/1-secretkey/?next=/x")
    request.resolver_match = resolve("/signin/password/reset/key/1-secretkey/")
    line = RequestLogMiddleware.format_request(request)
    assert "secretkey" not in line
    assert "next" not in line
    assert line.startswith("GET /signin/password/reset/key/")


def test_a_request_without_a_route_is_logged_without_its_path() -> None:
    request = RequestFactory().post("/wp-login.php?token=abc")
    assert RequestLogMiddleware.format_request(request) == "POST (no route)"


def test_the_middleware_in_use_logs_method_route_status_and_request_id(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.get("/health/live", headers={"user-agent": "Spy/1.0"})
    finished = [
        r.msg for r in caplog.records if isinstance(r.msg, dict) and r.msg["event"] == "request_finished"
    ]
    assert len(finished) == 1
    assert finished[0]["request"] == "GET /health/live"
    assert finished[0]["code"] == 200
    assert finished[0]["request_id"]
    assert "Spy" not in repr(finished)
    assert "ip" not in finished[0]


@unwatched
def quiet(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


@unwatched
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("it broke")


@pytest.mark.urls(__name__)
def test_an_unwatched_page_is_not_logged_and_its_errors_are_nobodys(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    with caplog.at_level(logging.INFO):
        client.get("/quiet/")
        assert not [r for r in caplog.records if "request_" in repr(r.msg)]
        client.get("/broken/")
    failed = [r.msg for r in caplog.records if isinstance(r.msg, dict) and r.msg["event"] == "request_failed"]
    assert len(failed) == 1
    assert failed[0].get("user_id") is None


urlpatterns = [path("quiet/", quiet), path("broken/", broken), path("", include("portal.urls"))]

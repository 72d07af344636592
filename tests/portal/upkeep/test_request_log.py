"""A request is logged by its route and public ids, never by its path."""

import logging

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from portal.upkeep.middleware import RequestLogMiddleware


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

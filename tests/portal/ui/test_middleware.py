"""Strict policy everywhere, the wider one under /cms/ only; signed-in pages stay out of shared caches."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.decorators.cache import never_cache

from portal.ui.middleware import CmsContentPolicyMiddleware, PrivateCacheMiddleware


def policy(response) -> dict[str, str]:
    parts = [
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip()
    ]
    return {name: "".join(rest) for name, *rest in parts}


def test_the_portal_allows_no_inline_style_or_script(client):
    directives = policy(client.get("/gallery/"))
    assert directives["style-src"] == "'self'"
    assert directives["script-src"] == "'self'"
    assert "unsafe" not in str(directives)


def test_the_admin_gets_the_wider_policy_and_keeps_the_rest():
    middleware = CmsContentPolicyMiddleware(lambda request: HttpResponse("admin"))
    directives = policy(middleware(RequestFactory().get("/cms/pages/")))
    assert "'unsafe-inline'" in directives["script-src"]
    assert directives["object-src"] == "'none'"
    assert directives["form-action"] == "'self'"


@pytest.mark.parametrize("path", ["/", "/cmsx/", "/my/cms/"])
def test_nothing_beside_the_admin_gets_it(path):
    middleware = CmsContentPolicyMiddleware(lambda request: HttpResponse("page"))
    assert "Content-Security-Policy" not in middleware(RequestFactory().get(path))


def answer(view, *, signed_in=True):
    def get_response(request):
        request.session = type("Session", (), {"accessed": signed_in})()
        return view(request)

    return PrivateCacheMiddleware(get_response)(RequestFactory().get("/my/"))


def kept_for_a_year(request):
    return HttpResponse("mine", headers={"Cache-Control": "private, max-age=31536000"})


@pytest.mark.parametrize(
    "view",
    [lambda request: HttpResponse("mine"), never_cache(lambda request: HttpResponse()), kept_for_a_year],
)
def test_a_signed_in_page_is_kept_out_of_every_cache(view):
    assert answer(view)["Cache-Control"] == "no-store, private"


def test_what_is_the_same_for_everybody_may_be_kept():
    public = {"Cache-Control": "public, max-age=31536000, immutable"}
    assert answer(lambda request: HttpResponse(headers=public))["Cache-Control"] == public["Cache-Control"]


def test_a_public_page_is_left_alone():
    assert not answer(lambda request: HttpResponse("ours"), signed_in=False).has_header("Cache-Control")

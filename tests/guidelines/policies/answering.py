"""Answering a request by the page's form."""

from django.urls import reverse

from tests.factories.policies import read


def address(request):
    return reverse("policies:acknowledge", args=[request.ref])


def answer(client, request, what, *, language="de", **facts):
    had = read(request, language)
    posted = {"rendition": had.rendition, "sha256": had.sha256, "answer": what, **facts}
    return client.post(address(request), posted)


def words(response):
    return response.content.decode()

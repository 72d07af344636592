"""The navigation holds what the rooms registered, for whom it is meant, in order, and where one is."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.ui import registry
from portal.ui.registry import Menu, is_at

ADA = SimpleNamespace(is_authenticated=True, is_hr=True)
BEN = SimpleNamespace(is_authenticated=True, is_hr=False)


@pytest.fixture
def menu():
    menu = Menu()
    menu.register("Privacy", "ui:privacy", icon="lock", order=30, visible=lambda person: person.is_hr)
    menu.register("Help", "ui:help", icon="life-buoy", order=10, count=lambda person: 2, short="?")
    menu.register("Imprint", "ui:imprint", icon="scale", order=20)
    return menu


def test_places_stand_in_their_order_and_only_for_whom_they_are_meant(menu):
    assert [entry.label for entry in menu.entries(ADA, "/")] == ["Help", "Imprint", "Privacy"]
    assert [entry.label for entry in menu.entries(BEN, "/")] == ["Help", "Imprint"]


def test_nobody_sees_a_place_before_signing_in():
    menu = Menu()
    menu.register("Help", "ui:help", icon="life-buoy")
    assert menu.entries(AnonymousUser(), "/") == []


def test_the_place_below_which_the_page_lies_is_current(menu):
    current = {entry.label: entry.current for entry in menu.entries(BEN, "/help/passkeys/")}
    assert current == {"Help": True, "Imprint": False}


def test_what_waits_is_counted_for_places_that_count(menu):
    help_place, imprint = menu.entries(BEN, "/")
    assert (help_place.count, help_place.short) == (2, "?")
    assert (imprint.count, imprint.short) == (None, "Imprint")


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [("/", "/", True), ("/", "/help/", False), ("/help/", "/help/", True), ("/help/", "/helper/", False)],
)
def test_the_front_page_is_only_itself(url, path, expected):
    assert is_at(url, path) is expected


def test_whoever_listens_hears_of_a_new_language_once(monkeypatch):
    heard = []
    monkeypatch.setattr(registry, "_language_listeners", [])

    def listen(*, person, language, by):
        heard.append((person, language, by))

    registry.on_language_chosen(listen)
    registry.on_language_chosen(listen)
    registry.tell_language_chosen(person=ADA, language="en")
    assert heard == [(ADA, "en", ADA)]

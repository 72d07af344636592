"""The coach's pages as the server sends them: plain lists, and nothing about anybody."""

import logging

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import translation

from guidelines.coach.faults import coach_faults
from guidelines.editions.freezing import FrozenWork
from portal.audit.models import AuditEvent
from tests.factories import guides
from tests.factories.people import signed_in


@pytest.fixture
def coach(cast):
    return guides.release(cast, guides.coaching(), slug="linkedin", genre="coach", title="LinkedIn")


@pytest.fixture
def ben(cast, client):
    return signed_in(client, cast.ben, mfa=False)


def test_a_plain_list_without_scripts(ben, coach):
    shown = ben.get(reverse("coach:platform-show", args=["linkedin"])).content.decode()
    assert "Switch ads (de)" in shown
    assert "Only closing the account ends it. (de)" in shown
    assert "Help pages (de)" in shown
    assert "4. Mai 2026" in shown
    coached = shown.partition('data-coach="linkedin"')[2].partition("</main>")[0]
    assert "<form" not in coached
    assert coached.count("data-ticks-only hidden") == 4  # two ticks, the count, the button
    assert " name=" not in coached  # nothing here could be submitted


def test_it_says_plainly_that_nobody_sees_the_ticks(ben, coach):
    for address in (reverse("coach:platform-list"), reverse("coach:platform-show", args=["linkedin"])):
        shown = ben.get(address).content.decode()
        assert "Weder Ihr Arbeitgeber noch der Betriebsrat" in shown


def test_there_is_no_table_for_ticks_and_no_way_to_send_them(ben, coach):
    fields = {
        field.name for model in apps.get_app_config("coach").get_models() for field in model._meta.fields
    }
    assert not any("tick" in name or "employee" in name or "person" in name for name in fields)
    for address in (reverse("coach:platform-list"), reverse("coach:platform-show", args=["linkedin"])):
        assert ben.post(address, {"tick": "ads"}).status_code == 405


def test_reading_leaves_no_trace(ben, coach, caplog):
    ben.get(reverse("coach:platform-list"))
    trail, session = AuditEvent.objects.count(), Session.objects.get().session_data
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        ben.get(reverse("coach:platform-list"))
        ben.get(reverse("coach:platform-show", args=["linkedin"]))
    assert AuditEvent.objects.count() == trail
    assert Session.objects.get().session_data == session
    assert "coach" not in " ".join(record.getMessage() for record in caplog.records)


def test_nothing_released_and_unknown_platforms(ben):
    assert "kennt noch keine Plattform" in ben.get(reverse("coach:platform-list")).content.decode()
    assert ben.get(reverse("coach:platform-show", args=["gone"])).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cards": []}, "no switch yet"),
        ({"checked_on": ""}, "last looked at"),
        ({"fixed": [{"key": "ads", "title": "Twice", "text": "x"}]}, "used twice"),
    ],
)
def test_a_page_that_is_not_whole_is_not_released(change, words):
    texts = {"en": FrozenWork("X", "", "en", guides.coaching(**change))}
    with translation.override("en"):
        assert any(words in fault for fault in coach_faults(texts))


def test_a_switch_needs_a_reason_and_a_source():
    content = guides.coaching()
    content["cards"][0] = {**content["cards"][0], "why": ""}
    with translation.override("en"):
        assert any(
            "Switch ads" in fault for fault in coach_faults({"en": FrozenWork("X", "", "en", content)})
        )

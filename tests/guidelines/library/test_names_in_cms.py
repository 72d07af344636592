"""Wherever Wagtail shows a person it shows their name, never the id they sign in with."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.library.models import GuidelinePage
from tests.factories.people import Cast

LOGIN_ID = re.compile(r"\bedda\b(?!@)")
NAME = "Edda Brandt"


@pytest.fixture
def commented(german: GuidelinePage, cast: Cast) -> GuidelinePage:
    """A guideline that Edda wrote, locked and commented on."""
    draft = german.get_latest_revision_as_object()
    draft.wagtail_admin_comments.create(user=cast.edda, text="Ist das so?", contentpath="title")
    draft.locked, draft.locked_by, draft.locked_at = True, cast.edda, timezone.now()
    draft.save()
    draft.save_revision(user=cast.edda, log_action=True)
    return german


def addresses(page: GuidelinePage) -> list[str]:
    return [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_reports:locked_pages"),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_account"),
    ]


def test_no_page_shows_the_id(commented: GuidelinePage, as_editor: Client) -> None:
    for address in addresses(commented):
        shown = as_editor.get(address, follow=True)
        assert shown.status_code == 200, address
        assert LOGIN_ID.findall(shown.content.decode()) == [], address


def test_the_side_bar_says_the_name(db: None, as_editor: Client) -> None:
    shown = as_editor.get(reverse("wagtailadmin_home")).content
    props = BeautifulSoup(shown, "html.parser").select_one("#wagtail-sidebar-props")
    (menu,) = [one for one in json.loads(props.string)["modules"] if one["_type"].endswith("MainMenuModule")]
    assert menu["_args"][2]["name"] == NAME


def test_history_comments_and_locks_say_the_name(
    commented: GuidelinePage, as_editor: Client, as_approver: Client
) -> None:
    for address in addresses(commented)[2:5]:
        assert NAME in as_approver.get(address).content.decode()


def test_the_check_would_notice_an_id() -> None:
    assert LOGIN_ID.findall('<p>edda</p> {"name": "edda"}') == ["edda", "edda"]
    assert LOGIN_ID.findall("Edda Brandt, edda@hafenlicht.example") == []

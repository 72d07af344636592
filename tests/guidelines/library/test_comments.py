"""Comments in the CMS: who hears of them, and that each mail is a row."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, Page
from wagtail.users.models import UserProfile

from accounts.people.choices import Role
from accounts.people.models import Employee
from guidelines.library.models import GuidelinePage
from portal.mail.models import Message
from tests.factories.drafts import written
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.guidelines.policies.place import editor_form
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db

NONE = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}


def comment_form(page: Page, text: str, **comment: Any) -> dict[str, Any]:
    """The page editor with one comment on the title, as its script sends it."""
    row = {"contentpath": "title", "text": text, "position": "", "id": "", "resolved": "", "DELETE": ""}
    fields = {f"comments-0-{name}": value for name, value in {**row, **comment}.items()}
    replies = {f"comments-0-replies-{name}": value for name, value in NONE.items()}
    known = "1" if comment.get("id") else "0"
    counts = {"comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": known}
    return {**editor_form(page), **fields, **replies, **counts, "comment_notifications": "on"}


@pytest.fixture
def text(cast: Cast) -> Page:
    written(cast)
    return GuidelinePage.objects.get(locale__language_code="de")


@pytest.fixture
def colleague() -> Employee:
    return EmployeeFactory(name="Jale Sommer", roles=[Role.EDITOR])


def say(person: Any, page: Page, text: str, **comment: Any) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = signed_in(Client(), person).post(address, comment_form(page, text, **comment))
    assert answer.status_code == 302, answer.context["form"].errors


def letters() -> list[Message]:
    return list(Message.objects.of_kind("library.comments").order_by("pk"))


def test_who_follows_a_page_gets_one_mail_an_hour_without_the_words(
    cast: Cast, text: Page, colleague: Employee
) -> None:
    say(cast.edda, text, "Is this still true?")
    assert letters() == []  # nobody else follows the page yet
    first = Comment.objects.get()
    say(colleague, text, "Is this still true?", id=str(first.pk), resolved="on")
    (letter,) = letters()
    assert letter.recipient_ref == cast.edda.ref
    say(colleague, text, "And this?")
    assert len(letters()) == 1
    drain()
    (sent,) = mail.outbox
    assert sent.to == [f"{cast.edda.name} <{cast.edda.email}>"]
    assert colleague.name in sent.body
    assert "Is this still true?" not in sent.body + str(sent.alternatives)
    assert reverse("wagtailadmin_pages:edit", args=[text.pk]) in sent.body


def test_who_turned_such_mails_off_gets_none(cast: Cast, text: Page, colleague: Employee) -> None:
    say(cast.edda, text, "Is this still true?")
    UserProfile.objects.update_or_create(user=cast.edda, defaults={"updated_comments_notifications": False})
    say(colleague, text, "Yes.")
    assert letters() == []
    assert mail.outbox == []

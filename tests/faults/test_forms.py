"""Issue 2, section 6: every form of every room takes what people type; nothing is an error of the server."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from tests.factories.people import signed_in
from tests.faults.crawling import Form, crawl, forms
from tests.faults.furnished import furnish
from tests.faults.hostile import CHOICES, DAYS, NUMBERS, SCRIPT, STRANGE, TEXTS

pytestmark = pytest.mark.django_db
VALUES = {"text": TEXTS, "date": DAYS, "number": NUMBERS, "choice": CHOICES, "hidden": CHOICES}
# Who meets which forms; a form that somebody earlier in the list meets too is sent by them alone.
WHO = ("ben", "mara", "hanna", "ines", "dana", "edda", "falk", "anton")
# Signing in has tests of its own; the crawler would lock itself out.
NOT_SENT = ("/signin/",)


def all_forms(cast) -> Iterator[tuple[str, Form, Client]]:
    """Every form that anybody of `WHO` meets, once."""
    known = set()
    for name in WHO:
        client = signed_in(Client(raise_request_exception=False), getattr(cast, name))
        for address, response in crawl(client).items():
            for form in forms(address, response):
                if form.identity() not in known and not form.action.startswith(NOT_SENT):
                    known.add(form.identity())
                    yield name, form, client


def what_is_wrong(client: Client, form: Form, data: dict[str, list[str]]) -> str:
    """Send `data` and look at the answer; the world stays as it was."""
    with transaction.atomic():
        response = getattr(client, form.method)(form.action, data, follow=STRANGE in str(data))
        transaction.set_rollback(True)
    if response.status_code >= 500:
        return f"{response.status_code} {getattr(response, 'exc_info', ('',))[1]!r}"
    if not response.streaming and SCRIPT in response.content.decode(errors="replace"):
        return "shows the script"
    return ""


def test_no_form_breaks_and_none_shows_markup(cast, caplog):
    caplog.set_level("CRITICAL")
    furnish(cast, "Kim")
    wrong, met = [], set()
    for name, form, client in all_forms(cast):
        met.add(form.identity()[0])
        for kind, values in VALUES.items():
            for value in values if form.has(kind) else ():
                if said := what_is_wrong(client, form, form.filled(kind, value)):
                    wrong.append(f"{name}: {form}, {kind} = {value[:30]!r}: {said}")
    assert not wrong, "\n".join(wrong)
    assert len(met) > 30

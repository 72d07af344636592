"""Addresses that take no mail, and what people can see of what they were told."""

import pytest
from django.utils import translation

from portal.mail.models import Message
from portal.mail.registry import tell_refused
from reports.reminders.models import Mention, RefusedAddress
from reports.reminders.my_data import stored_about
from tests.reports.reminders.mornings import clock, daily, moment, told

pytestmark = pytest.mark.django_db


def refuse(person) -> None:
    """The mail server says that nobody there has this address."""
    message = Message.objects.to_person(person.ref).latest("pk")
    Message.objects.filter(pk=message.pk).update(state="refused", error="smtp 550")
    tell_refused(message)


def test_an_address_that_takes_no_mail_is_left_alone_until_it_changes(cast, asked):
    daily("2026-11-03")
    with clock("2026-11-03"):
        refuse(cast.ben)
    for day in ("2026-11-09", "2026-11-13", "2026-11-17"):
        daily(day)
    assert told(cast.ben) == ["asked"]
    type(cast.ben).objects.filter(pk=cast.ben.pk).update(email="ben.new@hafenlicht.example")
    daily("2026-11-18")
    assert told(cast.ben) == ["asked", "overdue"]


def test_after_a_long_time_the_address_gets_another_try(cast, asked, settings):
    daily("2026-11-03")
    with clock("2026-11-03"):
        refuse(cast.ben)
    settings.REMINDER_REFUSED_PAUSE_DAYS = 10
    daily("2026-11-12")
    assert told(cast.ben) == ["asked"]
    daily("2026-11-16")
    assert told(cast.ben) == ["asked", "last_call"]


def test_the_refusal_of_an_earlier_address_says_nothing_about_the_new_one(cast, asked):
    daily("2026-11-03")
    message = Message.objects.to_person(cast.ben.ref).latest("pk")
    type(cast.ben).objects.filter(pk=cast.ben.pk).update(email="ben.new@hafenlicht.example")
    tell_refused(message)
    assert not RefusedAddress.objects.exists()


def test_my_data_shows_what_i_was_told(cast, asked):
    daily("2026-11-03")
    with clock("2026-11-03"):
        refuse(cast.ben)
        with translation.override("de"):
            reminded, refused, _calendar = stored_about(cast.ben)
            assert [str(value) for value in reminded.rows[0].values()] == [
                "2026-11-03",
                "Tägliche Mail",
                "Soziale Medien",
                "1.0",
                "Neu für Sie",
                "2026-11-16",
            ]
    assert next(iter(refused.rows[0].values())) == cast.ben.email
    assert Mention.objects.filter(letter__employee=cast.ben).count() == len(reminded.rows)
    assert moment("2026-11-03") in refused.rows[0].values()

"""What leaves, to whom, and what happens when it does not."""

import hashlib
import hmac
from urllib.parse import parse_qs

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from guidelines.alarms.choices import AlarmState, Channel, DispatchState
from guidelines.alarms.health import broken_channel, no_way_out, nobody_to_call
from guidelines.alarms.models import Alarm, AlarmDispatch
from guidelines.alarms.operations import answer
from guidelines.incidents.models import Incident, TimelineEntry
from guidelines.playbooks.choices import Trouble
from portal.jobs.choices import Queue
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from tests.factories.alarms import SECRET, called, channel, minutes, number_of, ringing
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


def test_a_webhook_is_signed_and_learns_nothing_of_people(cast, plan, machine):
    channel(cast, "webhook", machine.address)
    incident = ringing(by=cast.mara)
    drain()
    (told,) = machine.taken
    moment = told.headers["X-Leitplanke-Timestamp"]
    signature = hmac.new(SECRET.encode(), f"{moment}.".encode() + told.body, hashlib.sha256).hexdigest()
    assert told.headers["X-Leitplanke-Signature"] == f"v1={signature}"
    assert told.json["incident"]["number"] == incident.number
    assert told.json["incident"]["trouble"] == "criticism"
    assert told.headers["Idempotency-Key"] == told.json["id"]
    for word in (incident.title, cast.ada.name, cast.mara.name, cast.ada.email):
        assert word not in told.body.decode()
    answer(alarm=Alarm.objects.get(), by=cast.ada, how="portal")
    drain()
    assert [one.json["event"] for one in machine.taken] == ["alarm.called", "alarm.answered"]
    assert cast.ada.name not in machine.taken[1].body.decode()


def test_of_a_confidential_incident_not_even_the_kind_leaves(cast, plan, machine):
    channel(cast, "webhook", machine.address)
    channel(cast, "sms", machine.address)
    number_of(cast.ada)
    incident = ringing(is_confidential=True)
    drain()
    assert len(machine.taken) == 2
    for told in machine.taken:
        assert "riticism" not in told.body.decode()
        assert "Kritik" not in told.body.decode()
        assert incident.title not in told.body.decode()
    (letter,) = mail.outbox
    assert incident.title not in letter.body + letter.subject


def test_a_text_message_is_short_and_goes_to_every_number(cast, plan, machine):
    channel(cast, "sms", machine.address)
    number_of(cast.ada)
    number_of(cast.ada, "0151 2345678", "volunteered")
    ringing()
    drain()
    assert [told.json["to"] for told in machine.taken] == ["+4940123456", "01512345678"]
    text = machine.taken[0].json["text"]
    assert "/a/" in text
    assert len(text) < 160
    assert machine.taken[0].headers["X-Key"] == SECRET
    kinds = AlarmDispatch.objects.filter(channel=Channel.SMS).values_list("number_kind", "state")
    assert sorted(kinds) == [("company", "sent"), ("volunteered", "sent")]


def test_a_gateway_may_want_form_fields(cast, plan, machine):
    body = '{"To": "{number}", "Body": "{text}", "From": "HAFEN"}'
    channel(cast, "sms", machine.address, body=body, body_format="form")
    number_of(cast.ada, '+49 "&Body=x')
    ringing()
    drain()
    (told,) = machine.taken
    fields = parse_qs(told.body.decode())
    assert (fields["To"], fields["From"], len(fields["Body"])) == (["+49"], ["HAFEN"], 1)


def test_every_message_of_a_drill_says_so_first(cast, plan, machine):
    """D2: prefixed, by every channel."""
    channel(cast, "webhook", machine.address)
    channel(cast, "sms", machine.address)
    number_of(cast.ada)
    ringing(mode="drill")
    drain()
    assert all(told.json["text"].startswith(("[ÜBUNG]", "[DRILL]")) for told in machine.taken)
    assert len(machine.taken) == 2
    assert "[ÜBUNG]" in mail.outbox[0].subject


def test_all_of_it_is_urgent_and_text_messages_are_first(cast, plan, machine):
    """An alarm never waits behind an export, nor behind its own mail."""
    channel(cast, "sms", machine.address)
    number_of(cast.ada)
    ringing()
    jobs = Job.objects.filter(state="queued", run_at=None).order_by("pk")
    assert list(jobs.values_list("kind", "queue")) == [
        ("alarms.deliver", Queue.URGENT),
        ("mail.deliver", Queue.URGENT),
    ]


def test_a_mail_server_that_is_down_calls_the_next_at_once(cast, plan, settings):
    """I1, with SMTP down: nobody waits for minutes for a message that never left, and mail is tried again."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    incident = ringing()
    alarm = Alarm.objects.get()
    drain(allow_errors=True)
    alarm.refresh_from_db()
    assert called(alarm)[:2] == ["Ada Lindqvist", "Ben Öztürk"]
    assert alarm.state == AlarmState.EXHAUSTED
    entries = TimelineEntry.objects.filter(incident=incident, kind="alarms.channel_failed")
    assert [entry.facts["channel"] for entry in entries] == ["mail"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(timezone.now() + minutes(1), tick=False):
        drain()
    assert {letter.to[0].partition("<")[2] for letter in mail.outbox} >= {f"{cast.ada.email}>"}
    keys = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert len(keys) == len(set(keys)) == 2


def test_a_channel_that_works_is_enough(cast, plan, machine, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    channel(cast, "sms", machine.address)
    number_of(cast.ada)
    ringing()
    drain(allow_errors=True)
    assert called(Alarm.objects.get()) == ["Ada Lindqvist"]


def test_a_machine_that_is_busy_is_asked_again_under_the_same_key(cast, plan, machine):
    channel(cast, "webhook", machine.address)
    machine.answers = [503]
    ringing()
    drain(allow_errors=True)
    made = AlarmDispatch.objects.get(channel=Channel.WEBHOOK)
    assert (made.state, made.error, made.attempts) == (DispatchState.QUEUED, "http 503", 1)
    with time_machine.travel(timezone.now() + minutes(1), tick=False):
        drain()
    made.refresh_from_db()
    assert (made.state, made.error) == (DispatchState.SENT, "")
    assert machine.taken[0].headers["Idempotency-Key"] == machine.taken[1].headers["Idempotency-Key"]


def test_a_refusal_is_not_repeated_and_stands_in_the_log(cast, plan, machine):
    channel(cast, "webhook", machine.address)
    machine.answers = [404]
    incident = ringing()
    drain()
    made = AlarmDispatch.objects.get(channel=Channel.WEBHOOK)
    assert (made.state, made.error) == (DispatchState.REFUSED, "http 404")
    assert TimelineEntry.objects.filter(incident=incident, kind="alarms.channel_failed").count() == 1
    assert str(broken_channel().slug) == "alarm-channel"


def test_a_text_message_that_is_late_wakes_nobody(cast, plan, machine):
    channel(cast, "sms", machine.address)
    number_of(cast.ada)
    machine.answers = [503]
    ringing()
    drain(allow_errors=True)
    answer(alarm=Alarm.objects.get(), by=cast.ada, how="portal")
    with time_machine.travel(timezone.now() + minutes(1), tick=False):
        drain()
    assert AlarmDispatch.objects.get(channel=Channel.SMS).state == DispatchState.DROPPED
    assert len(machine.taken) == 1


def test_a_mail_that_was_held_up_says_who_has_it_by_now(cast, plan):
    ringing()
    answer(alarm=Alarm.objects.get(), by=cast.ada, how="portal")
    drain()
    (letter,) = mail.outbox
    assert cast.ada.name in letter.body
    assert "/a/" not in letter.body


def test_the_set_up_check_says_when_no_alarm_would_reach_anybody(cast, plan, settings):
    assert (nobody_to_call(), no_way_out(), broken_channel()) == (None, None, None)
    plan.holders.all().delete()
    assert nobody_to_call().slug == "alarm-nobody"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    _ = cast.ines
    ringing()
    drain(allow_errors=True)
    with time_machine.travel(timezone.now() + minutes(16), tick=False):
        assert no_way_out().slug == "alarm-no-channel"


def test_the_watch_brings_back_what_was_lost(cast, plan):
    """The job of the next step is gone; once a minute somebody looks, and calls once."""
    ringing()
    drain()
    Job.objects.filter(kind="alarms.step").delete()
    with time_machine.travel(timezone.now() + minutes(6), tick=False):
        for number in (1, 2):
            enqueue("alarms.watch", payload={"slot": str(number)})
            drain()
    assert called(Alarm.objects.get()) == ["Ada Lindqvist", "Ben Öztürk"]


def test_a_clock_that_was_set_back_delays_nothing(cast, plan):
    ringing()
    drain()
    with time_machine.travel(timezone.now() - minutes(60), tick=False):
        enqueue("alarms.watch", payload={"slot": "1"})
        drain()
    assert called(Alarm.objects.get())[:2] == ["Ada Lindqvist", "Ben Öztürk"]


def test_a_mail_says_the_kind_once(cast, plan):
    """The title that the portal gave an incident is its kind; only another one tells something."""
    ringing(by=cast.mara)
    kind = str(Trouble.CRITICISM.label)
    Incident.objects.update(title=kind)
    drain()
    assert mail.outbox[0].body.count(kind) == 1

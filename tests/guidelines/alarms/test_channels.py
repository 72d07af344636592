"""Setting up a channel: entered by one, confirmed by another, tested with a result."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from guidelines.alarms.choices import DispatchState
from guidelines.alarms.models import AlarmChannel
from guidelines.alarms.operations import decide_channel, end_channel, propose_channel, try_channel
from guidelines.alarms.operations.channels import Wanted
from guidelines.alarms.rules import (
    AnotherPersonConfirms,
    InnerAddress,
    NotATemplate,
    NotHeaders,
    NumberNeeded,
    SecretNeeded,
    SecretTooShort,
)
from guidelines.alarms.sealing import secrets_of
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.keys.operations import KeyStillNeeded, add_ring_key, retire_key
from portal.keys.registry import holders
from tests.factories.alarms import SECRET, channel, number_of
from tests.factories.incidents import crisis_lead
from tests.factories.people import EmployeeFactory, signed_in
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


def test_two_people_decide_about_a_channel(cast, machine):
    """P3's habit: whoever holds the gateway could answer for everybody."""
    kaja = crisis_lead("Kaja Berg")
    wanted = Wanted("webhook", "Chat", machine.address, SECRET)
    made = propose_channel(wanted=wanted, by=kaja)
    assert not made.is_on
    with pytest.raises(AnotherPersonConfirms):
        decide_channel(channel=made, confirmed=True, by=kaja)
    assert decide_channel(channel=made, confirmed=True, by=cast.ines).is_on
    change = propose_channel(wanted=Wanted("webhook", "New", "", ""), replaces=made, by=kaja)
    made.refresh_from_db()
    assert made.is_on
    decide_channel(channel=change, confirmed=True, by=cast.ines)
    assert list(AlarmChannel.objects.on()) == [change]
    made.refresh_from_db()
    assert bytes(made.sealed) == b""
    end_channel(channel=change, by=kaja)
    assert not AlarmChannel.objects.on().exists()


def test_secrets_lie_in_an_envelope_and_go_nowhere_else(cast, machine, settings, tmp_path):
    """V8's habit: the database alone opens nothing, and a change of keys takes it along."""
    settings.PORTAL_KEYS_DIR = str(tmp_path)
    made = channel(cast, "webhook", machine.address)
    assert SECRET.encode() not in bytes(made.sealed)
    assert "token=abc" not in str(list(AlarmChannel.objects.values("name", "host", "body", "headers")))
    assert SECRET not in str(list(AuditEvent.objects.values()))
    with pytest.raises(SecretNeeded):
        propose_channel(wanted=Wanted("webhook", "x", "https://a.example/", ""), replaces=made, by=cast.ines)
    with pytest.raises(SecretTooShort):
        propose_channel(wanted=Wanted("webhook", "x", machine.address, "short"), by=cast.ines)
    settings.ALARM_PRIVATE_ADDRESSES = False
    with pytest.raises(InnerAddress):
        propose_channel(wanted=Wanted("webhook", "x", machine.address, SECRET), by=cast.ines)
    (known,) = [one for one in holders() if one.name == "alarm channels"]
    ((pk, key),) = list(known.iterate())
    add_ring_key()
    with pytest.raises(KeyStillNeeded):
        retire_key(key_id=key)
    known.replace(pk)
    assert secrets_of(AlarmChannel.objects.get(pk=made.pk)).secret == SECRET


@pytest.mark.parametrize("who", [role for role in Role if role not in (Role.SYSTEM_ADMIN, Role.CRISIS_LEAD)])
def test_nobody_else_sets_a_channel(cast, who):
    with pytest.raises(NotPermitted):
        propose_channel(
            wanted=Wanted("webhook", "x", "https://a.example/", SECRET), by=EmployeeFactory(roles=[who])
        )


def test_a_test_shows_what_became_of_it(cast, machine):
    made = channel(cast, "sms", machine.address)
    with pytest.raises(NumberNeeded):
        try_channel(channel=made, by=cast.ines)
    number_of(cast.ines)
    machine.answers = [401]
    first = try_channel(channel=made, by=cast.ines)
    drain(allow_errors=True)
    first.refresh_from_db()
    assert first.error == "http 401"
    second = try_channel(channel=made, by=cast.ines)
    drain(allow_errors=True)
    second.refresh_from_db()
    assert (second.state, second.alarm) == (DispatchState.SENT, None)
    assert "/a/" not in machine.taken[-1].body.decode()


@pytest.mark.parametrize(
    ("body", "headers", "rule"),
    [
        ("{number} {text}", "", NotATemplate),
        ('["{number}", "{text}"]', "", NotATemplate),
        ('{"to": "{number}"}', "", NotATemplate),
        ('{"to": "{number}", "text": "{text}"}', "Host: evil.example", NotHeaders),
        ('{"to": "{number}", "text": "{text}"}', "no colon", NotHeaders),
    ],
)
def test_a_gateway_that_could_not_work_is_refused(cast, body, headers, rule):
    wanted = Wanted("sms", "x", "https://a.example/", SECRET, "json", body, headers)
    with pytest.raises(rule):
        propose_channel(wanted=wanted, by=cast.ines)


def test_the_pages_enter_confirm_and_never_show_a_secret(cast, client, machine):
    ines, kaja = signed_in(client, cast.ines), signed_in(Client(), crisis_lead("Kaja Berg"))
    add, pages = reverse("alarms:channel-add", args=["webhook"]), reverse("alarms:channel-list")
    entered = {"name": "Chat", "address": machine.address, "secret": SECRET}
    wrong = ines.post(add, {**entered, "address": "http://a.example/"})
    assert (wrong.status_code, SECRET in wrong.content.decode()) == (422, False)
    ines.post(add, entered)
    made = AlarmChannel.objects.get()
    ines.post(reverse("alarms:channel-decide", args=[made.ref]), {"confirm": "yes"})
    made.refresh_from_db()
    assert made.decision == ""
    kaja.post(reverse("alarms:channel-decide", args=[made.ref]), {"confirm": "yes"})
    kaja.post(reverse("alarms:channel-test", args=[made.ref]))
    drain()
    for browser, page in ((ines, pages), (ines, reverse("alarms:channel-edit", args=[made.ref]))):
        shown = browser.get(page).content.decode()
        assert "Chat" in shown
        assert SECRET not in shown
        assert "token=abc" not in shown
    dana = signed_in(Client(), cast.dana).get(pages).content.decode()
    assert reverse("alarms:channel-test", args=[made.ref]) not in dana
    kaja.post(reverse("alarms:channel-end", args=[made.ref]))
    assert not AlarmChannel.objects.on().exists()


def test_changes_ask_for_a_recent_proof(cast, client):
    late = signed_in(client, cast.ines, seconds_ago=3600)
    assert late.get(reverse("alarms:channel-list")).status_code == 200
    answer = late.get(reverse("alarms:channel-add", args=["sms"]))
    assert "reauthenticate" in answer["Location"]

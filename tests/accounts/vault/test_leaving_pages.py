"""Departures through the pages: the list, the dry run, the run and its protocol."""

import subprocess

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access.choices import LeaverState, TaskKind
from accounts.access.models import LeaverRun, PlatformTask
from accounts.access.operations import finish_task
from accounts.people.choices import Role
from accounts.people.operations import give_role, leave
from accounts.register.operations import hand_over
from accounts.vault.choices import CredentialKind, StepKind
from accounts.vault.models import Credential, Rotation
from accounts.vault.operations import finish_step, mark_changed, take_over, verify_rotation
from tests.factories.access import granted
from tests.factories.people import EmployeeFactory, EntityFactory, signed_in
from tests.factories.register import sound_account
from tests.factories.vault import access_to, credential, renewed, seen, shared_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    made = shared_account(cast)
    access_to(made, to=cast.ben, by=cast.ada)
    return made


def browser_of(person):
    return signed_in(Client(), person)


def at(name, *refs):
    return reverse(f"access:leaver-{name}", args=refs)


def body_of(browser, page, **query):
    return browser.get(page, query).content.decode()


def gone(person, by):
    leave(person=person, on=timezone.localdate(), by=by)
    return LeaverRun.objects.get(person=person)


def test_from_the_question_to_the_run(cast, account):
    """HR asks who, reads the dry run in words, carries it out, and stands on what was done."""
    login = credential(account, by=cast.anton, label="Kanalpasswort")
    seen(login, by=cast.ben)
    granted(sound_account(cast, handle="@rolle").routes.get(), to=cast.ben, by=cast.ada)
    hanna = browser_of(cast.hanna)
    answer = hanna.get(at("list"), {"person": "ben"})
    assert answer["Location"] == at("forecast", cast.ben.ref)
    dry = body_of(hanna, answer["Location"])
    assert "Kanalpasswort" in dry
    assert "Gemeinsamer Zugang" in dry or "Geteilter Zugang" in dry or "Tresor" in dry
    assert "<bdi>shared</bdi>" not in dry
    assert "<bdi>delegated</bdi>" not in dry
    answer = hanna.post(at("forecast", cast.ben.ref))
    run = LeaverRun.objects.get()
    assert answer["Location"] == at("show", run.ref)
    assert "Kanalpasswort" in body_of(hanna, answer["Location"])
    assert cast.ben.name in body_of(hanna, at("list"))
    assert "<bdi>shared</bdi>" not in body_of(hanna, at("show", run.ref))


def test_nobody_found_is_said_beside_the_field(cast):
    body = body_of(browser_of(cast.hanna), at("list"), person="niemand")
    assert "Dazu wurde niemand gefunden" in body


def test_hr_of_a_part_sees_only_its_people(cast, account):
    """A role that is limited to an entity meets others as if they did not exist."""
    elsewhere = EntityFactory(name="Hafenlicht Süd")
    helga = EmployeeFactory(name="Helga Süd")
    give_role(person=helga, role=Role.HR, by=None, entity=elsewhere)
    theirs = EmployeeFactory(name="Sven Süd", entity=elsewhere)
    access_to(account, to=theirs, by=cast.ada)
    runs = {person: gone(person, cast.hanna) for person in (cast.ben, theirs)}
    browser = browser_of(helga)
    listed = body_of(browser, at("list"))
    assert theirs.name in listed
    assert cast.ben.name not in listed
    for name in ("show", "protocol"):
        assert browser.get(at(name, runs[cast.ben].ref)).status_code == 404
    assert browser.get(at("show", runs[theirs].ref)).status_code == 200
    assert browser.get(at("forecast", cast.mara.ref)).status_code == 404
    assert "Dazu wurde niemand gefunden" in body_of(browser, at("list"), person="mara")


@pytest.mark.parametrize("who", ["ada", "mara", "edda", "wolf", "dana"])
def test_departures_are_not_for_everybody(cast, account, who):
    run = gone(cast.ben, cast.hanna)
    browser = browser_of(getattr(cast, who))
    for page in (at("list"), at("show", run.ref), at("protocol", run.ref), at("forecast", cast.edda.ref)):
        assert browser.get(page).status_code in (403, 404)


def test_what_waits_is_released_by_a_person(cast, account, settings):
    settings.ACCESS_LEAVERS_PER_HOUR = 0
    run = gone(cast.ben, cast.hanna)
    anton = browser_of(cast.anton)
    release = at("release", run.ref)
    assert release in body_of(anton, at("list"))
    assert release in body_of(anton, at("show", run.ref))
    cleo = browser_of(cast.cleo)
    assert release not in body_of(cleo, at("list"))
    assert cleo.post(release).status_code == 403
    anton.post(release)
    run.refresh_from_db()
    assert (run.state, run.released_by) == (LeaverState.DONE, cast.anton)


@pytest.mark.needs("pdftotext")
def test_the_protocol_says_in_words_what_ended(cast, account, tmp_path):
    login = credential(account, by=cast.anton, label="Kanalpasswort")
    seen(login, by=cast.ben)
    run = gone(cast.ben, cast.hanna)
    answer = browser_of(cast.anton).get(at("protocol", run.ref))
    file = tmp_path / "protocol.pdf"
    file.write_bytes(answer.content)
    said = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    for words in (cast.ben.name, account.handle, "Kanalpasswort"):
        assert words in said.stdout
    assert "shared" not in said.stdout
    assert "no-store" in answer["Cache-Control"]


def test_the_run_says_who_does_what_until_when_and_what_is_done(cast, account):
    """A9, V6, R3: a change of secrets, a role on the platform and an account without its owner."""
    login = credential(account, by=cast.anton, label="Kanalpasswort")
    seen(login, by=cast.ben)
    granted(sound_account(cast, handle="@rolle").routes.get(), to=cast.ben, by=cast.ada)
    orphan = sound_account(cast, handle="@waise", owner=cast.ben, deputy=cast.mara)
    run = gone(cast.ben, cast.hanna)
    page = body_of(browser_of(cast.anton), at("show", run.ref))
    rotation, task = Rotation.objects.get(), PlatformTask.objects.get(kind=TaskKind.REMOVE)
    assert "3 Dinge sind noch zu tun." in page
    assert reverse("vault:rotation-show", args=[rotation.ref]) in page
    assert reverse("access:task-finish", args=[task.ref]) in page
    assert f"{cast.ada.name}, {cast.mara.name}" in page
    seen_by_hr = body_of(browser_of(cast.hanna), at("show", run.ref))
    assert "3 Dinge sind noch zu tun." in seen_by_hr
    assert str(rotation.ref) not in seen_by_hr
    assert str(task.ref) not in seen_by_hr

    finish_task(task=task, note="Gone", by=cast.anton)
    hand_over(account=orphan, owner=cast.mara, deputy=cast.ada, by=cast.anton)
    assert "Eins ist noch zu tun." in body_of(browser_of(cast.anton), at("show", run.ref))
    take_over(rotation=rotation, by=cast.ada)
    renewed(login, by=cast.ada)
    for step in rotation.steps.all():
        finish_step(rotation=rotation, kind=StepKind(step.kind), note="Seen", by=cast.ada)
    mark_changed(rotation=rotation, by=cast.ada)
    waiting = body_of(browser_of(cast.anton), at("show", run.ref))
    assert "Eins ist noch zu tun." in waiting
    verify_rotation(rotation=rotation, sessions_ended=True, by=cast.mara)
    assert "Alles, was zu tun war, ist erledigt." in body_of(browser_of(cast.anton), at("show", run.ref))


def test_a_key_that_is_not_back_stays_open(cast, account):
    key = credential(account, by=cast.anton, kind=CredentialKind.HARDWARE_KEY, text="", custodian=cast.ben)
    run = gone(cast.ben, cast.hanna)
    assert "Eins ist noch zu tun." in body_of(browser_of(cast.anton), at("show", run.ref))
    Credential.objects.filter(pk=key.pk).update(custodian=cast.anton)
    assert "Alles, was zu tun war, ist erledigt." in body_of(browser_of(cast.anton), at("show", run.ref))


def test_whoever_was_looked_at_does_not_wait_for_another_look(cast, account, settings):
    """However many left in this hour: HR has read the dry run of this one and pressed the button."""
    settings.ACCESS_LEAVERS_PER_HOUR = 0
    browser_of(cast.hanna).post(at("forecast", cast.ben.ref))
    run = LeaverRun.objects.get()
    assert (run.state, run.released_by) == (LeaverState.DONE, cast.hanna)
    assert not account.grants.running().exists()

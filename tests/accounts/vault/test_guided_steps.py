"""What the steps of a change say of the platform at hand: from which source, in whose words."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.register.choices import FactKey
from accounts.register.models import Platform
from accounts.register.operations.platforms import load_starter_platforms, record_fact
from accounts.vault.choices import RotationCause, StepKind
from accounts.vault.models import RotationStep
from accounts.vault.operations import plan_rotation, take_over
from accounts.vault.steps import ASKED, steps_of
from tests.factories.people import signed_in
from tests.factories.vault import credential, shared_account

pytestmark = pytest.mark.django_db
CLUELESS = "Wie das auf dieser Plattform geht, ist nicht bekannt."


@pytest.fixture
def change(cast):
    """Makes a change of everything on one platform, taken over by Anton."""
    load_starter_platforms()

    def make(slug):
        account = shared_account(cast, platform=Platform.objects.get(slug=slug))
        credential(account, by=cast.anton)
        rotation = plan_rotation(account=account, cause=RotationCause.PLANNED, by=cast.anton)
        for kind in StepKind:
            RotationStep.objects.get_or_create(rotation=rotation, kind=kind)
        return take_over(rotation=rotation, by=cast.anton)

    return make


def seen_by(person, rotation, kind=None, language="de"):
    """The page of the change, or that of one of its steps, as `person` reads it."""
    person.language = language
    person.save()
    name, more = ("rotation-step", [kind]) if kind else ("rotation-show", [])
    address = reverse(f"vault:{name}", args=[rotation.ref, *more])
    return signed_in(Client(), person).get(address).content.decode()


def overrule_address(slug, key):
    return reverse("register:fact-overrule", args=[slug, key])


@pytest.mark.parametrize(
    ("language", "words", "checked"),
    [
        ("de", "von allen anderen Sitzungen abmelden", "geprüft am"),
        ("en", "all other sessions", "checked on"),
    ],
)
def test_a_step_says_where_this_platform_does_it_and_from_which_source(
    cast, change, language, words, checked
):
    """V6: ending all sessions is attested by a second person, who finds here what the first one did."""
    rotation = change("x")
    for page in (
        seen_by(cast.anton, rotation, StepKind.SESSIONS, language),
        seen_by(cast.anton, rotation, language=language),
        seen_by(cast.ada, rotation, language=language),
    ):
        assert words in page
        assert "X help, third-party apps and log-in sessions" in page
        assert checked in page


def test_every_step_asks_its_own_question(cast, change):
    found = {step.kind: step.fact and step.fact.key for step in steps_of(change("instagram"))}
    assert found == {StepKind.PASSWORD: None, **ASKED}


def test_overruled_the_step_says_it_in_the_words_of_the_company(cast, change):
    rotation = change("x")
    record_fact(
        platform=rotation.account.platform,
        key=FactKey.END_SESSIONS,
        value="no",
        text_de="Nur mit einem Anruf bei Frau Kern.",
        text_en="Only by calling Ms Kern.",
        source="Brief der Plattform",
        checked_on=timezone.localdate(),
        by=cast.anton,
    )
    page = seen_by(cast.anton, rotation, StepKind.SESSIONS)
    assert "Nur mit einem Anruf bei Frau Kern." in page
    assert "Brief der Plattform" in page
    assert "vom Unternehmen eingetragen" in page
    assert "von allen anderen Sitzungen" not in page
    assert "Only by calling Ms Kern." in seen_by(cast.anton, rotation, StepKind.SESSIONS, "en")


def test_where_nothing_is_known_the_general_words_stand_alone(cast, change):
    """Whoever may say it is asked to; everybody else reads no line more."""
    rotation = change("kununu")
    admins = seen_by(cast.anton, rotation, StepKind.SESSIONS)
    assert CLUELESS in admins
    assert overrule_address("kununu", FactKey.END_SESSIONS) in admins
    assert "Dazu ist nichts bekannt." not in admins
    owners = seen_by(cast.ada, rotation)
    assert CLUELESS not in owners
    assert not any(overrule_address("kununu", key) in owners for key in FactKey)
    assert "Rollen für Verwaltung und Kommentare." in owners, "what is known of roles is said"


def test_a_password_is_asked_of_no_platform(cast, change):
    page = seen_by(cast.anton, change("x"), StepKind.PASSWORD)
    assert CLUELESS not in page
    assert "X help" not in page


def test_more_steps_are_no_more_queries(cast, change):
    rotation = change("x")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            steps_of(rotation)
        return len(asked)

    all_steps = queries()
    rotation.steps.exclude(kind=StepKind.SESSIONS).delete()
    assert all_steps == queries() == 2

"""Evidence by sample: random, reproducible, on record, and no way round it."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.policies.models import Acknowledgement
from guidelines.policies.operations import acknowledge
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from reports.evidence.limits import SAMPLE_OPEN_DAYS
from reports.evidence.operations import draw_sample
from reports.evidence.rules import NothingToSample
from reports.evidence.sampling import drawn
from tests.factories.people import signed_in
from tests.factories.policies import read, release, request_of

pytestmark = pytest.mark.django_db
SPAN = {"first_day": None, "last_day": None}


@pytest.fixture
def answers(cast) -> list[Acknowledgement]:
    people = [cast.ada, cast.ben, cast.mara, cast.anton]
    release(editor=cast.edda, approver=cast.falk)
    asked = [request_of(person) for person in people]
    return [
        acknowledge(request=one, read=read(one), authenticated="passkey", by=one.employee) for one in asked
    ]


def refs(sample) -> list:
    return list(sample.drawn.values_list("acknowledgement__ref", flat=True))


def test_the_same_seed_draws_the_same_sample(cast, answers) -> None:
    first = draw_sample(size=2, seed="", by=cast.cleo, **SPAN)
    again = draw_sample(size=2, seed=first.seed, by=cast.cleo, **SPAN)
    assert refs(first) == refs(again) == drawn([answer.ref for answer in answers], seed=first.seed, size=2)
    assert (first.size, first.population) == (2, 4)


def test_every_answer_can_be_drawn(answers) -> None:
    everything = [answer.ref for answer in answers]
    seen = {drawn(everything, seed=str(seed), size=1)[0] for seed in range(60)}
    assert seen == set(everything)


def test_a_sample_is_a_row_and_only_auditors_draw(cast, answers) -> None:
    sample = draw_sample(size=99, seed="s-1", by=cast.cleo, **SPAN)
    row = AuditEvent.objects.get(verb="evidence.sampled")
    assert row.actor == cast.cleo.ref
    assert json.loads(row.canonical)["details"] == {"seed": "s-1", "size": 4, "population": 4}
    assert sample.size == 4
    for who in ("dana", "hanna", "ines"):
        with pytest.raises(NotPermitted):
            draw_sample(size=1, seed="", by=getattr(cast, who), **SPAN)


def test_days_limit_the_population(cast, answers) -> None:
    tomorrow = timezone.now().date() + timedelta(days=2)
    with pytest.raises(NothingToSample):
        draw_sample(size=1, seed="", first_day=tomorrow, last_day=None, by=cast.cleo)


def test_e3_an_auditor_opens_what_was_drawn_and_nothing_else(cast, answers, client: Client) -> None:
    """E3: each certificate that is opened is a row; the role alone opens none."""
    sample = draw_sample(size=1, seed="s-2", by=cast.cleo, **SPAN)
    (inside,) = refs(sample)
    outside = next(answer.ref for answer in answers if answer.ref != inside)
    signed_in(client, cast.cleo)
    assert client.get(reverse("evidence:document-download", args=[outside])).status_code == 404
    opened = client.get(reverse("evidence:document-download", args=[inside]))
    assert opened.content.startswith(b"%PDF")
    row = AuditEvent.objects.get(verb="evidence.downloaded")
    assert row.actor == cast.cleo.ref
    page = client.get(reverse("evidence:sample-show", args=[sample.ref])).content.decode()
    assert "s-2" in page
    assert "/verify/" in page
    assert not [person for person in (cast.ada, cast.ben, cast.mara) if person.name in page]


def test_a_sample_closes_after_some_days(cast, answers, client: Client) -> None:
    sample = draw_sample(size=1, seed="s-3", by=cast.cleo, **SPAN)
    with time_machine.travel(timezone.now() + timedelta(days=SAMPLE_OPEN_DAYS + 1)):
        signed_in(client, cast.cleo)
        assert client.get(reverse("evidence:document-download", args=refs(sample))).status_code == 404


def test_the_page_draws(cast, answers, client: Client) -> None:
    signed_in(client, cast.cleo)
    address = reverse("evidence:sample-list")
    assert client.post(address, {"size": "0"}).status_code == 422
    answer = client.post(address, {"size": "3", "seed": ""}, follow=True)
    assert len(answer.context["rows"]) == 3
    assert client.get(address).status_code == 200

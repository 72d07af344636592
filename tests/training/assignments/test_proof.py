"""T1: who could show what on which day, in one query."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.people.models import Employee
from tests.factories.policies import release
from tests.training.assignments.certificates.making import course_version, done, revoked
from training.assignments.certificates.issuing import issue_certificate
from training.assignments.choices import Basis, RevocationCause
from training.assignments.models import CompletionRecord
from training.assignments.proof import proof_on

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 10), date(2027, 1, 9)


@pytest.fixture
def three_rounds(cast):
    """Ben renews twice, by other bases; the last one is revoked."""
    release(editor=cast.edda, approver=cast.falk)
    version = course_version(cast)
    year = timedelta(days=365)
    first = done(cast.ben, version, on=FIRST, until=LAST)
    second = done(
        cast.ben,
        version,
        basis=Basis.ATTENDED,
        by=cast.hanna,
        on=LAST - timedelta(days=20),
        until=LAST + year,
    )
    third = done(
        cast.ben, version, basis=Basis.IMPORTED, by=cast.hanna, on=LAST + year, until=LAST + 2 * year
    )
    revoked(third, cause=RevocationCause.MISTAKE, on=LAST + year + timedelta(days=10), by=cast.hanna)
    return first, second, third


def refs(people, day: date) -> list:
    return [proof.completion for proof in proof_on(people, day)]


def test_t1_any_past_day_after_three_recertifications(cast, three_rounds):
    """T1: was the duty fulfilled, by which version, on what proof."""
    first, second, third = (completion.ref for completion in three_rounds)
    year = timedelta(days=365)
    people = [cast.ben.pk]
    assert refs(people, FIRST - timedelta(days=1)) == []
    assert refs(people, FIRST) == [first]
    assert refs(people, LAST - timedelta(days=20)) == [second, first]
    assert refs(people, LAST + timedelta(days=1)) == [second]
    assert refs(people, LAST + year) == [third, second]
    assert refs(people, LAST + year + timedelta(days=9)) == [third]
    assert refs(people, LAST + year + timedelta(days=10)) == []


def test_t1_it_says_version_basis_guidelines_and_certificate(cast, three_rounds):
    """T1: the guideline version shown in a lesson is part of it."""
    first = three_rounds[0]
    certificate = issue_certificate(first)
    (proof,) = proof_on([cast.ben.pk], FIRST)
    assert (proof.person, proof.course, proof.version) == (cast.ben.pk, first.course_id, first.version_id)
    assert (proof.course_slug, proof.version_number, proof.basis) == ("basics", "2.1", "passed")
    assert (proof.valid_from, proof.valid_until, proof.serial) == (FIRST, LAST, certificate.serial)
    assert [number for number, _sha256 in proof.guidelines.values()] == ["1.0"]
    assert len(proof.guidelines) == 1


def test_t1_one_query_for_one_person_for_a_set_and_for_everybody(
    cast, three_rounds, django_assert_num_queries
):
    """T1: one query answers, whoever is asked for."""
    done(cast.ada, three_rounds[0].version, on=FIRST)
    for people, count in (
        ([cast.ben.pk], 1),
        (Employee.objects.filter(name__startswith="Ada"), 1),
        (None, 2),
    ):
        with django_assert_num_queries(1):
            assert len(list(proof_on(people, FIRST))) == count


def test_t1_what_was_imported_without_a_version_and_what_was_erased(cast, three_rounds):
    """T1: also after an account was deleted: the row stays, what people could read of it is gone."""
    third = three_rounds[2]
    with transaction.atomic():
        CompletionRecord.objects.filter(completion=third).delete()
    proof = next(proof_on(None, third.valid_from))
    assert (proof.completion, proof.version, proof.version_number, proof.guidelines) == (
        third.ref,
        None,
        "",
        {},
    )

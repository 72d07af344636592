"""What was damaged in storage is never handed out, and never an error page: it is explained and on record."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from accounts.people.models import Employee
from guidelines.policies.models import RenditionPdf
from portal.audit.models import AuditEvent
from portal.mail.registry import AttachmentMissing, attachment_for
from reports.evidence.models import EvidenceDocument
from reports.evidence.operations import issue_evidence
from tests.factories.people import signed_in

pytestmark = pytest.mark.django_db
Damaged = Callable[[str], None]


def lose(name: str) -> None:
    storages["evidence"].delete(name)


def change(name: str) -> None:
    with storages["evidence"].open(name) as file:
        content = file.read()
    storages["evidence"].delete(name)
    assert storages["evidence"].save(name, ContentFile(content[:-1] + b"x")) == name


DAMAGES = pytest.mark.parametrize(("damage", "found"), [(lose, "missing"), (change, "changed")])


def noted() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb="document.damaged"))


def speaking(person: Employee, language: str) -> Employee:
    person.language = language
    person.save(update_fields=["language"])
    return person


@pytest.mark.parametrize(
    ("language", "whom"), [("en", "tell your system administration"), ("de", "Systemverwaltung Bescheid")]
)
def test_the_page_says_whom_to_tell_and_which_number_to_name(
    language: str, whom: str, client: Client, cast, confirmed
) -> None:
    document = issue_evidence(confirmed)
    lose(document.stored_as)
    signed_in(client, speaking(cast.ben, language))
    text = client.get(reverse("evidence:document-download", args=[confirmed.ref])).content.decode()
    assert whom in text
    assert document.serial in text


@DAMAGES
def test_a_damaged_certificate_is_gone_and_on_record(
    damage: Damaged, found: str, client: Client, cast, confirmed
) -> None:
    """E4: nothing takes the place of the issued bytes."""
    document = issue_evidence(confirmed)
    damage(document.stored_as)
    signed_in(client, cast.ben)
    with capture_logs() as logs:
        answer = client.get(reverse("evidence:document-download", args=[confirmed.ref]))
    assert answer.status_code == 410
    (row,) = noted()
    assert (row.actor, row.object_id) == (cast.ben.ref, str(document.ref))
    assert f'"found":"{found}"' in row.canonical
    assert [(log["log_level"], log["found"]) for log in logs if log["event"] == "stored_file_damaged"] == [
        ("error", found)
    ]
    assert EvidenceDocument.objects.get() == document


@DAMAGES
def test_so_is_the_guideline_in_a_package_and_on_its_own(
    damage: Damaged, found: str, client: Client, cast, confirmed
) -> None:
    """E4"""
    issue_evidence(confirmed)
    damage(RenditionPdf.objects.get(rendition=confirmed.rendition).stored_as)
    signed_in(client, cast.ben)
    version = confirmed.version
    package = reverse("evidence:package-download", args=[confirmed.ref])
    own = reverse(
        "policies:version-pdf",
        args=[version.policy.slug, version.major, version.minor, confirmed.rendition.language],
    )
    assert [client.get(address).status_code for address in (package, own)] == [410, 410]
    assert {row.object_id for row in noted()} == {str(confirmed.rendition.ref)}
    assert len(noted()) == 2


def test_a_mail_goes_without_a_damaged_certificate_and_says_why_in_the_trail(confirmed) -> None:
    lose(issue_evidence(confirmed).stored_as)
    with pytest.raises(AttachmentMissing):
        attachment_for(f"evidence:{confirmed.ref}")
    assert len(noted()) == 1


def test_somebody_without_permission_does_not_learn_of_the_damage(client: Client, cast, confirmed) -> None:
    """E3"""
    lose(issue_evidence(confirmed).stored_as)
    signed_in(client, cast.mara)
    answer = client.get(reverse("evidence:document-download", args=[confirmed.ref]))
    assert answer.status_code == 404
    assert noted() == []

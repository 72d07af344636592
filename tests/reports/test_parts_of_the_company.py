"""HR of one company of the group: its lists, files, figures and mails hold that company's people only."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import give_role
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest
from guidelines.policies.operations import acknowledge, exempt
from portal.audit.rules import NotPermitted
from reports.exports.operations import open_file, preview, start_export
from reports.exports.rules import NothingToExport
from reports.exports.selection import Selection
from reports.reminders.operations import remind_now
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, signed_in
from tests.factories.policies import read, release, request_of

pytestmark = pytest.mark.django_db
ELSEWHERE = "Hafenlicht Austria GmbH"


@pytest.fixture
def helga(cast: Cast) -> Employee:
    """HR of the Austrian company, where nobody of the cast works; everybody was asked to confirm."""
    _ = cast.ben, cast.ada
    elsewhere = EntityFactory(name=ELSEWHERE)
    person = EmployeeFactory(name="Helga Gruber", entity=elsewhere)
    EmployeeFactory(name="Cornelia Wien", entity=elsewhere)
    give_role(person=person, role=Role.HR, by=None, entity=elsewhere)
    release(editor=cast.edda, approver=cast.falk)
    return Employee.objects.get(pk=person.pk)


@pytest.fixture
def answer(helga: Employee, cast: Cast) -> Acknowledgement:
    """Given by Ben, who works in Germany."""
    asked = request_of(cast.ben)
    return acknowledge(request=asked, read=read(asked), authenticated="passkey", by=cast.ben)


def test_lists_and_files_hold_ones_own_part(helga: Employee, cast: Cast, client: Client) -> None:
    signed_in(client, helga)
    lines = client.get(reverse("dashboards:request-list")).context["lines"]
    assert {line.request.employee.name for line in lines} == {"Helga Gruber", "Cornelia Wien"}
    file = b"".join(client.get(reverse("dashboards:request-export-csv")).streaming_content).decode()
    assert "Cornelia Wien" in file
    assert cast.ben.name not in file


def test_counts_speak_of_ones_own_part(helga: Employee, client: Client) -> None:
    totals = signed_in(client, helga).get(reverse("dashboards:hr-overview")).context["totals"]
    assert totals["asked"] == 2


def test_other_peoples_pages_do_not_exist(helga: Employee, cast: Cast, client: Client) -> None:
    signed_in(client, helga)
    asked = request_of(cast.ben)
    for name, ref in (("person-show", cast.ben.ref), ("request-exempt", asked.ref)):
        page = client.get(reverse(f"dashboards:{name}", args=[ref]))
        assert page.status_code == 404
        assert cast.ben.name not in page.content.decode()


def test_operations_refuse_what_the_pages_hide(helga: Employee, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        exempt(request=request_of(cast.ben), reason="Because", by=helga)


def test_a_reminder_reaches_ones_own_part(helga: Employee, cast: Cast) -> None:
    """Whatever list is handed in, e.g. by an address typed by hand."""
    only_ben = AcknowledgementRequest.objects.filter(employee=cast.ben)
    assert remind_now(requests=only_ben, by=helga) == 0


def test_an_export_holds_ones_own_part(helga: Employee, answer: Acknowledgement, cast: Cast) -> None:
    assert preview(Selection().within_reach_of(cast.hanna)).acknowledgements == 1
    assert preview(Selection().within_reach_of(helga)).acknowledgements == 0
    export = start_export(selection=Selection(), by=helga)
    assert set(export.selection.open_requests().values_list("employee__name", flat=True)) == {
        "Helga Gruber",
        "Cornelia Wien",
    }
    with pytest.raises(NothingToExport):
        start_export(selection=Selection(people=(str(cast.ben.ref),)), by=helga)


def test_somebody_elses_bundle_does_not_exist(helga: Employee, cast: Cast, client: Client) -> None:
    export = start_export(selection=Selection(), by=cast.hanna)
    signed_in(client, helga)
    assert client.get(reverse("exports:export-show", args=[export.ref])).status_code == 404
    assert not client.get(reverse("exports:export-list")).context["exports"]
    with pytest.raises(NotPermitted):
        open_file(export=export, by=helga)


def test_somebody_elses_certificate_does_not_exist(
    helga: Employee, answer: Acknowledgement, client: Client
) -> None:
    page = signed_in(client, helga).get(reverse("evidence:document-download", args=[answer.ref]))
    assert page.status_code == 404

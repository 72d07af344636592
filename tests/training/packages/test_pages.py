"""The portal's own pages around packages: bring, look, learn, confirm."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from accounts.people.models import Employee
from tests.factories.packages import opened, proposed, released, tell
from tests.factories.people import Cast, signed_in
from tests.factories.policies import everyone
from tests.training.packages.files import package
from tests.training.packages.hostile import HOSTILE
from training.assignments import enforcing
from training.assignments.choices import AssignmentState, Basis, Enforcement
from training.assignments.models import Completion
from training.assignments.operations.requirements import Terms, change_requirement, require_course
from training.assignments.rules import ReportedOnly
from training.courses.models import CourseProposal, CourseVersion
from training.packages.models import Package, PackageVisit
from training.packages.my_data import stored_about
from training.packages.operations import confirm_visit

pytestmark = pytest.mark.django_db
FACTS = {"title_de": "Sicher posten", "title_en": "", "minutes": "20", "course": ""}


@pytest.fixture
def version(cast: Cast) -> CourseVersion:
    return released(cast.edda, cast.falk)


def client_of(person: Employee) -> Client:
    return signed_in(Client(), person)


def bring(person: Employee, content: bytes, **facts: str) -> HttpResponse:
    file = SimpleUploadedFile("course.zip", content, "application/zip")
    return client_of(person).post("/packages/add/", {**FACTS, **facts, "file": file})


def state_of(visit: PackageVisit, client: Client, **facts: str) -> HttpResponse:
    page = client.get(f"/packages/visits/{visit.ref}/")
    word = page.context["word"]
    said = {"status": "incomplete", "score": "", "place": "", "suspended": "", "word": word, **facts}
    return client.post(f"/packages/visits/{visit.ref}/state/", said)


def test_an_editor_brings_a_package_and_an_approver_sees_what_it_is(cast: Cast) -> None:
    answer = bring(cast.edda, package())
    assert answer["Location"] == f"/packages/{Package.objects.get().ref}/look/"
    proposal = CourseProposal.objects.get()
    page = client_of(cast.falk).get(f"/courses/proposals/{proposal.ref}/").content.decode()
    assert Package.objects.get().sha256 in page
    assert f"/packages/{Package.objects.get().ref}/look/" in page
    assert "Questions" not in page.split("<main")[1]


@pytest.mark.parametrize(
    "name", ["a bomb", "out by dots", "a link", "a laugh", "SCORM 2004", "nothing at all"]
)
def test_a_hostile_package_is_answered_beside_the_file(cast: Cast, name: str) -> None:
    answer = bring(cast.edda, HOSTILE[name][1]())
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not Package.objects.exists()


@pytest.mark.parametrize("facts", [{"title_de": ""}, {"minutes": "0"}, {"minutes": ""}])
def test_what_is_missing_is_said(cast: Cast, facts: dict[str, str]) -> None:
    assert bring(cast.edda, package(), **facts).status_code == 422
    assert not CourseProposal.objects.exists()


def test_a_new_version_says_what_changes(cast: Cast, version: CourseVersion) -> None:
    newer = package({"new.html": "new"})
    assert bring(cast.edda, newer, course=version.course.slug).status_code == 422
    facts = {"course": version.course.slug, "change_summary": "New examples", "effect": "end"}
    assert bring(cast.edda, newer, **facts).status_code == 302
    assert CourseProposal.objects.latest("pk").effect == "end"
    assert bring(cast.edda, package({"x.html": "x"}), **facts).status_code == 422


def test_a_file_beyond_the_limit_is_refused_unread(cast: Cast, settings) -> None:
    settings.PACKAGE_MAX_BYTES = 1000
    answer = bring(cast.edda, b"x" * 200_000)
    assert answer.status_code == 413
    assert "größer als" in answer.content.decode()


def test_looking_stores_nothing(cast: Cast, version: CourseVersion) -> None:
    page = client_of(cast.falk).get(f"/packages/{version.package.package.ref}/look/")
    assert 'data-save=""' in page.content.decode()
    assert not PackageVisit.objects.exists()


def test_only_the_players_page_may_frame_the_packages(cast: Cast, version: CourseVersion) -> None:
    client = client_of(cast.ben)
    visit = opened(version, cast.ben)
    page = client.get(f"/packages/visits/{visit.ref}/")
    policy = page["Content-Security-Policy"]
    assert "frame-src http://packages.test;" in policy + ";"
    assert "script-src 'self'" in policy
    for address in ("/", "/learning/", f"/learning/courses/{version.course.slug}/"):
        assert "packages.test" not in client.get(address)["Content-Security-Policy"]


def test_from_the_courses_page_to_the_confirmation(cast: Cast, version: CourseVersion) -> None:
    """T4: Reported by the package, confirmed by the person, recorded as exactly that."""
    client = client_of(cast.ben)
    course = client.get(f"/learning/courses/{version.course.slug}/").content.decode()
    assert f"/packages/course/{version.course.slug}/open/" in course
    assert "quiz" not in course.split("<main")[1].split("</main")[0].lower()
    there = client.post(f"/packages/course/{version.course.slug}/open/")["Location"]
    visit = PackageVisit.objects.get()
    assert there == f"/packages/visits/{visit.ref}/"
    answer = state_of(visit, client, status="passed", score="88").json()
    assert answer["finished"] is True
    assert "Bestanden" in answer["said"]
    assert not Completion.objects.exists()
    assert client.post(f"{there}confirm/", {}).status_code == 422
    assert not Completion.objects.exists()
    assert client.post(f"{there}confirm/", {"stated": "on"}).status_code == 302
    done = Completion.objects.get()
    assert (done.basis, done.version, done.employee) == (Basis.REPORTED, version, cast.ben)
    assert "nicht vom Portal bewertet" in client.get(there).content.decode()


def test_a_duty_is_fulfilled_by_the_confirmation_alone(cast: Cast, version: CourseVersion) -> None:
    """T4: The open duty stays open until the person confirms; a second click adds nothing."""
    _ = cast.ben
    requirement = require_course(course=version.course, audience=everyone(), by=None)
    visit = tell(opened(version, cast.ben), status="passed", score="100")
    duty = requirement.assignments.get(employee=cast.ben)
    assert duty.state == AssignmentState.OPEN
    confirm_visit(visit=visit, stated=True, by=cast.ben)
    confirm_visit(visit=visit, stated=True, by=cast.ben)
    duty.refresh_from_db()
    assert duty.state == AssignmentState.DONE
    assert Completion.objects.get(employee=cast.ben).requirement == requirement


@pytest.mark.parametrize("enforcement", [Enforcement.BLOCK, Enforcement.SUSPEND])
def test_nobodys_access_hangs_on_a_package(cast: Cast, version: CourseVersion, enforcement: str) -> None:
    """T4: What a client reports can be required and counted; it never opens or closes a door."""
    terms = Terms(enforcement=enforcement)
    with pytest.raises(ReportedOnly):
        require_course(course=version.course, audience=everyone(), terms=terms, by=None)
    key = f"training:{version.course.slug}"
    assert key not in dict(enforcing.choices())
    confirm_visit(visit=tell(opened(version, cast.ben), status="passed"), stated=True, by=cast.ben)
    assert not enforcing.check(cast.ben, key).is_met
    requirement = require_course(course=version.course, audience=everyone(), by=None)
    with pytest.raises(ReportedOnly):
        change_requirement(requirement=requirement, terms=terms, by=cast.hanna)


@pytest.mark.parametrize(
    "facts", [{"status": "excellent"}, {"score": "101"}, {"suspended": "x" * 4097}, {"status": "passed\0"}]
)
def test_what_cannot_be_stored_is_refused(cast: Cast, version: CourseVersion, facts: dict[str, str]) -> None:
    assert state_of(opened(version, cast.ben), client_of(cast.ben), **facts).status_code == 422


def test_a_word_of_somebody_else_stores_nothing(cast: Cast, version: CourseVersion) -> None:
    mine, theirs = opened(version, cast.ben), opened(version, cast.ada)
    word = client_of(cast.ada).get(f"/packages/visits/{theirs.ref}/").context["word"]
    assert state_of(mine, client_of(cast.ben), word=word, status="passed").status_code == 409
    assert client_of(cast.ben).get(f"/packages/visits/{theirs.ref}/").status_code == 404
    assert client_of(cast.ben).post(f"/packages/visits/{theirs.ref}/state/", {}).status_code == 404
    assert (
        client_of(cast.ben).post(f"/packages/visits/{theirs.ref}/confirm/", {"stated": "on"}).status_code
        == 404
    )


def test_a_state_needs_the_pages_own_token(cast: Cast, version: CourseVersion) -> None:
    visit = opened(version, cast.ben)
    strict = signed_in(Client(enforce_csrf_checks=True), cast.ben)
    assert strict.post(f"/packages/visits/{visit.ref}/state/", {"status": "passed"}).status_code == 403


def test_without_javascript_the_page_says_what_is_needed(cast: Cast, version: CourseVersion) -> None:
    page = client_of(cast.ben).get(f"/packages/visits/{opened(version, cast.ben).ref}/").content.decode()
    assert "<noscript>" in page
    assert "braucht JavaScript" in page


def test_an_old_visit_leads_to_a_new_one(cast: Cast, version: CourseVersion) -> None:
    visit = tell(opened(version, cast.ben), status="passed")
    released(cast.edda, cast.falk, package({"new.html": "new"}), course=version.course)
    client = client_of(cast.ben)
    page = client.get(f"/packages/visits/{visit.ref}/").content.decode()
    assert "hat sich geändert, seit Sie sie geöffnet haben" in page
    assert state_of_over(visit, client).status_code == 409


def test_beginning_again(cast: Cast, version: CourseVersion) -> None:
    visit = tell(opened(version, cast.ben), status="failed")
    answer = client_of(cast.ben).post(f"/packages/visits/{visit.ref}/anew/")
    assert answer["Location"] == f"/packages/visits/{PackageVisit.objects.latest('pk').ref}/"
    assert client_of(cast.ben).post(f"/packages/visits/{visit.ref}/anew/").status_code == 409


def test_my_data_shows_what_the_package_told(cast: Cast, version: CourseVersion) -> None:
    tell(opened(version, cast.ben), status="incomplete", score="40", place="p3", suspended="answers so far")
    sections = {str(section.title): section.rows for section in stored_about(cast.ben)}
    (row,) = sections["Course packages"]
    assert "answers so far" in str(row.values())
    assert 40 in row.values()


def test_a_package_learns_nobodys_name(cast: Cast, version: CourseVersion) -> None:
    page = client_of(cast.ben).get(f"/packages/visits/{opened(version, cast.ben).ref}/")
    for fact in (cast.ben.name, cast.ben.email, cast.ben.login_id, str(cast.ben.ref)):
        assert fact not in page.context["known_json"]


def test_a_proposal_that_waits_can_be_looked_at_by_authors_only(cast: Cast) -> None:
    waiting = proposed(cast.edda).package.package
    assert client_of(cast.falk).get(f"/packages/{waiting.ref}/look/").status_code == 200
    for person in (cast.ben, cast.hanna):
        assert client_of(person).get(f"/packages/{waiting.ref}/look/").status_code == 403


def state_of_over(visit: PackageVisit, client: Client) -> HttpResponse:
    """As a page would that was open all along."""
    from training.packages.tokens import save_token

    word = save_token(visit, visit.version.package.package)
    said = {"status": "passed", "score": "", "place": "", "suspended": "", "word": word}
    answer = client.post(f"/packages/visits/{visit.ref}/state/", said)
    client.post(f"/packages/visits/{visit.ref}/confirm/", {"stated": "on"})
    assert not Completion.objects.exists()
    return answer

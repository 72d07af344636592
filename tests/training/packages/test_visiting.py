"""Working in a package: what it tells is stored and proves nothing; what counts is what somebody confirms."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories.packages import opened, proposed, released, taken_in, tell
from tests.factories.people import Cast
from tests.training.packages.files import PAGE, package
from training.courses.choices import CourseKind
from training.courses.models import CourseVersion
from training.packages.choices import Told, VisitState
from training.packages.models import Package, PackageFile, PackageVisit
from training.packages.operations import begin_anew, confirm_visit, note_state, open_visit
from training.packages.registry import _confirmed, on_confirmed
from training.packages.rules import (
    NoPackageCourse,
    NotReported,
    NotSetUp,
    NotToldRight,
    NotYourVisit,
    StatementMissing,
    VisitOver,
    WordExpired,
)
from training.packages.storing import opened as opened_file
from training.packages.telling import told
from training.packages.tokens import save_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> CourseVersion:
    return released(cast.edda, cast.falk)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[PackageVisit]:
    monkeypatch.setattr("training.packages.registry._confirmed", [])
    found: list[PackageVisit] = []
    on_confirmed(found.append)
    return found


def verbs() -> list[str]:
    return [event.verb for event in AuditEvent.objects.order_by("seq") if event.verb.startswith("package.")]


def test_a_package_becomes_a_course_that_two_people_release(version: CourseVersion) -> None:
    assert version.course.kind == CourseKind.PACKAGE
    assert version.course.slug == "social-media-fur-den-anfang"
    assert version.package.package.title == "Social media for beginners"
    assert {text.language for text in version.texts.all()} == {"de", "en"}
    assert version.proposed_by != version.approved_by
    assert version.package.package.sha256 in version.texts.get(language="de").lessons


def test_its_files_are_kept_by_what_is_in_them_and_once(cast: Cast) -> None:
    content = package()
    first = taken_in(cast.edda, content)
    assert taken_in(cast.falk, content) == first
    other = taken_in(cast.edda, package({"more.html": "<p>more</p>"}))
    assert other != first
    page = PackageFile.objects.get(package=first, path="index.html")
    assert PackageFile.objects.get(package=other, path="index.html").sha256 == page.sha256
    assert opened_file(page.sha256).read() == PAGE.encode()


def test_only_authors_bring_packages(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        taken_in(cast.ben)
    with pytest.raises(NotPermitted):
        proposed(cast.hanna)
    assert not Package.objects.exists()


def test_without_an_address_of_their_own_no_package_is_taken_in_or_played(
    cast: Cast, version: CourseVersion, settings
) -> None:
    settings.PORTAL_PACKAGES_URL = ""
    with pytest.raises(NotSetUp):
        taken_in(cast.edda, package({"x.html": "x"}))
    with pytest.raises(NotSetUp):
        opened(version, cast.ben)


def test_a_message_completes_nothing(cast: Cast, version: CourseVersion, heard: list[PackageVisit]) -> None:
    """T4: The package's own word, even "passed" with 100 points, is no proof: the person confirms it."""
    visit = tell(opened(version, cast.ben), status="passed", score="100")
    assert heard == []
    assert visit.state == VisitState.OPEN
    assert visit.reported_as == Told.PASSED
    with pytest.raises(StatementMissing):
        confirm_visit(visit=visit, stated=False, by=cast.ben)
    assert heard == []
    confirm_visit(visit=visit, stated=True, by=cast.ben)
    assert [one.pk for one in heard] == [visit.pk]
    assert verbs() == ["package.uploaded", "package.reported", "package.refused", "package.confirmed"]


def test_a_statement_without_a_report_completes_nothing(
    cast: Cast, version: CourseVersion, heard: list[PackageVisit]
) -> None:
    """T4: Nor does the person's word alone: the package has to have reported first."""
    for facts in ({"status": "incomplete"}, {"status": "failed", "score": "99"}, {"status": "browsed"}):
        visit = tell(opened(version, cast.ben), **facts)
        with pytest.raises(NotReported):
            confirm_visit(visit=visit, stated=True, by=cast.ben)
    assert heard == []


def test_confirming_twice_is_once(cast: Cast, version: CourseVersion, heard: list[PackageVisit]) -> None:
    visit = tell(opened(version, cast.ben), status="completed")
    first = confirm_visit(visit=visit, stated=True, by=cast.ben)
    assert confirm_visit(visit=visit, stated=True, by=cast.ben).confirmed_at == first.confirmed_at
    assert len(heard) == 1


def test_it_goes_on_where_it_was(cast: Cast, version: CourseVersion) -> None:
    tell(opened(version, cast.ben), place="page-7", suspended="a" * 4096, score="40.4")
    again = opened(version, cast.ben)
    assert (again.told, again.place, again.suspend_data, again.score) == (
        "incomplete",
        "page-7",
        "a" * 4096,
        40,
    )
    assert PackageVisit.objects.count() == 1


def test_what_was_reported_stays_reported(cast: Cast, version: CourseVersion) -> None:
    """Many packages say "incomplete" again when they are opened anew."""
    visit = tell(opened(version, cast.ben), status="passed")
    assert tell(visit, status="incomplete").can_be_confirmed


def test_confirming_forgets_where_to_go_on(cast: Cast, version: CourseVersion) -> None:
    visit = tell(opened(version, cast.ben), status="completed", place="end", suspended="answers")
    confirm_visit(visit=visit, stated=True, by=cast.ben)
    visit.refresh_from_db()
    assert (visit.place, visit.suspend_data) == ("", "")


def test_beginning_again_forgets_how_far_one_was(cast: Cast, version: CourseVersion) -> None:
    first = tell(opened(version, cast.ben), status="failed", suspended="wrong answers")
    second = begin_anew(visit=first, by=cast.ben)
    first.refresh_from_db()
    assert (first.state, first.suspend_data) == (VisitState.CLOSED, "")
    assert (second.told, second.suspend_data) == (Told.NOT_ATTEMPTED, "")
    with pytest.raises(VisitOver):
        begin_anew(visit=first, by=cast.ben)


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "excellent"},
        {"status": ""},
        {"status": "PASSED"},
        {"score": "101"},
        {"score": "-1"},
        {"score": "nan"},
        {"score": "inf"},
        {"score": "many"},
        {"place": "x" * 256},
        {"suspended": "x" * 4097},
    ],
)
def test_what_scorm_does_not_know_is_not_stored(facts: dict[str, str]) -> None:
    good = {"status": "incomplete", "score": "", "place": "", "suspended": ""}
    assert told(good).status == Told.INCOMPLETE
    with pytest.raises(NotToldRight):
        told(good | facts)


def test_nul_and_lone_surrogates_do_not_reach_the_database(cast: Cast, version: CourseVersion) -> None:
    visit = tell(opened(version, cast.ben), place="a\0b", suspended="c\ud800d")
    visit.refresh_from_db()
    assert "\0" not in visit.place
    assert "\ud800" not in visit.suspend_data


def test_a_visit_is_ones_own(cast: Cast, version: CourseVersion) -> None:
    visit = tell(opened(version, cast.ben), status="passed")
    package_of_it = version.package.package
    facts = told({"status": "passed"})
    with pytest.raises(NotYourVisit):
        note_state(visit=visit, told=facts, word=save_token(visit, package_of_it), by=cast.ada)
    with pytest.raises(NotYourVisit):
        confirm_visit(visit=visit, stated=True, by=cast.ada)
    with pytest.raises(NotYourVisit):
        begin_anew(visit=visit, by=cast.ada)


def test_a_word_is_bound_to_visit_person_and_package_and_ends(cast: Cast, version: CourseVersion) -> None:
    visit, other = opened(version, cast.ben), opened(version, cast.ada)
    package_of_it = version.package.package
    another = taken_in(cast.edda, package({"x.html": "x"}))
    words = ["", "x", save_token(other, package_of_it), save_token(visit, another)]
    with time_machine.travel(timezone.now() - timedelta(hours=13)):
        words.append(save_token(visit, package_of_it))
    for word in words:
        with pytest.raises(WordExpired):
            note_state(visit=visit, told=told({"status": "passed"}), word=word, by=cast.ben)
    visit.refresh_from_db()
    assert visit.reported_at is None


def test_a_new_version_begins_a_new_visit(cast: Cast, version: CourseVersion) -> None:
    old = tell(opened(version, cast.ben), status="passed", suspended="old")
    newer = released(cast.edda, cast.falk, package({"new.html": "new"}), course=version.course)
    assert newer.number == "2.0"
    with pytest.raises(VisitOver):
        confirm_visit(visit=old, stated=True, by=cast.ben)
    visit = opened(newer, cast.ben)
    old.refresh_from_db()
    assert (old.state, old.suspend_data) == (VisitState.CLOSED, "")
    assert (visit.version, visit.told) == (newer, Told.NOT_ATTEMPTED)


def test_a_course_written_here_is_no_package(cast: Cast, version: CourseVersion) -> None:
    version.course.current = None
    version.course.save()
    with pytest.raises(NoPackageCourse):
        open_visit(course=version.course, by=cast.ben)


def test_hooks_are_there_once() -> None:
    before = list(_confirmed)
    for hook in before:
        on_confirmed(hook)
    assert _confirmed == before

"""A course of ours for practice elsewhere: without answers, and no proof comes of it."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from portal.audit.models import AuditEvent
from tests.factories.packages import written_course
from tests.factories.people import Cast, signed_in
from tests.training.packages.files import DOT
from training.courses.choices import QuestionKind
from training.courses.models import CourseText, CourseVersion
from training.packages.archive import Archive
from training.packages.exporting import practice_package, question_of
from training.packages.manifest import manifest_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> CourseVersion:
    return written_course(cast.edda, cast.falk)


@pytest.fixture
def files(cast: Cast, version: CourseVersion) -> dict[str, bytes]:
    return unzipped(practice_package(version.texts.get(language="en"), by=cast.edda).read())


def without_labels(page: str) -> str:
    """How many answers are right is said of each kind of question, before it is answered, in the quiz too."""
    for said in ("What is right you learn in the portal", *(str(label) for label in QuestionKind.labels)):
        page = page.replace(said, "")
    return page


def unzipped(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_our_own_import_takes_it(cast: Cast, version: CourseVersion) -> None:
    for text in version.texts.all():
        archive = Archive(BytesIO(practice_package(text, by=cast.edda).read()))
        assert (manifest_of(archive).title, manifest_of(archive).start) == (text.title, "index.html")


def test_no_byte_of_it_tells_an_answer(version: CourseVersion, files: dict[str, bytes]) -> None:
    """No explanation, feedback, key of an option or flag: nothing that is marked SECRET comes along."""
    everything = b"".join([*files.values(), *(name.encode() for name in files)])
    assert everything.count(b"SECRET") == 0
    assert b"secret-guideline" not in everything
    page = files["index.html"].decode()
    for row in version.bank.select_related("question"):
        said = row.question.content["texts"]["en"]
        assert said["text"] in page
        assert all(option["text"] in page for option in said["options"].values())
    for word in ("right", "correct", "critical", "data-right", "is_right", "checked"):
        assert word not in without_labels(page)


def test_the_order_of_options_tells_nothing(version: CourseVersion) -> None:
    """An ordering question keeps its options in the right order; here they stand in an order of their own."""
    ordering = next(row.question for row in version.bank.all() if row.question.kind == QuestionKind.ORDER)
    said = ordering.content["texts"]["en"]["options"]
    stored = [said[key]["text"] for key in ordering.options]
    shown = question_of(ordering, "en")["options"]
    assert sorted(shown) == sorted(stored)
    assert shown != stored
    turned = json.loads(ordering.canonical)
    turned["options"].reverse()
    ordering.__dict__.pop("content", None)
    ordering.canonical = json.dumps(turned)
    assert question_of(ordering, "en")["options"] == shown


def test_it_says_first_that_only_the_portal_gives_proof(files: dict[str, bytes]) -> None:
    page = files["index.html"].decode()
    assert page.index("For practice only") < page.index('id="lesson-1"')
    assert "http://127.0.0.1:8000/learning/courses/posting/" in page


def test_pictures_come_along_and_links_lead_to_the_portal(files: dict[str, bytes]) -> None:
    (name,) = [name for name in files if name.startswith("assets/")]
    assert files[name] == DOT
    page = files["index.html"].decode()
    assert f'src="{name}"' in page
    assert 'href="http://127.0.0.1:8000/guidelines/"' in page
    assert "/guidelines/assets/" not in page
    assert "After &lt;you&gt; posted" in page


def test_the_same_version_gives_the_same_bytes(cast: Cast, version: CourseVersion) -> None:
    text = version.texts.get(language="de")
    assert practice_package(text, by=cast.edda).read() == practice_package(text, by=cast.falk).read()


def test_authors_export_it_from_the_desk(cast: Cast, version: CourseVersion) -> None:
    client = signed_in(Client(), cast.edda)
    desk = client.get("/courses/posting/").content.decode()
    assert "/packages/course/posting/export/de/" in desk
    answer = client.post("/packages/course/posting/export/de/")
    assert answer["Content-Disposition"] == 'attachment; filename="posting-1.0-de-scorm12.zip"'
    assert "index.html" in unzipped(b"".join(answer.streaming_content))
    assert AuditEvent.objects.latest("seq").verb == "package.exported"
    assert client.post("/packages/course/posting/export/fr/").status_code == 404
    assert signed_in(Client(), cast.ben).post("/packages/course/posting/export/de/").status_code == 403


def test_what_is_withdrawn_is_not_exported(cast: Cast, version: CourseVersion) -> None:
    CourseText.objects.get(version=version, language="de")
    course = version.course
    course.retired_at, course.retired_by = version.released_at, cast.falk
    course.save()
    client = signed_in(Client(), cast.edda)
    assert client.post("/packages/course/posting/export/de/").status_code == 404

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.models import Location
from tests.factories.policies import release
from tests.training.assignments.certificates.making import course_version, done, in_two_years
from training.assignments.models import Completion
from training.courses.models import CourseVersion


@pytest.fixture(autouse=True)
def own_files() -> Iterator[None]:
    """Stored files do not roll back with the database."""
    yield
    for name in ("evidence", "exports", "staging"):
        shutil.rmtree(Path(settings.PORTAL_FILES_DIR) / name, ignore_errors=True)


@pytest.fixture
def version(cast) -> CourseVersion:
    """A released course whose lessons show the social-media guideline."""
    release(editor=cast.edda, approver=cast.falk)
    return course_version(cast)


@pytest.fixture
def passed(cast, version) -> Completion:
    """Ben, who reads German, has passed the quiz."""
    return done(cast.ben, version, until=in_two_years())


@pytest.fixture
def pdf_text() -> Callable[[bytes], str]:
    """What a person who copies everything out of a PDF gets, with single spaces."""

    def text(pdf: bytes) -> str:
        found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return " ".join(found.stdout.decode().split())

    return text


@pytest.fixture
def today() -> date:
    """Where everybody of the cast works."""
    return local_day(timezone.now(), Location.objects.get(name="Hamburg"))

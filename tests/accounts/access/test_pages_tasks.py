"""What is done on the platforms and attested here, page by page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.choices import TaskKind
from accounts.access.models import AccessGrant, PlatformTask
from tests.accounts.access.pages import beside, words
from tests.factories.access import granted

pytestmark = pytest.mark.django_db


def test_tasks_are_done_and_attested(cast, way, pages):
    """A9: removals first; what shows it is said; done once."""
    gone = granted(way, to=cast.edda, by=cast.ada)
    granted(way, to=cast.ben, by=cast.ada, is_attested=False)
    pages.send(cast.anton, "grant-act", gone.ref, "revoke")
    page = pages.see(cast.anton, "task-list")
    titles = [title.get_text() for title in page.select("main h3")]
    assert [title.split(":")[0] for title in titles] == [
        "Auf der Plattform entfernen",
        "Auf der Plattform einladen",
    ]
    remove = PlatformTask.objects.get(kind=TaskKind.REMOVE)
    assert beside(pages.send(cast.anton, "task-finish", remove.ref, note=""), "note")
    pages.send(cast.anton, "task-finish", remove.ref, note="Entfernt", done_by=cast.ben.pk)
    remove.refresh_from_db()
    assert remove.done_by == cast.anton
    assert "schon erledigt" in words(pages.see(cast.anton, "task-finish", remove.ref))
    invite = PlatformTask.objects.get(kind=TaskKind.INVITE, grant__person=cast.ben)
    pages.send(cast.anton, "task-finish", invite.ref, note="Angenommen")
    assert AccessGrant.objects.get(person=cast.ben).attested_by == cast.anton
    assert "Auf den Plattformen ist nichts zu tun" in words(pages.see(cast.anton, "task-list"))


def test_an_overdue_task_says_so(cast, way, pages):
    granted(way, to=cast.ben, by=cast.ada, is_attested=False)
    PlatformTask.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "überfällig" in words(pages.see(cast.anton, "task-list"))

"""The log holds."""

import pytest
from django.db import connection, transaction

from guidelines.incidents.models import Incident
from guidelines.incidents.operations import add_note
from guidelines.incidents.verification import first_altered
from portal.audit.append_only import AppendOnly
from portal.audit.verification import verify_trail
from tests.factories.incidents import crisis_lead, reported

pytestmark = pytest.mark.django_db


def _nothing(done: int, total: int) -> None:
    pass


def _without_triggers(statement: str, *values: object) -> None:
    """What somebody with the database in their hands can do."""
    table = "incidents_timelineentry"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in ("update", "delete"):
                cursor.execute(f'DROP TRIGGER IF EXISTS "append_only_{table}_{act}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(statement, values)


@pytest.fixture
def incident(cast) -> Incident:
    lead = crisis_lead()
    made = reported(cast.ben)
    for text in ("one", "two\x00 <script>alert(1)</script>", "three"):
        add_note(incident=made, text=text, by=lead)
    return Incident.objects.get(pk=made.pk)


def test_a_sound_log_passes(incident) -> None:
    """I6"""
    assert first_altered(_nothing) is None
    assert verify_trail() is None


def test_entries_refuse_to_change(incident) -> None:
    """I6"""
    with pytest.raises(AppendOnly), transaction.atomic():
        incident.entries.first().save()


def test_an_altered_text_is_found(incident) -> None:
    """I6"""
    entry = incident.entries.filter(kind="incidents.note").first()
    entry.words.text = "another"
    entry.words.save()
    assert f"entry {entry.seq}: what somebody wrote" in first_altered(_nothing)[1]


def test_an_altered_column_is_found(incident) -> None:
    """I6"""
    _without_triggers("UPDATE incidents_timelineentry SET kind = 'incidents.closed' WHERE seq = 3")
    assert "entry 3" in first_altered(_nothing)[1]


def test_a_cut_tail_is_found_even_with_its_head(incident) -> None:
    """I6: the trail knows every entry, so that cutting log and head together does not help."""
    last = incident.entries.last()
    last.words.delete()
    _without_triggers("DELETE FROM incidents_timelineentry WHERE id = %s", last.pk)
    assert "cut off" in first_altered(_nothing)[1]
    before = incident.entries.get(seq=last.seq - 1)
    Incident.objects.filter(pk=incident.pk).update(head_seq=before.seq, head_hash=before.hash)
    assert f"entry {last.seq}" in first_altered(_nothing)[1]
    assert verify_trail() is not None

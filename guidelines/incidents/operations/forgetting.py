"""What people wrote about an incident is forgotten a while after its end; that it happened stays (I6)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from guidelines.incidents.models import (
    EvidenceFile,
    FrozenAccount,
    Incident,
    IncidentTask,
    Report,
    RoleTaken,
    TimelineText,
)
from guidelines.incidents.registry import tell_forgotten
from guidelines.incidents.timeline import held, write
from portal.audit.trail import operation, record


def forgettable(now: datetime) -> QuerySet[Incident]:
    """Ended long enough ago, and with words that are still there."""
    before = now - timedelta(days=settings.INCIDENT_WORDS_KEPT_DAYS)
    has_words = Q(pk__in=TimelineText.objects.values("entry__incident"))
    has_words |= Q(pk__in=Report.objects.exclude(text="", link="", answer="").values("incident"))
    return Incident.objects.filter(has_words, ended_at__lt=before).order_by("pk")


def words_of(incident: Incident) -> Mapping[str, int]:
    """What forgetting would take away, counted; nothing is changed."""
    return {name: rows.count() for name, rows, _empty in _written(incident)}


@operation
def forget_words(*, incident: Incident) -> Mapping[str, int]:
    """Take away the words of log, reports, roles, tasks, accounts and evidence. Files go on their own day.

    Entries keep kind, moment, actor, facts and the digest of their text: the chain still verifies.
    Decisions and levels stay: they are the company's acts, with their reasons.
    """
    incident = held(incident)
    taken = words_of(incident)
    TimelineText.objects.filter(entry__incident=incident).delete()
    for _name, rows, empty in _written(incident):
        if empty:
            rows.update(**empty)
    tell_forgotten(incident)
    count = sum(taken.values())
    write(incident, "incidents.words-forgotten", by=None, facts={"count": count})
    record("incident.words_forgotten", by=None, obj=incident, details={"count": count})
    return taken


def _written(incident: Incident) -> tuple[tuple[str, QuerySet, dict[str, str]], ...]:
    """Where words stand, and what takes their place; the log's are deleted."""
    texts, said = TimelineText.objects.filter(entry__incident=incident), {"incident": incident}
    reports = Report.objects.filter(**said).exclude(text="", link="", answer="")
    return (
        ("log", texts, {}),
        ("reports", reports, _blank("text link answer")),
        ("roles", RoleTaken.objects.filter(**said).exclude(note=""), _blank("note")),
        ("tasks", IncidentTask.objects.filter(**said).exclude(note=""), _blank("note")),
        ("accounts", FrozenAccount.objects.filter(**said).exclude(note=""), _blank("note")),
        ("evidence", EvidenceFile.objects.filter(**said).exclude(about=""), _blank("about")),
    )


def _blank(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), "")

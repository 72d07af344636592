"""How loud it was: figures that somebody noted. A wrong one is followed by a right one, never changed."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.incidents.models import Incident, MetricSample
from guidelines.incidents.permissions import can_enter
from guidelines.incidents.rules import NotOpen
from guidelines.incidents.samples import Sample
from guidelines.incidents.timeline import held, write
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record

MOST = 5000


class TooManyFigures(RuleBroken):
    message = _("This incident holds 5,000 lines of figures already. Please note one an hour from now on.")


@operation(refused="incident.refused")
def note_figures(*, incident: Incident, samples: Sequence[Sample], by: Employee) -> list[MetricSample]:
    """Note samples as one entry of the log. Raises `TooManyFigures`, `NotOpen`, `NotPermitted`."""
    incident = held(incident)
    if not can_enter(by, incident):
        raise NotPermitted
    if not incident.is_open:
        raise NotOpen
    if incident.samples.count() + len(samples) > MOST:
        raise TooManyFigures
    rows = [
        MetricSample(
            incident=incident,
            at=sample.at,
            source=storable(sample.source)[:120],
            mentions=sample.mentions,
            negative_percent=sample.negative_percent,
            reach=sample.reach,
            noted_by=by,
        )
        for sample in samples
    ]
    if not rows:
        return []
    MetricSample.objects.bulk_create(rows)
    newest = max(rows, key=lambda row: row.at)
    facts = {"count": len(rows), "mentions": newest.mentions, "at": newest.at.isoformat()}
    write(incident, "incidents.measured", by=by, facts=facts, text=newest.source)
    record("incident.measured", by=by, obj=incident, details={"count": len(rows)})
    return rows

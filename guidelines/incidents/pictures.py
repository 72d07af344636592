"""The picture of one incident: its levels and how loud it was, as room, page and dossier show them."""

from django.db.models import QuerySet
from django.utils import timezone

from guidelines.incidents.charts import Chart, chart_of
from guidelines.incidents.models import Incident, MetricSample

DRAWN = 400


def picture_of(incident: Incident) -> Chart | None:
    """In the reader's time; of very many figures the newest."""
    levels = [
        (timezone.localtime(at), social, media)
        for at, social, media in incident.levels.values_list("declared_at", "social", "media")
    ]
    newest = incident.samples.order_by("-at", "-pk").values_list("at", "mentions")[:DRAWN]
    volume = [(timezone.localtime(at), mentions) for at, mentions in reversed(newest)]
    return chart_of(levels, volume, until=timezone.localtime(incident.ended_at or timezone.now()))


def samples_of(incident: Incident) -> QuerySet[MetricSample]:
    """The newest first."""
    return incident.samples.select_related("noted_by").order_by("-at", "-pk")

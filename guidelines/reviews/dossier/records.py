"""Chapters of what was recorded: decisions, figures, evidence, planned posts. Files are named by their hash,
never packed: they go on their own day."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from guidelines.incidents.choices import FreezeState
from guidelines.incidents.models import Incident
from guidelines.incidents.registry import DossierPart
from guidelines.reviews.dossier.chapters import moment, name_of

Rows = Iterator[Mapping[str, Any]]
_AT = pgettext_lazy("dossier", "When")
_BY = pgettext_lazy("dossier", "Who")
_NOTE = pgettext_lazy("dossier", "Note")


def _decisions(incident: Incident) -> Rows:
    for decision in incident.decisions.select_related("decided_by", "replaces"):
        yield {
            "decision": str(decision.ref),
            "at": moment(decision.decided_at),
            "by": name_of(decision.decided_by),
            "question": decision.question,
            "options": list(decision.options),
            "chosen": decision.chosen,
            "reason": decision.reason,
            "replaces": str(decision.replaces.ref) if decision.replaces else "",
        }


def _samples(incident: Incident) -> Rows:
    for sample in incident.samples.select_related("noted_by"):
        yield {
            "at": moment(sample.at),
            "by": name_of(sample.noted_by),
            "source": sample.source,
            "mentions": sample.mentions,
            "negative_percent": sample.negative_percent,
            "reach": sample.reach,
        }


def _evidence(incident: Incident) -> Rows:
    for file in incident.evidence.select_related("added_by").order_by("pk"):
        yield {
            "at": moment(file.added_at),
            "by": name_of(file.added_by),
            "name": file.name,
            "about": file.about,
            "sha256": file.sha256,
            "bytes": file.size,
            "delete_on": file.delete_on.isoformat(),
        }


def _frozen(incident: Incident) -> Rows:
    for line in incident.frozen.select_related("account__platform", "changed_by").order_by("pk"):
        yield {
            "account": str(line.account),
            "state": line.state,
            "at": moment(line.changed_at),
            "by": name_of(line.changed_by),
            "note": line.note,
        }


RECORDS = (
    DossierPart(
        "decision",
        pgettext_lazy("dossier", "Decisions"),
        50,
        _decisions,
        labels={
            "question": pgettext_lazy("dossier", "Question"),
            "options": pgettext_lazy("dossier", "Options"),
            "chosen": pgettext_lazy("dossier", "Chosen"),
            "reason": pgettext_lazy("dossier", "Reason"),
            "by": _BY,
            "at": _AT,
        },
    ),
    DossierPart(
        "sample",
        pgettext_lazy("dossier", "How loud it was"),
        60,
        _samples,
        labels={
            "at": _AT,
            "source": pgettext_lazy("dossier", "Source"),
            "mentions": pgettext_lazy("dossier", "Mentions an hour"),
            "negative_percent": pgettext_lazy("dossier", "Against us, percent"),
            "reach": pgettext_lazy("dossier", "Reach"),
            "by": _BY,
        },
        tables={"": (("at",), ("mentions",), ("negative_percent",), ("reach",), ("source", "by"))},
    ),
    DossierPart(
        "evidence",
        pgettext_lazy("dossier", "Evidence"),
        70,
        _evidence,
        labels={
            "name": pgettext_lazy("dossier", "File"),
            "about": pgettext_lazy("dossier", "What it shows"),
            "sha256": "SHA-256",
            "at": _AT,
            "by": _BY,
            "delete_on": pgettext_lazy("dossier", "Deleted on"),
        },
        tables={"": (("name", "about", "sha256"), ("at", "by"), ("delete_on",))},
    ),
    DossierPart(
        "frozen",
        pgettext_lazy("dossier", "Planned posts"),
        80,
        _frozen,
        labels={
            "account": pgettext_lazy("dossier", "Account"),
            "state": pgettext_lazy("dossier", "State"),
            "at": _AT,
            "by": _BY,
            "note": _NOTE,
        },
        words={"state": dict(FreezeState.choices)},
        tables={"": (("account",), ("state", "note"), ("by", "at"))},
    ),
)

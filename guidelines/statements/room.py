"""The part of the incident room about what is said, and its chapter of the dossier."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.incidents.models import Incident
from guidelines.incidents.reading import role_name
from guidelines.incidents.registry import DossierPart, RoomPart
from guidelines.playbooks.choices import TemplateKind
from guidelines.statements.choices import State, Verdict
from guidelines.statements.forms import PlaceForm, PlaceholderForm
from guidelines.statements.models import Statement
from guidelines.statements.showing import Showing

REGION = "statements"


def render_part(request: HttpRequest, incident: Incident) -> str:
    """What is under way, each with its next step, then what has been said."""
    statements = Statement.objects.filter(incident=incident).with_words()
    shown = Showing(incident, request.user).all(statements)
    context = {
        "incident": incident,
        "under_way": [
            {"shown": one, "fields": PlaceholderForm(one.to_fill) if one.to_fill else None}
            for one in shown
            if one.statement.is_under_way
        ],
        "published": [one for one in reversed(shown) if one.statement.published_at],
        "place_form": PlaceForm(),
    }
    return render_to_string("statements/room.html", context, request=request)


def dossier_rows(incident: Incident) -> Iterator[Mapping[str, Any]]:
    """Every statement with every wording and everything that was said to it."""
    for statement in Statement.objects.filter(incident=incident).with_words():
        yield {
            "statement": str(statement.ref),
            "kind": statement.kind,
            "template": statement.template,
            "language": statement.language,
            "state": statement.state,
            "chain": statement.chain,
            "corrects": str(statement.corrects.ref) if statement.corrects else "",
            "published_at": statement.published_at.isoformat() if statement.published_at else "",
            "link": statement.link,
            "wordings": [
                {
                    "number": wording.number,
                    "text": wording.text,
                    "from_template": wording.from_template,
                    "by": wording.written_by.name if wording.written_by else "",
                    "at": wording.written_at.isoformat(),
                    "answers": [
                        {
                            "role": role_name(incident, said.role),
                            "verdict": said.verdict,
                            "by": said.person.name,
                            "note": said.note,
                            "at": said.at.isoformat(),
                        }
                        for said in wording.approvals.all()
                    ],
                }
                for wording in statement.wordings.all()
            ],
        }


PART = RoomPart(
    REGION,
    pgettext_lazy("incident", "Statements"),
    25,  # what is said comes before the long list of tasks
    render_part,
    stylesheet="statements/css/statements.css",
)
CHAPTER = DossierPart(
    "statement",
    _("What was said in public"),
    40,
    dossier_rows,
    labels={
        "kind": pgettext_lazy("statement", "Kind"),
        "language": _("Language"),
        "state": pgettext_lazy("dossier", "State"),
        "published_at": pgettext_lazy("statement", "Published"),
        "link": pgettext_lazy("statement", "Where it stands"),
        "wordings": pgettext_lazy("dossier", "Wordings"),
        "text": pgettext_lazy("statement", "Text"),
        "by": pgettext_lazy("dossier", "Who"),
        "at": pgettext_lazy("dossier", "When"),
        "answers": pgettext_lazy("dossier", "Answers"),
        "role": pgettext_lazy("dossier", "Role"),
        "verdict": pgettext_lazy("statement", "Answer"),
        "note": pgettext_lazy("dossier", "Note"),
    },
    words={
        "kind": dict(TemplateKind.choices),
        "language": dict(settings.LANGUAGES),
        "state": dict(State.choices),
        "verdict": dict(Verdict.choices),
    },
    tables={"answers": (("role",), ("verdict", "note"), ("by",), ("at",))},
)

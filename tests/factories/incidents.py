"""Playbooks by which incidents run, and incidents, made by the product's own operations."""

import hashlib
from typing import Any

from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.models import Employee
from guidelines.editions.models import Edition, EditionText, Work
from guidelines.incidents.models import Incident
from guidelines.incidents.operations import report, start_incident
from guidelines.playbooks.models import RoleHolder
from guidelines.playbooks.structure import FIVE_QUESTIONS
from portal.audit.chain import canonical_text
from tests.factories.people import Cast, EmployeeFactory

NAMES = {
    "de": ("Leitung", "Sprecherin", "Halteantwort freigeben"),
    "en": ("Lead", "Speaker", "Approve holding line"),
}


def plan_content(language: str = "de", **parts: Any) -> dict[str, Any]:
    """A small playbook: two roles; one task at once, one at level 2, one at level 4."""
    lead, speaker, first = NAMES[language]
    role = {"duties": "", "requires": []}
    task = {"how": "", "mandatory": False, "evidence": False, "role": "", "phase": "first"}
    levels = [
        {
            "number": number,
            "name": f"{number}",
            "social": f"social signs {number}",
            "media": f"press signs {number}",
            "first_response_minutes": 60,
            "update_minutes": 120 if number > 1 else 0,
            "roles": ["lead", "speaker"] if number > 1 else ["lead"],
            "approvals": ["lead"],
            "freeze": number >= 3,
            "note": "",
        }
        for number in range(7)
    ]
    content = {
        "troubles": ["criticism"],
        "triggers": [],
        "answers": dict.fromkeys(FIVE_QUESTIONS, "…"),
        "nodes": [],
        "outcomes": [],
        "levels": levels,
        "roles": [
            {"key": "lead", "name": lead, "leads": True, **role},
            {"key": "speaker", "name": speaker, "leads": False, **role},
        ],
        "tasks": [
            {
                **task,
                "key": "hold",
                "title": first,
                "offset_minutes": 15,
                "from_level": 0,
                "mandatory": True,
                "role": "lead",
            },
            {
                **task,
                "key": "press",
                "title": "Press",
                "offset_minutes": 30,
                "from_level": 2,
                "role": "speaker",
            },
            {
                **task,
                "key": "proof",
                "title": "Proof",
                "offset_minutes": 5,
                "from_level": 4,
                "evidence": True,
            },
        ],
        "templates": [],
        "contacts": [],
        "rules": [],
    }
    return {**content, **parts}


def playbook(cast: Cast, slug: str = "storm", *, title: str = "Shitstorm", **parts: Any) -> Work:
    """A playbook with one edition in force."""
    work = Work.objects.create(genre="playbook", slug=slug, translation_key=_uuid(slug))
    edition_of(work, cast, title=title, **parts)
    return work


def edition_of(work: Work, cast: Cast, *, title: str = "Shitstorm", **parts: Any) -> Edition:
    """The next edition of a playbook, in force at once."""
    edition = Edition.objects.create(
        work=work,
        number=work.editions.count() + 1,
        authoritative_language="de",
        released_at=timezone.now(),
        proposed_by=cast.edda,
        approved_by=cast.falk,
        binding="0" * 64,
    )
    for language in NAMES:
        text = canonical_text(plan_content(language, **parts))
        EditionText.objects.create(
            edition=edition,
            language=language,
            title=f"{title} ({language})",
            content=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
    work.current = edition
    work.save(update_fields=["current"])
    return edition


def holder(work: Work, person: Employee, role: str = "lead", rank: int = 0) -> RoleHolder:
    return RoleHolder.objects.create(work=work, role=role, person=person, rank=rank, named_at=timezone.now())


def crisis_lead(name: str = "Lea Sommer") -> Employee:
    return EmployeeFactory(name=name, roles=[Role.CRISIS_LEAD])


def reported(by: Employee, trouble: str = "criticism", **facts: Any) -> Incident:
    return report(trouble=trouble, by=by, **facts).incident


def running(cast: Cast, *, by: Employee, work: Work | None = None, level: int = 2, **facts: Any) -> Incident:
    """An incident that runs at `level` in social media, led by `by`."""
    incident = reported(cast.ben, **facts)
    edition = (work or playbook(cast)).current
    return start_incident(
        incident=incident, edition=edition, social=level, media=0, reason="Many comments", by=by
    )


def _uuid(slug: str) -> Any:
    import uuid

    return uuid.uuid5(uuid.NAMESPACE_URL, slug)

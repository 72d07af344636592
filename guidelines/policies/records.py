"""What one acknowledgement says, as one canonical text that is committed to and embedded in its PDF."""

import hashlib
from typing import Any

from django.conf import settings

from accounts.people.models import Employee
from guidelines.policies.models import Acknowledgement, PolicyVersion, Rendition
from portal.audit.chain import canonical_text

FORMAT = "leitplanke-acknowledgement/1"


def snapshot(person: Employee) -> dict[str, str]:
    """Who somebody is at this moment, as evidence keeps it."""
    return {
        "ref": str(person.ref),
        "name": person.name,
        "personnel_number": person.personnel_number,
        "department": person.department.name,
        "entity": person.entity.name,
        "location": person.location.name,
        "time_zone": person.zone,
    }


def canonical_record(
    acknowledgement: Acknowledgement,
    *,
    statement: str,
    authenticated: str,
    reason: str = "",
    paper: dict[str, str] | None = None,
) -> str:
    """The canonical JSON of an acknowledgement: everything its evidence states about the signing."""
    request = acknowledgement.request
    content: dict[str, Any] = {
        "format": FORMAT,
        "acknowledgement": str(acknowledgement.ref),
        "policy": version_facts(acknowledgement.version),
        "rendition": rendition_facts(acknowledgement.rendition),
        "statement_kind": acknowledgement.statement_kind,
        "statement": statement,
        "answer": acknowledgement.answer,
        "method": acknowledgement.method,
        "at": acknowledgement.at.isoformat(),
        "authenticated": authenticated,
        "network_data_stored": settings.PORTAL_STORE_IP_AND_AGENT,
        "subject": snapshot(acknowledgement.employee),
        "actor": snapshot(acknowledgement.actor),
        "request": {
            "ref": str(request.ref),
            "cause": request.cause,
            "cycle": request.cycle,
            "asked_at": request.asked_at.isoformat(),
            "due_on": request.due_on.isoformat() if request.due_on else "",
            "reminders_sent": request.reminders_sent,
        },
    }
    if reason:
        content["reservation"] = reason
    if paper:
        content["paper"] = paper
    return canonical_text(content)


def version_facts(version: PolicyVersion) -> dict[str, Any]:
    """What is stated about a version, in evidence and in its binding hash."""
    return {
        "ref": str(version.policy.ref),
        "slug": version.policy.slug,
        "version": version.number,
        "change_class": version.change_class,
        "effective_on": version.effective_on.isoformat(),
        "released_at": version.released_at.isoformat(),
        "authoritative_language": version.authoritative_language,
        "approved_by": version.approved_by.name,
        "works_council": {
            "part": version.works_council,
            "on": version.works_council_on.isoformat() if version.works_council_on else "",
            "document": version.works_council_document,
        },
        "binding": version.binding,
    }


def rendition_facts(rendition: Rendition) -> dict[str, str]:
    return {
        "ref": str(rendition.ref),
        "language": rendition.language,
        "title": rendition.title,
        "sha256": rendition.sha256,
    }


def rendition_hash(
    *,
    language: str,
    title: str,
    summary: str,
    statement: str,
    html: str,
    text: str,
    contact: dict,
    assets: list[str],
) -> str:
    """SHA-256 over everything a reader of this rendition sees and signs."""
    content = {
        "language": language,
        "title": title,
        "summary": summary,
        "statement": statement,
        "html": html,
        "text": text,
        "contact": contact,
        "assets": sorted(assets),
    }
    return hashlib.sha256(canonical_text(content).encode()).hexdigest()


def binding_hash(version: PolicyVersion, renditions: dict[str, str]) -> str:
    """SHA-256 that binds a version's facts to the hashes of its renditions, language by language."""
    facts = version_facts(version)
    facts.pop("binding")
    return hashlib.sha256(canonical_text({"version": facts, "renditions": renditions}).encode()).hexdigest()

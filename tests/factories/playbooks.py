"""Playbooks for tests: the shitstorm that ships, released, with people and contacts behind it."""

import hashlib
import uuid
from copy import deepcopy
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.models import Edition, EditionText, Work
from guidelines.playbooks.models import Contact, RoleHolder
from guidelines.playbooks.reading import GENRE
from guidelines.playbooks.starter.pack import LANGUAGES, starter_playbooks
from portal.audit.chain import canonical_text

SHIPPED = {starter.slug: starter.contents for starter in starter_playbooks()}
STORM = "shitstorm"


def content(language: str = "de", slug: str = STORM, **changes: Any) -> dict[str, Any]:
    """What a playbook holds in one language; `changes` replaces whole parts."""
    return {**deepcopy(SHIPPED[slug][language]), **changes}


def playbook(slug: str = STORM, *, editor: Employee, approver: Employee, **changes: Any) -> Work:
    """Released. `changes` replaces parts in both languages; a second call releases the next edition."""
    work, _made = Work.objects.get_or_create(
        genre=GENRE, slug=slug, defaults={"translation_key": uuid.uuid4()}
    )
    number = work.editions.count() + 1
    edition = Edition.objects.create(
        work=work,
        number=number,
        authoritative_language="de",
        released_at=timezone.now(),
        proposed_by=editor,
        approved_by=approver,
        binding=hashlib.sha256(f"{slug}{number}".encode()).hexdigest(),
    )
    for language in LANGUAGES:
        words = content(language, slug if slug in SHIPPED else STORM, **changes)
        EditionText.objects.create(
            edition=edition,
            language=language,
            title=words.pop("title"),
            summary=words.pop("summary"),
            content=canonical_text(words),
            sha256=hashlib.sha256(canonical_text(words).encode()).hexdigest(),
        )
    work.current = edition
    work.save(update_fields=["current"])
    return work


def hold(work: Work, role: str, *people: Employee) -> list[RoleHolder]:
    """Name `people` for a role, the holder first."""
    return [
        RoleHolder.objects.create(work=work, role=role, person=person, rank=rank, named_at=timezone.now())
        for rank, person in enumerate(people)
    ]


def contact(work: Work, key: str, **facts: Any) -> Contact:
    defaults = {"name": "Kanzlei Deich", "email": "rat@deich.example", "phone": "+49 40 5550 100"}
    return Contact.objects.create(work=work, key=key, **{**defaults, **facts})

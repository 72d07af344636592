"""Playbooks for tests: the shitstorm that ships, released, with people and contacts behind it."""

import uuid
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.drafts import PinnedText
from guidelines.editions.freezing import FrozenWork
from guidelines.editions.models import Work
from guidelines.library.choices import TranslationState
from guidelines.playbooks.models import Contact, OfflinePack, RoleHolder
from guidelines.playbooks.operations.packs import store_pack
from guidelines.playbooks.printing.packing import Packed, PackedFile
from guidelines.playbooks.reading import GENRE
from guidelines.playbooks.starter.pack import LANGUAGES, starter_playbooks
from tests.factories import editions

SHIPPED = {starter.slug: starter.contents for starter in starter_playbooks()}
STORM = "shitstorm"


def content(language: str = "de", slug: str = STORM, **changes: Any) -> dict[str, Any]:
    """What a playbook holds in one language; `changes` replaces whole parts."""
    return {**deepcopy(SHIPPED[slug][language]), **changes}


def playbook(slug: str = STORM, *, editor: Employee, approver: Employee, **changes: Any) -> Work:
    """Released by two. `changes` replace parts in both languages; a second call releases another edition."""
    work, _made = Work.objects.get_or_create(
        genre=GENRE, slug=slug, defaults={"translation_key": uuid.uuid4()}
    )
    texts = [
        PinnedText(
            _frozen(code, content(code, slug if slug in SHIPPED else STORM, **changes)),
            TranslationState.READY,
        )
        for code in LANGUAGES
    ]
    editions.release(work, editor=editor, approver=approver, texts=texts)
    work.refresh_from_db()
    return work


def _frozen(language: str, words: dict[str, Any]) -> FrozenWork:
    return FrozenWork(words.pop("title"), words.pop("summary"), language, words)


def hold(work: Work, role: str, *people: Employee) -> list[RoleHolder]:
    """Name `people` for a role, the holder first."""
    return [
        RoleHolder.objects.create(work=work, role=role, person=person, rank=rank, named_at=timezone.now())
        for rank, person in enumerate(people)
    ]


def contact(work: Work, key: str, **facts: Any) -> Contact:
    defaults = {"name": "Kanzlei Deich", "email": "rat@deich.example", "phone": "+49 40 5550 100"}
    return Contact.objects.create(work=work, key=key, **{**defaults, **facts})


def pack(slot: str = "2026-01-05") -> OfflinePack:
    """A pack with one file in it, `sheet.pdf`."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("sheet.pdf", b"%PDF-1.7")
    one = PackedFile("sheet.pdf", "Shitstorm", STORM, 1, "card", "de", 1, 8, "")
    return store_pack(slot=slot, packed=Packed(target.getvalue(), [one], []))

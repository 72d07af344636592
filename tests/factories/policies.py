"""Released guidelines for tests, made through the same operations as in the product."""

import uuid
from datetime import date
from typing import Any

from accounts.people.models import Audience, Employee
from accounts.people.operations import define_audience
from guidelines.library.freezing import FrozenAsset, FrozenText
from guidelines.policies.choices import ChangeClass, StatementKind
from guidelines.policies.models import AcknowledgementRequest, Policy, PolicyVersion, ReleaseProposal
from guidelines.policies.operations import PinnedText, Terms, propose_release, release_version
from guidelines.policies.operations.acknowledging import Read

STATEMENTS = {"de": "Ich habe die Richtlinie erhalten und gelesen.", "en": "I have received and read it."}


def everyone() -> Audience:
    """The audience of all employed people."""
    existing = Audience.objects.filter(slug="everyone").first()
    return existing or define_audience(slug="everyone", name="Everyone", clauses=[{}], by=None)


def text(language: str, body: str = "Be kind.", **facts: Any) -> PinnedText:
    """A frozen text of one short block."""
    state = facts.pop("translation_state", "ready")
    frozen = FrozenText(
        title=facts.pop("title", "Soziale Medien" if language == "de" else "Social media"),
        summary=facts.pop("summary", ""),
        html=f"<h2 id='x'>{body}</h2>",
        text=body,
        language=language,
        statement_kind=StatementKind.RECEIPT,
        statement=facts.pop("statement", STATEMENTS[language]),
        assets=facts.pop("assets", []),
    )
    return PinnedText(frozen=frozen, translation_state=state)


def asset(content: bytes = b"picture") -> FrozenAsset:
    import hashlib

    return FrozenAsset(
        sha256=hashlib.sha256(content).hexdigest(), name="a.png", mime="image/png", bytes=content, alt="A"
    )


def terms(**facts: Any) -> Terms:
    """Terms of a material first release to everyone."""
    defaults: dict[str, Any] = {
        "change_class": ChangeClass.MATERIAL,
        "change_summary": {"de": "Neu.", "en": "New."},
        "statement_kind": StatementKind.RECEIPT,
        "effective_on": date(2026, 11, 1),
    }
    if "audience" not in facts:
        defaults["audience"] = everyone()
    return Terms(**{**defaults, **facts})


def propose(
    *, by: Employee, policy: Policy | None = None, texts: list[PinnedText] | None = None, **facts: Any
) -> ReleaseProposal:
    """A submitted proposal for `policy`, or for a new one."""
    slug = policy.slug if policy else facts.pop("slug", "social-media")
    return propose_release(
        slug=slug,
        translation_key=policy.translation_key if policy else uuid.uuid4(),
        texts=texts or [text("de"), text("en")],
        authors=[by],
        terms=terms(**facts),
        by=by,
    )


def release(*, editor: Employee, approver: Employee, **facts: Any) -> PolicyVersion:
    """Propose and release in one go."""
    return release_version(proposal=propose(by=editor, **facts), by=approver)


def request_of(person: Employee, policy: Policy | None = None) -> AcknowledgementRequest:
    """The newest request of `person`."""
    requests = AcknowledgementRequest.objects.of(person)
    if policy is not None:
        requests = requests.filter(policy=policy)
    return requests.latest("pk")


def read(request: AcknowledgementRequest, language: str = "de") -> Read:
    """What `request`'s person has before them."""
    rendition = request.version.renditions.get(language=language)
    return Read(rendition.ref, rendition.sha256)

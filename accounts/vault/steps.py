"""The steps of a rotation in the order in which they are done, with what to do in plain words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.register.choices import FactKey
from accounts.register.models import PlatformFact
from accounts.vault.choices import StepKind
from accounts.vault.models import Rotation

HOW = {
    StepKind.PASSWORD: _(
        "Open “New secret” of the password, store the new one here, set it on the platform, then say here "
        "that it is in force."
    ),
    StepKind.SESSIONS: _(
        "On the platform, under security or sign-in, end all sessions on all devices. Until then whoever was "
        "signed in stays so, with the new password too."
    ),
    StepKind.TOTP: _(
        "Switch the second factor of the account off and on again on the platform, and store the new QR code "
        "here. The old one gives valid codes for as long as it stays."
    ),
    StepKind.RECOVERY: _(
        "Have new recovery codes made on the platform and store them here. The old ones die with it."
    ),
    StepKind.ROLES: _("Take the person off the roles of the account on the platform."),
    StepKind.TOOLS: _(
        "Posting tools hang on the login that connected them. Connect them again with the company’s login, "
        "and revoke the old tokens."
    ),
}
# What has to be known of the platform to do the step.
ASKED = {
    StepKind.SESSIONS: FactKey.END_SESSIONS,
    StepKind.TOTP: FactKey.NEW_FACTOR,
    StepKind.RECOVERY: FactKey.NEW_FACTOR,
    StepKind.ROLES: FactKey.WORK_ACCESS,
    StepKind.TOOLS: FactKey.CONNECTED_TOOLS,
}


@dataclass(frozen=True)
class Step:
    """What to do; `asked` is what it raises about the platform, `fact` the answer where it is known."""

    kind: StepKind
    label: str | Promise
    how: str | Promise
    note: str
    done_at: datetime | None
    done_by: str
    asked: FactKey | None
    fact: PlatformFact | None


def steps_of(rotation: Rotation) -> list[Step]:
    """The steps that `rotation` has, each with what is known of its platform, in two queries."""
    rows = {row.kind: row for row in rotation.steps.select_related("done_by")}
    facts = _known_of(rotation)
    return [
        Step(
            kind,
            kind.label,
            HOW[kind],
            rows[kind].note,
            rows[kind].done_at,
            rows[kind].done_by.name if rows[kind].done_by else "",
            ASKED.get(kind),
            facts.get(ASKED.get(kind)),
        )
        for kind in StepKind
        if kind in rows
    ]


def _known_of(rotation: Rotation) -> dict[str, PlatformFact]:
    facts = PlatformFact.objects.current().known().filter(key__in=ASKED.values())
    of_platform = facts.filter(platform=rotation.account.platform_id).select_related("entered_by")
    return {fact.key: fact for fact in of_platform}

"""What a release would mean for people, said before it happens (K4)."""

from copy import copy
from dataclasses import dataclass

from accounts.people.models import Audience
from guidelines.policies.choices import ChangeClass, StatementKind
from guidelines.policies.models import Policy, ReleaseProposal
from guidelines.policies.operations.asking import members_to_ask


@dataclass(frozen=True)
class Forecast:
    """`asked` people get a new request; `open` requests are replaced by a material change and go on with an
    editorial one. A consent is only offered (K5)."""

    asked: int
    open: int
    is_material: bool
    is_offer: bool


def forecast(
    *, policy: Policy | None, audience: Audience, change_class: str, statement_kind: str
) -> Forecast:
    """Count as of now whom a release on these terms would ask."""
    is_material = policy is None or policy.current_id is None or change_class == ChangeClass.MATERIAL
    return Forecast(
        asked=audience.members.count() if is_material else _newly_asked(policy, audience),
        open=policy.requests.open().count() if policy else 0,
        is_material=is_material,
        is_offer=statement_kind == StatementKind.CONSENT,
    )


def forecast_of(proposal: ReleaseProposal) -> Forecast:
    """What releasing `proposal` now would mean."""
    return forecast(
        policy=proposal.policy,
        audience=proposal.audience,
        change_class=proposal.change_class,
        statement_kind=proposal.statement_kind,
    )


def _newly_asked(policy: Policy | None, audience: Audience) -> int:
    """An editorial change asks only people whom nobody has asked for this major version yet."""
    assert policy is not None
    released = copy(policy)
    released.audience = audience
    return members_to_ask(released).count()

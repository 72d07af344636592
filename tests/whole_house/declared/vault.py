from accounts.people.choices import Role
from accounts.vault.choices import RotationCause
from accounts.vault.models import Rotation
from accounts.vault.operations import (
    Secret,
    ask_to_see,
    break_glass,
    plan_rotation,
    stage_version,
    take_over,
)
from tests.factories.vault import access_to, credential, shared_account
from tests.whole_house.access import ONLY_OWNER, OWNER, Access, World, only

ADMINS = only(Role.ACCOUNT_ADMIN)
OVERSEERS = only(Role.ACCOUNT_ADMIN, Role.SECURITY_OFFICER, Role.AUDITOR)
ANSWERS = frozenset({OWNER})
STORING = ADMINS | ANSWERS
CREDENTIAL = {"ref": "credential.ref"}
REVEAL = {"ref": "reveal.ref"}
ROTATION = {"ref": "rotation.ref"}
VAULT = {"ref": "vault_account.ref"}


def _account(world: World) -> object:
    """Ada owns it and has access to it, which Anton approved."""
    made = shared_account(world.cast, handle="@vault")
    access_to(made, to=world.cast.ada, by=world.cast.anton)
    return made


def _credential(world: World) -> object:
    """In force, with a new one prepared."""
    made = credential(world.find("vault_account"), by=world.cast.anton)
    stage_version(credential=made, secret=Secret(text="next-one"), by=world.cast.anton)
    return made


def _reveal(world: World) -> object:
    return ask_to_see(credential=world.find("credential"), reason="Posting", by=world.cast.ada)


def _rotation(world: World) -> object:
    _ = world.find("credential")
    planned = plan_rotation(
        account=world.find("vault_account"), cause=RotationCause.PLANNED, by=world.cast.anton
    )
    return take_over(rotation=planned, by=world.cast.ada)


def _emergency(world: World) -> object:
    other = credential(shared_account(world.cast, handle="@emergency"), by=world.cast.anton)
    return break_glass(credential=other, reason="Storm", by=world.cast.mara).glass


THINGS = {
    "vault_account": _account,
    "credential": _credential,
    "reveal": _reveal,
    "rotation": _rotation,
    "emergency": _emergency,
    "credential_kind": lambda world: "api_token",
    "step_kind": lambda world: Rotation.objects.get(pk=world.find("rotation").pk).steps.first().kind,
    "rotation_act": lambda world: "verify",
}
ROUTES = {
    "vault:credential-add": Access(get=STORING, post=STORING, ids={**VAULT, "kind": "credential_kind"}),
    "vault:rotation-start": Access(post=only(Role.ACCOUNT_ADMIN, Role.SECURITY_OFFICER) | ANSWERS, ids=VAULT),
    # That something is kept, and its history; never what.
    "vault:credential-show": Access(get=OVERSEERS | ANSWERS, ids=CREDENTIAL),
    "vault:credential-edit": Access(get=STORING, post=STORING, ids=CREDENTIAL),
    "vault:credential-renew": Access(get=STORING, post=STORING, ids=CREDENTIAL),
    "vault:credential-in-force": Access(post=STORING, ids=CREDENTIAL),
    "vault:credential-give-back": Access(post=OVERSEERS | ANSWERS, ids=CREDENTIAL),
    "vault:credential-remove": Access(post=STORING, ids=CREDENTIAL),
    # V2: the form is for whoever may know of it; the operation asks for access, whatever the role.
    "vault:reveal-ask": Access(get=OVERSEERS | ANSWERS, post=OVERSEERS | ANSWERS, ids=CREDENTIAL),
    "vault:reveal-show": Access(get=STORING, ids=REVEAL),
    "vault:reveal-answer": Access(post=ADMINS, ids=REVEAL),
    "vault:reveal-ticket": Access(post=ONLY_OWNER, ids=REVEAL),
    "vault:reveal-secret": Access(post=ONLY_OWNER, ids=REVEAL),
    "vault:emergency-use": Access(get=STORING, post=STORING, ids=CREDENTIAL),
    "vault:emergency-show": Access(
        get=OVERSEERS | ANSWERS, post=OVERSEERS | ANSWERS, ids={"ref": "emergency.ref"}
    ),
    "vault:rotation-list": Access(get=OVERSEERS),
    "vault:rotation-show": Access(get=OVERSEERS | ANSWERS, ids=ROTATION),
    "vault:rotation-step": Access(get=ONLY_OWNER, post=ONLY_OWNER, ids={**ROTATION, "kind": "step_kind"}),
    "vault:rotation-waive": Access(get=ONLY_OWNER, post=ONLY_OWNER, ids=ROTATION),
    "vault:rotation-act": Access(post=OVERSEERS | ANSWERS, ids={**ROTATION, "act": "rotation_act"}),
}

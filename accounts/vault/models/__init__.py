from accounts.vault.models.credentials import Credential, CredentialVersion, RecoveryCode
from accounts.vault.models.reveals import BreakGlass, Reveal
from accounts.vault.models.rotations import Rotation, RotationItem, RotationStep

__all__ = [
    "BreakGlass",
    "Credential",
    "CredentialVersion",
    "RecoveryCode",
    "Reveal",
    "Rotation",
    "RotationItem",
    "RotationStep",
]

from typing import ClassVar

from django.db import models


class PersonKey(models.Model):
    """The key under which a person's commitments are made. Destroying it leaves the chain provable and
    the person's rows beyond proof, which is what erasure means here (K11)."""

    person = models.UUIDField(unique=True)
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sealed__isnull=True, destroyed_at__isnull=False)
                | models.Q(sealed__isnull=False, destroyed_at__isnull=True),
                name="person_key_held_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

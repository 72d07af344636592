from django.db import models
from django.utils import timezone


class DeskCodeQuerySet(models.QuerySet):
    def usable(self) -> "DeskCodeQuerySet":
        """Handed out, not used, not withdrawn, not too old."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

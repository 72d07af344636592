from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.models import ChainHead, HeadTimeStamp
from portal.audit.verification import verify_trail


class Command(BaseCommand):
    help = (
        "Checks the whole trail, exported heads and their time stamps, and names the first row that is wrong."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = verify_trail()
        if broken:
            raise CommandError(f"The trail is broken at row {broken.seq}: {broken.why}.")
        head = ChainHead.objects.get(pk=1)
        stamps = HeadTimeStamp.objects.count()
        self.stdout.write(f"The trail holds: {head.seq} rows, {stamps} time stamps, head {head.hash}.")

"""What this room hangs into lower ones."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.choices import Method
from guidelines.policies.models import Acknowledgement
from portal.mail.models import Message
from reports.reminders.emails import tell_recorded
from reports.reminders.models import RefusedAddress

ON_SOMEBODYS_BEHALF = (Method.PAPER, Method.PROXY)


def tell_about_paper(acknowledgement: Acknowledgement) -> None:
    """Whoever did not confirm in the portal learns that it was recorded for them (K8)."""
    if acknowledgement.method in ON_SOMEBODYS_BEHALF:
        tell_recorded(acknowledgement)


def note_refused_address(message: Message) -> None:
    """Remember an address that takes no mail, if it is still the person's."""
    person = Employee.objects.filter(ref=message.recipient_ref, email=message.address).first()
    if person is not None:
        RefusedAddress.objects.update_or_create(
            employee=person, address=message.address, defaults={"refused_at": timezone.now()}
        )

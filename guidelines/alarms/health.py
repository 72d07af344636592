"""What would keep an alarm from people, looked at before it is needed."""

from datetime import timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Role
from accounts.people.models import Organisation
from accounts.people.registrations import holders
from guidelines.alarms.choices import Channel, DispatchState
from guidelines.alarms.models import AlarmChannel, AlarmDispatch
from guidelines.playbooks.models import RoleHolder
from portal.mail.models import Message
from portal.upkeep.registry import Concern

MAIL_LATE_MINUTES = 15


def nobody_to_call() -> Concern | None:
    """No crisis lead and no role holder who can sign in: only system admins would be called. A portal that
    nobody has set up yet has no incidents."""
    if not Organisation.objects.exists():
        return None
    if holders(Role.CRISIS_LEAD).exists() or RoleHolder.objects.who_can_act().exists():
        return None
    return Concern(
        "alarm-nobody",
        _("Nobody is there to answer an alarm"),
        _("Give somebody the role of crisis lead, or name role holders in a playbook."),
    )


def no_way_out() -> Concern | None:
    """Every channel failed when it was last used."""
    if not mail_is_stuck():
        return None
    machines = list(AlarmChannel.objects.on())
    if any(not _failed_last(machine.dispatches.all()) for machine in machines):
        return None
    return Concern(
        "alarm-no-channel",
        _("No alarm would reach anybody"),
        _("Mail does not leave, and no other channel works. Print the phone tree and mend the mail server."),
    )


def broken_channel() -> Concern | None:
    """One of the channels failed when it was last used."""
    broken = [one.name for one in AlarmChannel.objects.on() if _failed_last(one.dispatches.all())]
    if mail_is_stuck():
        broken.append(str(Channel.MAIL.label))
    if not broken:
        return None
    return Concern(
        "alarm-channel",
        _("A channel for alarms did not get through"),
        _("Test it on the page of alarm channels: %(names)s.") % {"names": ", ".join(broken)},
    )


def _failed_last(dispatches: QuerySet[AlarmDispatch]) -> bool:
    tried = dispatches.exclude(state=DispatchState.DROPPED).exclude(attempts=0)
    newest = tried.order_by("-pk").first()
    return newest is not None and newest.error != ""


def mail_is_stuck() -> bool:
    """A mail was tried a while ago and waits still, and none has left since."""
    before = timezone.now() - timedelta(minutes=MAIL_LATE_MINUTES)
    waiting = Message.objects.queued().filter(attempts__gt=0, queued_at__lt=before)
    oldest = waiting.order_by("queued_at").values_list("queued_at", flat=True).first()
    if oldest is None:
        return False
    sent = Message.objects.sent().filter(queued_at__gte=oldest).aggregate(at=Max("sent_at"))["at"]
    return sent is None or sent < before

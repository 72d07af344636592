from accounts.people.choices import Role
from guidelines.alarms.models import Alarm
from guidelines.alarms.operations import propose_channel
from guidelines.alarms.operations.channels import Wanted
from guidelines.playbooks.choices import Trouble
from tests.factories.alarms import SECRET, channel, names, playbook, ringing
from tests.whole_house.access import EVERYBODY, ONLY_OWNER, OWNER, Access, World, only

SETTERS = only(Role.SYSTEM_ADMIN, Role.CRISIS_LEAD)
CALLED = only(Role.CRISIS_LEAD) | {OWNER}


def _incident(world: World) -> object:
    """Ada leads such incidents, so that it rings for her."""
    names(playbook(world.cast, troubles=(Trouble.THREAT,)), world.cast.ada)
    return ringing(trouble=Trouble.THREAT)


def _alarm(world: World) -> object:
    return Alarm.objects.get(incident=world.find("ringing_incident"))


def _call(world: World) -> object:
    return world.find("alarm").calls.get(person=world.cast.ada)


def _channel(world: World) -> object:
    """Entered by Inès, to be confirmed by somebody else."""
    wanted = Wanted("webhook", "Chat of the declared things", "https://chat.example.com/hook", SECRET)
    return propose_channel(wanted=wanted, by=world.cast.ines)


def _channel_in_use(world: World) -> object:
    return channel(world.cast, "webhook", "https://chat.example.com/in-use")


THINGS = {
    "ringing_incident": _incident,
    "alarm": _alarm,
    "alarm_call": _call,
    "alarm_channel": _channel,
    "alarm_channel_in_use": _channel_in_use,
    "alarm_token": lambda world: "no-such-call",
    "alarm_channel_kind": lambda world: "webhook",
}
INCIDENT = {"ref": "ringing_incident.ref"}
CHANNEL = {"ref": "alarm_channel.ref"}
ROUTES = {
    "alarms:answer": Access(get=EVERYBODY, post=EVERYBODY, ids={"token": "alarm_token"}),
    "alarms:channel-list": Access(get=SETTERS | only(Role.DPO)),
    "alarms:channel-add": Access(get=SETTERS, post=SETTERS, ids={"kind": "alarm_channel_kind"}),
    "alarms:channel-edit": Access(get=SETTERS, post=SETTERS, ids={"ref": "alarm_channel_in_use.ref"}),
    "alarms:channel-decide": Access(post=SETTERS, ids=CHANNEL),
    "alarms:channel-end": Access(post=SETTERS, ids=CHANNEL),
    "alarms:channel-test": Access(post=SETTERS, ids=CHANNEL),
    "alarms:alarm-show": Access(get=CALLED, ids=INCIDENT),
    "alarms:alarm-raise": Access(post=CALLED, ids=INCIDENT),
    "alarms:alarm-answer": Access(post=CALLED, ids={"ref": "alarm.ref"}),
    "alarms:alarm-pass-on": Access(post=ONLY_OWNER, ids={"ref": "alarm_call.ref"}),
    # After the routes for whose things Ada is named in a playbook.
    "alarms:phone-tree": Access(get=CALLED),
}

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "incident": pgettext_lazy("trail", "Incident"),
    "cause": pgettext_lazy("trail", "Cause"),
    "how": pgettext_lazy("trail", "How"),
    "host": pgettext_lazy("trail", "Machine"),
    "kind": pgettext_lazy("trail", "Kind"),
    "decision": pgettext_lazy("trail", "Decision"),
}


class AlarmsConfig(AppConfig):
    name = "guidelines.alarms"
    label = "alarms"
    verbose_name = pgettext_lazy("room", "Alarms")

    def ready(self) -> None:
        from accounts.people import registry as people
        from guidelines.alarms import (
            emails,  # noqa: F401
            jobs,  # noqa: F401
            my_data,
        )
        from guidelines.alarms.keys import rewrap_channel, sealed_channels
        from guidelines.alarms.permissions import sees_channels
        from portal.keys.registry import holder
        from portal.mail.registry import mail_kinds
        from portal.ui.registry import nav

        people.my_data_provider(my_data.about_person)
        people.stored_facts(*my_data.STORED)
        holder("alarm channels", sealed_channels, rewrap_channel)
        mail_kinds(
            {
                "alarms.called": pgettext_lazy("mail", "Alarm: you are wanted"),
                "alarms.settled": pgettext_lazy("mail", "Alarm: somebody has it"),
            }
        )
        nav.register(
            _("Alarm channels"), "alarms:channel-list", icon="bell-ring", order=730, visible=sees_channels
        )
        self._hear_of_incidents()
        self._leave_a_trail()
        self._watch_over_it()

    def _hear_of_incidents(self) -> None:
        from guidelines.alarms import operations
        from guidelines.alarms.kinds import KINDS
        from guidelines.alarms.parts import banner_of, in_room
        from guidelines.incidents import registry
        from portal.ui.registry import banner

        registry.on_reported(operations.ring_for_report)
        registry.on_started(operations.ring_for_start)
        registry.on_ended(operations.end_all)
        registry.on_level_declared(operations.ring_for_level)
        registry.entry_kinds(KINDS)
        registry.room_part(registry.RoomPart("alarm", pgettext_lazy("alarm", "Alarm"), 15, in_room))
        banner(banner_of)

    def _watch_over_it(self) -> None:
        from accounts.people.choices import Role
        from accounts.people.registrations import holders
        from accounts.people.registry import two_person_duty
        from guidelines.alarms.health import broken_channel, no_way_out, nobody_to_call
        from portal.upkeep.registry import concern

        concern("alarm nobody", nobody_to_call)
        concern("alarm no channel", no_way_out)
        concern("alarm channel", broken_channel)
        two_person_duty(
            "alarms.channels",
            title=_("Alarm channels"),
            missing=_("No webhook and no SMS gateway can be confirmed; alarms go out by mail only."),
            holders=lambda: holders(Role.SYSTEM_ADMIN, Role.CRISIS_LEAD),
        )

    def _leave_a_trail(self) -> None:
        from accounts.people.choices import Decision
        from guidelines.alarms.choices import AnsweredBy, Cause, ChannelKind
        from portal.audit.registry import Verb, looks, objects, verbs

        objects(
            {
                "alarms.alarm": _("Alarm of an incident"),
                "alarms.alarmcall": _("Call of an alarm"),
            }
        )
        looks("alarm.tree_seen")
        verbs(
            "alarms",
            {
                "alarm.raised": Verb(_("Alarm raised"), "incident", cause=Cause),
                "alarm.answered": Verb(_("Alarm answered"), "incident", how=AnsweredBy),
                "alarm.passed_on": Verb(_("Alarm passed on"), "incident"),
                "alarm.exhausted": Verb(_("Nobody answered an alarm"), "incident"),
                "alarm.ended": Verb(_("Alarm ended with its incident"), "incident"),
                "alarm.channel_proposed": Verb(_("Alarm channel entered"), "host", kind=ChannelKind),
                "alarm.channel_decided": Verb(
                    _("Alarm channel decided"), "host", kind=ChannelKind, decision=Decision
                ),
                "alarm.channel_ended": Verb(_("Alarm channel taken out of use"), "host", kind=ChannelKind),
                "alarm.channel_tested": Verb(_("Alarm channel tested"), "host"),
                "alarm.tree_seen": Verb(_("Phone tree looked at")),
                "alarm.refused": Verb(_("Act with an alarm refused"), "rule"),
            },
            details=DETAILS,
        )

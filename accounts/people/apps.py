from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "clauses": pgettext_lazy("trail", "Lines of the rule"),
    "group": pgettext_lazy("trail", "Group"),
    "role": pgettext_lazy("trail", "Role"),
    "source": pgettext_lazy("trail", "Directory"),
    "type": pgettext_lazy("trail", "Factor"),
    "within": pgettext_lazy("trail", "Part of the company"),
}


class PeopleConfig(AppConfig):
    name = "accounts.people"
    label = "people"
    default = True

    def ready(self) -> None:
        from accounts.people import registrations, sign_in
        from accounts.people.groups import create_role_groups
        from portal.audit.registry import looks
        from portal.mail.registry import mail_kinds

        sign_in.connect()
        registrations.connect()
        post_migrate.connect(create_role_groups, sender=self, dispatch_uid="people.create_role_groups")
        looks("person.viewed")
        mail_kinds(
            {
                "people.invitation": pgettext_lazy("mail", "Invitation"),
                "people.password_reset": pgettext_lazy("mail", "New password"),
            }
        )
        self._tell_of_people()
        self._tell_of_power_and_places()

    def _tell_of_people(self) -> None:
        from django.conf import settings

        from accounts.people.choices import Way
        from portal.audit.registry import Verb, objects, verbs

        objects({"people.invitation": _("Invitation")})
        verbs(
            "people",
            {
                "person.joined": Verb(_("Joined the company")),
                "person.moved": Verb(_("Works elsewhere now")),
                "person.went_on_leave": Verb(_("Went on leave")),
                "person.returned": Verb(_("Came back from leave")),
                "person.left": Verb(_("Left the company")),
                "person.came_back": Verb(_("Works here again")),
                "person.absence_recorded": Verb(_("Absence noted")),
                "person.leaving_undone": Verb(_("Leaving was undone")),
                "person.changed": Verb(_("Details of a person changed")),
                "person.viewed": Verb(_("Page of a person viewed")),
                "person.suspended": Verb(_("Sign-in suspended")),
                "person.restored": Verb(_("Sign-in restored")),
                "person.invited": Verb(_("Person invited")),
                "person.invitation_accepted": Verb(_("Invitation accepted")),
                "person.language_set": Verb(_("Language chosen"), language=dict(settings.LANGUAGES)),
                "person.time_zone_set": Verb(_("Time zone chosen")),
                "person.calendar_key_renewed": Verb(_("Calendar link renewed")),
                "person.signed_in": Verb(_("Signed in"), method=Way),
                "person.sign_in_refused": Verb(_("Sign-in refused"), method=Way),
                "person.sign_in_reset": Verb(_("Password and second factors removed")),
                "person.password_changed": Verb(_("Own password changed")),
                "person.session_ended": Verb(_("One own session ended")),
                "person.factor_added": Verb(_("Second factor added"), type=Way),
                "person.factor_removed": Verb(_("Second factor removed"), type=Way),
                "person.factor_reset": Verb(_("Second factor renewed"), type=Way),
            },
            details=DETAILS,
        )

    def _tell_of_power_and_places(self) -> None:
        from accounts.people.choices import Role
        from accounts.people.models.audience import REASONS
        from portal.audit.registry import Verb, objects, verbs

        objects({"people.roleproposal": _("Proposed role"), "people.rolerule": _("Role by group")})
        rule = ("source", "group", "within")
        verbs(
            "people",
            {
                "audience.defined": Verb(_("Audience defined"), "clauses"),
                "audience.refreshed": Verb(
                    _("Members of an audience changed"), "joined", "left", why=REASONS
                ),
                "role.proposed": Verb(_("Role proposed"), "within", role=Role),
                "role.declined": Verb(_("Role declined"), role=Role),
                "role.given": Verb(_("Role given"), "within", "rule", role=Role),
                "role.taken": Verb(_("Role taken away"), "rule", role=Role),
                "role.kept": Verb(_("Role kept: nobody else would be system admin"), "rule", role=Role),
                "role.refused": Verb(_("Change of roles refused"), "rule"),
                "role_rule.proposed": Verb(_("Role by group proposed"), *rule, role=Role),
                "role_rule.confirmed": Verb(_("Role by group confirmed"), *rule, role=Role),
                "role_rule.declined": Verb(_("Role by group declined"), *rule, role=Role),
                "role_rule.ended": Verb(_("Role by group ended"), *rule, role=Role),
                "location.saved": Verb(_("Location saved")),
                "entity.saved": Verb(_("Entity saved")),
                "department.saved": Verb(_("Department saved")),
                "portal.set_up": Verb(_("Portal set up")),
            },
            details=DETAILS,
        )


class SessionListConfig(UserSessionsConfig):
    """allauth's list of sessions. Its rows are written with the sign-in, by `open_session`, not after it."""

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in
        from allauth.usersessions.signals import on_user_logged_in

        super().ready()
        user_logged_in.disconnect(on_user_logged_in)

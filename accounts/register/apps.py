from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "key": pgettext_lazy("trail", "Fact"),
    "value": pgettext_lazy("trail", "Value"),
    "status": pgettext_lazy("trail", "New status"),
    "stands_on": pgettext_lazy("trail", "Whose login"),
    "use": pgettext_lazy("trail", "Used for"),
    "side": pgettext_lazy("trail", "Side"),
}
DETAILS_OF_LISTS = {
    "new": pgettext_lazy("trail", "New accounts"),
    "changed": pgettext_lazy("trail", "Accounts changed"),
    "opened": pgettext_lazy("trail", "Findings opened"),
    "resolved": pgettext_lazy("trail", "Findings resolved"),
    "sha256": pgettext_lazy("trail", "Digest of the file (SHA-256)"),
}


class RegisterConfig(AppConfig):
    name = "accounts.register"
    label = "register"

    def ready(self) -> None:
        from accounts.people.registry import duty_provider, my_data_provider, on_lifecycle, stored_facts
        from accounts.register import jobs  # noqa: F401
        from accounts.register.duties import duties_of
        from accounts.register.lifecycle import something_happened, something_happened_to_many
        from accounts.register.my_data import STORED, about_person
        from portal.audit.registry import objects

        on_lifecycle(something_happened, many=something_happened_to_many)
        my_data_provider(about_person)
        duty_provider(duties_of)
        stored_facts(*STORED)
        objects({"register.platformfact": _("Fact about a platform")})
        self._leave_a_trail()
        self._take_lists()
        self._take_two()
        self._appear()

    def _take_two(self) -> None:
        from accounts.people.registry import two_person_duty
        from accounts.register.permissions import deciders
        from portal.mail.registry import mail_kinds

        two_person_duty(
            "register.approvals",
            title=_("Channel approvals"),
            missing=_("No messenger can go live: it takes the data protection officer and legal."),
            holders=deciders,
        )
        mail_kinds(
            {
                "register.approval_waiting": pgettext_lazy("mail", "Channel approval to decide"),
                "register.approval_decided": pgettext_lazy("mail", "Channel approval decided"),
            }
        )

    def _appear(self) -> None:
        from accounts.register.permissions import works_here
        from portal.ui.registry import nav, stylesheet

        stylesheet("components", "register/css/register.css")
        nav.register(
            _("Corporate accounts"),
            "register:account-list",
            icon="megaphone",
            order=300,
            visible=works_here,
            short=_("Accounts"),
        )

    def _leave_a_trail(self) -> None:
        from accounts.register.choices import (
            AccountStatus,
            ChannelUse,
            FactKey,
            FactValue,
            FindingKind,
            RouteKind,
            Side,
            StandsOn,
        )
        from portal.audit.registry import Verb, verbs

        verbs(
            "register",
            {
                "platform.added": Verb(_("Platform added")),
                "fact.recorded": Verb(_("Fact about a platform recorded"), key=FactKey, value=FactValue),
                "fact.confirmed": Verb(_("Fact about a platform checked"), key=FactKey, value=FactValue),
                "account.registered": Verb(_("Corporate account registered"), status=AccountStatus),
                "account.changed": Verb(_("Corporate account changed")),
                "account.handed_over": Verb(_("Corporate account handed over")),
                "account.status_set": Verb(_("Status of a corporate account set"), status=AccountStatus),
                "account.refused": Verb(_("Change of the register refused"), "rule"),
                "route.added": Verb(_("Access route added"), kind=RouteKind),
                "route.changed": Verb(_("Access route changed"), kind=RouteKind),
                "route.closed": Verb(_("Access route closed"), kind=RouteKind),
                "route.signed_off": Verb(_("Shared login signed off by the owner"), kind=RouteKind),
                "connection.noted": Verb(_("Connected tool noted"), stands_on=StandsOn),
                "connection.removed": Verb(_("Connected tool removed"), stands_on=StandsOn),
                "finding.opened": Verb(_("Finding opened"), kind=FindingKind),
                "finding.planned": Verb(_("Finding planned"), kind=FindingKind),
                "finding.resolved": Verb(_("Finding resolved"), kind=FindingKind),
                "finding.reopened": Verb(_("Acceptance of a finding ended"), kind=FindingKind),
                "finding.acceptance_proposed": Verb(_("Acceptance of a finding proposed"), kind=FindingKind),
                "finding.accepted": Verb(_("Finding accepted for a time"), kind=FindingKind),
                "finding.acceptance_declined": Verb(_("Acceptance of a finding declined"), kind=FindingKind),
                "finding.refused": Verb(_("Act on a finding refused"), "rule"),
                "approval.requested": Verb(_("Channel approval requested"), use=ChannelUse),
                "approval.agreed": Verb(_("One side agreed to a channel"), use=ChannelUse, side=Side),
                "approval.rejected": Verb(_("Channel approval rejected"), use=ChannelUse, side=Side),
                "approval.in_force": Verb(_("Channel approved by both sides"), use=ChannelUse),
                "approval.ended": Verb(_("Channel approval ended"), use=ChannelUse),
                "approval.refused": Verb(_("Act on a channel approval refused"), "rule"),
            },
            details=DETAILS,
        )

    def _take_lists(self) -> None:
        from portal.audit.registry import Verb, objects, verbs

        objects({"register.listedaccount": _("Account of a list"), "register.listedrow": _("Row of a list")})
        applied = ("new", "changed", "opened", "resolved", "count", "digest", "sha256")
        verbs(
            "register",
            {
                "account_list.uploaded": Verb(_("List of accounts uploaded"), "sha256"),
                "account_list.applied": Verb(_("List of accounts applied"), *applied),
                "account_list.discarded": Verb(_("List of accounts discarded")),
                "account_list.refused": Verb(_("List of accounts refused"), "rule"),
            },
            details=DETAILS_OF_LISTS,
        )

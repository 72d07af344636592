from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "approvals": pgettext_lazy("trail", "Approvals needed"),
    "days": pgettext_lazy("trail", "Longest duration in days"),
    "route": pgettext_lazy("trail", "Access route"),
    "verdict": pgettext_lazy("trail", "Verdict"),
}


class AccessConfig(AppConfig):
    name = "accounts.access"
    label = "access"

    def ready(self) -> None:
        from accounts.access import jobs  # noqa: F401
        from accounts.access.cards import of_account
        from accounts.access.duties import duties_of
        from accounts.access.leaving import (
            access_that_ends,
            hand_overs_of,
            leaver_part,
            removals_of,
            what_stands_on,
        )
        from accounts.access.lifecycle import something_happened, something_happened_to_many
        from accounts.access.my_data import STORED, about_person
        from accounts.access.operations.routes import end_everything_on
        from accounts.people.registry import duty_provider, my_data_provider, on_lifecycle, stored_facts
        from accounts.register.registry import card_part, on_route_closed

        on_lifecycle(something_happened, many=something_happened_to_many)
        duty_provider(duties_of)
        my_data_provider(about_person)
        stored_facts(*STORED)
        card_part(of_account, order=10)
        on_route_closed(end_everything_on)
        leaver_part(access_that_ends, follow=removals_of)
        leaver_part(what_stands_on, follow=hand_overs_of)
        self._leave_a_trail()
        self._leave_a_trail_of_reviews()
        self._write()
        self._appear()

    def _appear(self) -> None:
        from accounts.access.duties import waiting_for
        from accounts.access.permissions import can_do_tasks, can_see_leaver_runs
        from accounts.people.permissions import can_see_planned_leaving
        from accounts.register.permissions import works_here
        from portal.ui.registry import nav, stylesheet

        stylesheet("components", "access/css/access.css")
        nav.register(
            _("My channels"),
            "access:channel-list",
            icon="key-round",
            order=40,
            visible=works_here,
            short=pgettext_lazy("navigation", "Channels"),
        )
        nav.register(
            _("Access requests"),
            "access:request-list",
            icon="user-check",
            order=310,
            visible=works_here,
            count=waiting_for,
            short=pgettext_lazy("navigation", "Requests"),
        )
        nav.register(
            _("Tasks on platforms"), "access:task-list", icon="list-todo", order=320, visible=can_do_tasks
        )

        nav.register(
            _("Departures"),
            "access:leaver-list",
            icon="log-out",
            order=325,
            visible=lambda person: can_see_leaver_runs(person) or can_see_planned_leaving(person),
        )

    def _write(self) -> None:
        from portal.mail.registry import mail_kinds

        mail_kinds(
            {
                "access.request_waiting": pgettext_lazy("mail", "Access request to decide"),
                "access.requests_waiting": pgettext_lazy("mail", "Access requests to decide"),
                "access.request_decided": pgettext_lazy("mail", "Access request decided"),
                "access.request_note": pgettext_lazy("mail", "Question about an access request"),
                "access.grant_active": pgettext_lazy("mail", "Access is active"),
                "access.grant_ended": pgettext_lazy("mail", "Access has ended"),
                "access.grant_suspended": pgettext_lazy("mail", "Access is suspended"),
                "access.grant_ending": pgettext_lazy("mail", "Access ends soon"),
                "access.leaver_done": pgettext_lazy("mail", "Somebody left: what is to be done"),
                "access.leavers_held": pgettext_lazy("mail", "Many departures at once"),
                "access.mover_review": pgettext_lazy("mail", "Review after a move"),
                "access.review_opened": pgettext_lazy("mail", "Access to review"),
                "access.review_reminder": pgettext_lazy("mail", "Access review: reminder"),
                "access.review_handed_on": pgettext_lazy("mail", "Access review: handed on"),
                "access.grace_used": pgettext_lazy("mail", "Grace for whoever is on call"),
            }
        )

    def _leave_a_trail(self) -> None:
        from accounts.access.choices import EndReason, Suspension
        from accounts.register.choices import RouteKind
        from portal.audit.registry import Verb, objects, verbs

        objects(
            {
                "access.accessgrant": _("Access grant"),
                "access.accesspolicy": _("Access rules"),
                "access.accessrequest": _("Access request"),
                "access.accessreview": _("Access review"),
                "access.leaverrun": _("Leaver run"),
                "access.platformtask": _("Task on a platform"),
                "access.privateaccountconsent": _("Consent for a private account"),
            }
        )
        verbs(
            "access",
            {
                "access_rules.set": Verb(_("Access rules set"), "approvals", "days"),
                "access_rules.refused": Verb(_("Change of access rules refused"), "rule"),
                "access.requested": Verb(_("Access requested")),
                "access.assigned": Verb(_("Access requested for somebody")),
                "access.approved": Verb(_("Access approved by one person")),
                "access.denied": Verb(_("Access denied")),
                "access.question_asked": Verb(_("Question about an access request")),
                "access.question_answered": Verb(_("Question about an access request answered")),
                "access.withdrawn": Verb(_("Access request withdrawn")),
                "access.request_expired": Verb(_("Access request expired")),
                "access.closed_leaver": Verb(_("Access request closed: left the company")),
                "access.refused": Verb(_("Act on an access request refused"), "rule"),
                "grant.begun": Verb(_("Access granted"), route=RouteKind),
                "grant.attested": Verb(_("Invitation on the platform attested")),
                "grant.active": Verb(_("Access became active")),
                "grant.prolonged": Verb(_("Access prolonged")),
                "grant.suspended": Verb(_("Access suspended"), why=Suspension),
                "grant.resumed": Verb(_("Suspension of access ended")),
                "grant.ended": Verb(_("Access ended"), why=EndReason),
                "grant.grace_used": Verb(_("Used by the grace for whoever is on call")),
                "grant.refused": Verb(_("Act on access refused"), "rule"),
            },
            details=DETAILS,
        )

    def _leave_a_trail_of_reviews(self) -> None:
        from accounts.access.choices import ConsentState, TaskKind, Verdict
        from portal.audit.registry import Verb, verbs

        verbs(
            "access",
            {
                "access_task.opened": Verb(_("Task on a platform opened"), kind=TaskKind),
                "access_task.done": Verb(_("Task on a platform done"), kind=TaskKind),
                "access_task.refused": Verb(_("Task on a platform refused"), "rule"),
                "private_account.given": Verb(_("Consent for a private account given")),
                "private_account.ended": Verb(_("Consent for a private account ended"), why=ConsentState),
                "private_account.refused": Verb(_("Act on a consent refused"), "rule"),
                "leaver.begun": Verb(_("Leaver run begun"), "count"),
                "leaver.done": Verb(_("Leaver run done")),
                "leaver.released": Verb(_("Leaver run released by a person")),
                "leaver.cancelled": Verb(_("Leaver run not needed")),
                "leaver.refused": Verb(_("Act on a leaver run refused"), "rule"),
                "review.planned": Verb(_("Access review planned")),
                "review.opened": Verb(_("Access review opened"), "count"),
                "review.decided": Verb(_("Access reviewed"), verdict=Verdict),
                "review.overdue": Verb(_("Access review overdue: the undecided is suspended"), "count"),
                "review.closed": Verb(_("Access review closed")),
                "review.refused": Verb(_("Act on an access review refused"), "rule"),
            },
            details=DETAILS,
        )

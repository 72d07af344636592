from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "assigned": pgettext_lazy("trail", "People assigned"),
    "basis": pgettext_lazy("trail", "What it rests on"),
    "changed": pgettext_lazy("trail", "What was changed"),
    "closed": pgettext_lazy("trail", "Assignments closed"),
    "commitment": pgettext_lazy("trail", "Commitment"),
    "course": pgettext_lazy("trail", "Course"),
    "enforcement": pgettext_lazy("trail", "Enforcement"),
    "ended": pgettext_lazy("trail", "Proof that ended"),
    "file": pgettext_lazy("trail", "Digest of the file (SHA-256)"),
    "to": pgettext_lazy("trail", "New due date"),
    "why": pgettext_lazy("trail", "Occasion"),
}


class AssignmentsConfig(AppConfig):
    name = "training.assignments"
    label = "assignments"

    def ready(self) -> None:
        from accounts.people.registry import on_audience_changed, on_lifecycle
        from training.assignments import jobs  # noqa: F401
        from training.assignments.certificates.registrations import register as register_certificates
        from training.assignments.lifecycle import (
            audience_changed,
            something_happened,
            something_happened_to_many,
        )

        self._lead_to_learning()
        register_certificates()
        self._hear_of_courses()
        self._open_doors()
        self._appear()
        self._take_two()
        self._name_things()
        self._leave_a_trail()
        on_audience_changed(audience_changed)
        on_lifecycle(something_happened, many=something_happened_to_many)

    def _lead_to_learning(self) -> None:
        from portal.ui.registry import nav

        nav.register(
            _("My learning"),
            "assignments:learning",
            icon="graduation-cap",
            order=35,
            short=pgettext_lazy("navigation", "Learning"),
        )

    def _hear_of_courses(self) -> None:
        """What happens to courses and learners, and what their pages ask for."""
        from training.assignments.mine import follow_ups
        from training.assignments.operations.completing import passed, reported
        from training.assignments.operations.requirements import withdrawn
        from training.assignments.operations.revoking import released
        from training.assignments.standing import affected_by, owed_by
        from training.courses.registry import (
            affected_source,
            follow_up_source,
            on_passed,
            on_released,
            on_retired,
            owed_source,
        )
        from training.packages.registry import on_confirmed

        on_passed(passed)
        on_confirmed(reported)
        on_released(released)
        on_retired(withdrawn)
        affected_source(affected_by)
        owed_source(owed_by)
        follow_up_source(follow_ups)

    def _open_doors(self) -> None:
        """What proof lets people do elsewhere, and what its lack takes from them (A1)."""
        from accounts.access.registry import (
            imposing_source,
            on_access_wanted,
            on_grant_ended,
            requirement_source,
        )
        from training.assignments import enforcing
        from training.assignments.lifecycle import access_ended, access_wanted

        requirement_source(enforcing.PREFIX, enforcing.choices, enforcing.check)
        imposing_source(enforcing.imposed)
        on_access_wanted(access_wanted)
        on_grant_ended(access_ended)

    def _appear(self) -> None:
        """What people see of this room outside its own pages."""
        from accounts.people.registry import duty_provider, my_data_provider, stored_facts
        from training.assignments.duties import duties_of
        from training.assignments.my_data import STORED, stored_about

        duty_provider(duties_of)
        my_data_provider(stored_about)
        stored_facts(*STORED)

    def _take_two(self) -> None:
        """What nobody can do alone."""
        from accounts.people.choices import Role
        from accounts.people.registrations import holders
        from accounts.people.registry import two_person_duty

        two_person_duty(
            "assignments.evidence",
            title=_("Equivalent evidence for courses"),
            missing=_("What the only person in HR has recorded for somebody does not count."),
            holders=lambda: holders(Role.HR),
        )

    def _name_things(self) -> None:
        """What the trail calls the objects of this room, and people its mails."""
        from portal.audit.registry import objects
        from portal.mail.registry import mail_kinds
        from training.assignments import emails

        objects(
            {
                "assignments.completion": _("Completion of a course"),
                "assignments.equivalentevidence": _("Equivalent evidence for a course"),
                "assignments.attendance": _("Course held in person"),
                "assignments.batch": _("Completions recorded together"),
            }
        )
        mail_kinds(
            {
                emails.DECIDED: pgettext_lazy("mail", "Decision on equivalent evidence"),
                emails.RECORDED: pgettext_lazy("mail", "Course recorded for somebody"),
            }
        )

    def _leave_a_trail(self) -> None:
        from portal.audit.registry import Verb, verbs
        from training.assignments.choices import Basis, Enforcement, Together

        verbs(
            "assignments",
            {
                "training.required": Verb(
                    _("Course required"), "course", "assigned", enforcement=Enforcement
                ),
                "training.requirement_changed": Verb(
                    _("Requirement of a course changed"), "changed", enforcement=Enforcement
                ),
                "training.requirement_ended": Verb(_("Requirement of a course ended"), "closed"),
                "training.recomputed": Verb(_("Assignments worked out anew"), "assigned", "closed"),
                "training.recertification": Verb(_("Assigned again before proof runs out"), "assigned"),
                "training.extended": Verb(_("Due date of a course extended"), "to"),
                "training.refused": Verb(_("Change to training refused"), "rule"),
                "completion.recorded": Verb(_("Course completed"), "course", "commitment", basis=Basis),
                "completions.recorded": Verb(
                    _("Completions recorded together"), "course", "count", "digest", why=Together
                ),
                "completions.ended": Verb(_("Proof ended by a new course version"), "ended", "assigned"),
                "completion.revoked": Verb(_("Completion revoked")),
                "equivalent.recorded": Verb(_("Equivalent evidence recorded"), "file"),
                "equivalent.accepted": Verb(_("Equivalent evidence accepted")),
                "equivalent.refused": Verb(_("Equivalent evidence refused")),
            },
            details=DETAILS,
        )

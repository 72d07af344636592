from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "assigned": pgettext_lazy("trail", "People assigned"),
    "changed": pgettext_lazy("trail", "What was changed"),
    "closed": pgettext_lazy("trail", "Assignments closed"),
    "commitment": pgettext_lazy("trail", "Commitment"),
    "course": pgettext_lazy("trail", "Course"),
    "ended": pgettext_lazy("trail", "Proof that ended"),
    "file": pgettext_lazy("trail", "Digest of the file (SHA-256)"),
    "to": pgettext_lazy("trail", "New due date"),
    "version": pgettext_lazy("trail", "Version"),
}


class AssignmentsConfig(AppConfig):
    name = "training.assignments"
    label = "assignments"

    def ready(self) -> None:
        from accounts.people.registry import on_audience_changed
        from training.assignments.certificates.registrations import register as register_certificates
        from training.assignments.lifecycle import audience_changed

        self._lead_to_learning()
        register_certificates()
        self._hear_of_courses()
        self._name_things()
        self._leave_a_trail()
        on_audience_changed(audience_changed)

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
        from training.assignments.operations.completing import passed
        from training.assignments.operations.requirements import withdraw_course
        from training.assignments.standing import affected_by, owed_by
        from training.courses.registry import affected_source, on_passed, on_retired, owed_source

        on_passed(passed)
        on_retired(withdraw_course)
        affected_source(affected_by)
        owed_source(owed_by)

    def _name_things(self) -> None:
        """What the trail calls the objects of this room."""
        from portal.audit.registry import objects

        objects(
            {
                "assignments.completion": _("Completion of a course"),
                "assignments.equivalentevidence": _("Equivalent evidence for a course"),
                "assignments.attendance": _("Course held in person"),
            }
        )

    def _leave_a_trail(self) -> None:
        from portal.audit.registry import Verb, verbs
        from training.assignments.choices import Basis, Enforcement

        bulk = ("count", "digest")
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
                "training.carried_over": Verb(_("Existing proof counted for another requirement"), *bulk),
                "training.refused": Verb(_("Change to training refused"), "rule"),
                "completion.recorded": Verb(_("Course completed"), "course", "commitment", basis=Basis),
            },
            details=DETAILS,
        )

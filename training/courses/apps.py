from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DETAILS = {
    "binding": pgettext_lazy("trail", "Digest of the version"),
    "change_class": pgettext_lazy("trail", "Kind of change"),
    "course": pgettext_lazy("trail", "Course"),
    "effect": pgettext_lazy("trail", "Effect on proof"),
    "language": pgettext_lazy("trail", "Language"),
    "version": pgettext_lazy("trail", "Version"),
}


class CoursesConfig(AppConfig):
    name = "training.courses"
    label = "courses"
    verbose_name = pgettext_lazy("training", "Courses")

    def ready(self) -> None:
        from training.courses import jobs  # noqa: F401
        from training.courses.operations.setup import prepare_courses

        post_migrate.connect(prepare_courses, sender=self, dispatch_uid="courses.prepare_courses")
        self._leave_a_trail()
        self._name_things()
        self._appear()
        self._take_two()

    def _leave_a_trail(self) -> None:
        from django.conf import settings

        from portal.audit.registry import Verb, verbs
        from training.courses.choices import ChangeClass, Effect

        verbs(
            "courses",
            {
                "course.opened": Verb(_("Course begun")),
                "course.written": Verb(_("Draft of a course written"), language=dict(settings.LANGUAGES)),
                "course.proposed": Verb(_("Release of a course proposed"), change_class=ChangeClass),
                "course.sent_back": Verb(_("Proposal for a course sent back")),
                "course.proposal_withdrawn": Verb(_("Proposal for a course withdrawn")),
                "course.released": Verb(
                    _("Course released"),
                    "course",
                    "version",
                    "binding",
                    change_class=ChangeClass,
                    effect=Effect,
                ),
                "course.retired": Verb(_("Course withdrawn")),
                "course.refused": Verb(_("Change to a course refused"), "rule"),
                "question.saved": Verb(_("Question of a course written"), "version"),
                "question.retired": Verb(_("Question taken out of the bank")),
                "question.restored": Verb(_("Question put back into the bank")),
                "attempt.extra": Verb(_("One more attempt given"), "course"),
            },
            details=DETAILS,
        )

    def _name_things(self) -> None:
        from portal.audit.registry import objects
        from portal.mail.registry import mail_kinds

        objects(
            {
                "courses.course": pgettext_lazy("trail", "Course"),
                "courses.coursepage": _("Draft of a course"),
                "courses.courseversion": _("Version of a course"),
                "courses.courseproposal": _("Proposed course"),
                "courses.question": _("Question of a course"),
                "courses.questionversion": _("Version of a question"),
                "courses.attempt": _("Attempt at a quiz"),
            }
        )
        mail_kinds(
            {
                "courses.proposal_waiting": pgettext_lazy("mail", "Course to decide"),
                "courses.proposal_decided": pgettext_lazy("mail", "Decision on a course"),
            }
        )

    def _appear(self) -> None:
        from accounts.people.registry import my_data_provider, stored_facts
        from guidelines.policies.registry import asset_reader
        from portal.ui.registry import nav
        from training.courses.my_data import STORED, stored_about
        from training.courses.permissions import can_see_asset, can_write_courses
        from training.courses.views.desk import waiting_for

        asset_reader(can_see_asset)
        my_data_provider(stored_about)
        stored_facts(*STORED)
        nav.register(
            pgettext_lazy("navigation", "Course desk"),
            "courses:desk",
            icon="pencil-ruler",
            order=65,
            visible=can_write_courses,
            count=waiting_for,
        )

    def _take_two(self) -> None:
        from accounts.people.choices import Role
        from accounts.people.registrations import holders
        from accounts.people.registry import two_person_duty

        two_person_duty(
            "courses.release",
            title=_("Releasing courses"),
            missing=_("What the only approver has proposed or helped to write, nobody can release."),
            holders=lambda: holders(Role.APPROVER),
        )

"""What certificates hang into lower rooms; called once, when the app is ready."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def register() -> None:
    from accounts.people.registry import Stored, stored_facts
    from portal.audit.registry import Verb, checked_with_the_trail, looks, objects, verbs
    from training.assignments.certificates.jobs import ask_for_certificate, ask_for_certificates
    from training.assignments.registry import on_completed
    from training.assignments.verification import first_altered

    on_completed(ask_for_certificate, many=ask_for_certificates)
    checked_with_the_trail(first_altered)
    looks("certificate.downloaded")
    objects({"assignments.certificate": _("Certificate of a course")})
    stored_facts(
        Stored(
            _("Certificates of courses"),
            _("One sealed PDF per completed course, with its facts, without answers or percentages"),
            _("The certificate stands by itself, also without this portal"),
            _("As long as the completion"),
        )
    )
    verbs(
        "certificates",
        {
            "certificate.issued": Verb(_("Certificate of a course issued"), "sha256", "commitment"),
            "certificate.downloaded": Verb(_("Certificate of a course downloaded")),
            "certificate.refused": Verb(_("Certificate of a course refused"), "rule"),
        },
        details={"commitment": pgettext_lazy("trail", "Commitment")},
    )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Reading and acknowledging, which is all that a code of the HR desk opens (K8).
AT_KIOSK = (
    "guideline-list guideline-search asset-show guideline-read guideline-changes version-read version-pdf "
    "acknowledge acknowledgement-list acknowledgement-detail"
).split()
STYLESHEETS = ("shelf", "reading", "statement", "receipt", "release")


# What the details of the verbs below are called in the trail.
DETAILS = {
    "answer": pgettext_lazy("trail", "Answer"),
    "asked": pgettext_lazy("trail", "People asked"),
    "binding": pgettext_lazy("trail", "Digest of the version"),
    "change_class": pgettext_lazy("trail", "Kind of change"),
    "closed": pgettext_lazy("trail", "Requests closed"),
    "commitment": pgettext_lazy("trail", "Commitment"),
    "next": pgettext_lazy("trail", "Next review"),
    "policy": pgettext_lazy("trail", "Guideline"),
    "release_on": pgettext_lazy("trail", "Day of the release"),
    "rendition": pgettext_lazy("trail", "Text"),
    "scan": pgettext_lazy("trail", "Digest of the scan (SHA-256)"),
    "to": pgettext_lazy("trail", "New due date"),
    "version": pgettext_lazy("trail", "Version"),
}


class PoliciesConfig(AppConfig):
    name = "guidelines.policies"
    label = "policies"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from accounts.desk.registry import open_at_kiosk
        from accounts.people.registry import on_audience_changed, on_lifecycle
        from guidelines.policies import jobs  # noqa: F401
        from guidelines.policies.drafts import only_mark
        from guidelines.policies.lifecycle import (
            audience_changed,
            something_happened,
            something_happened_to_many,
        )

        self._appear()
        self._open_doors()
        self._take_two()
        self._name_things()
        self._leave_a_trail()
        open_at_kiosk(*(f"policies:{name}" for name in AT_KIOSK))
        page_published.connect(only_mark, dispatch_uid="policies.only_mark")
        on_audience_changed(audience_changed)
        on_lifecycle(something_happened, many=something_happened_to_many)

    def _open_doors(self) -> None:
        """What acknowledging lets people do elsewhere (A1)."""
        from accounts.access.registry import requirement_source
        from guidelines.policies import requirements

        requirement_source(requirements.PREFIX, requirements.choices, requirements.check)

    def _name_things(self) -> None:
        """What the trail calls the objects of this room, and people its mails."""
        from portal.audit.registry import objects
        from portal.mail.registry import mail_kinds

        objects(
            {
                "policies.policyversion": _("Version of a guideline"),
                "policies.rendition": _("Released text of a guideline"),
                "policies.releaseproposal": _("Proposed release"),
                "policies.acknowledgementrequest": _("Request to confirm"),
                "policies.acknowledgement": _("Acknowledgement"),
                "policies.consentwithdrawal": _("Withdrawal of a consent"),
                "policies.reservationcase": _("Reservation"),
                "policies.paperconfirmation": _("Confirmation on paper"),
            }
        )
        mail_kinds(
            {
                "policies.receipt": pgettext_lazy("mail", "Receipt"),
                "policies.proposal_waiting": pgettext_lazy("mail", "Release to decide"),
                "policies.proposal_decided": pgettext_lazy("mail", "Decision on a release"),
                "policies.guideline_review": pgettext_lazy("mail", "Review of a guideline"),
            }
        )

    def _leave_a_trail(self) -> None:
        from guidelines.policies.choices import Answer, ChangeClass, Method, ReservationOutcome
        from portal.audit.registry import Verb, verbs

        released, given = ("policy", "version", "binding", "asked"), ("rendition", "commitment")
        verbs(
            "policies",
            {
                "proposal.submitted": Verb(_("Release proposed"), change_class=ChangeClass),
                "proposal.sent_back": Verb(_("Proposal sent back")),
                "proposal.withdrawn": Verb(_("Proposal withdrawn")),
                "proposal.scheduled": Verb(_("Release scheduled"), "release_on"),
                "proposal.refused": Verb(_("Proposal or release refused"), "rule"),
                "policy.released": Verb(_("Guideline released"), *released, change_class=ChangeClass),
                "policy.retired": Verb(_("Guideline retired"), "closed"),
                "policy.reviewed": Verb(_("Guideline reviewed, unchanged"), "next"),
                "policy.refused": Verb(_("Change to a guideline refused"), "rule"),
                "policy.pdf_issued": Verb(_("PDF of a guideline issued"), "sha256"),
                "requests.recomputed": Verb(_("Requests worked out anew"), "asked", "closed"),
                "requests.reconfirmation": Verb(_("Asked to confirm again"), "asked"),
                "request.closed": Verb(_("Request closed")),
                "request.exempted": Verb(_("Exempted from a request")),
                "request.extended": Verb(_("Due date extended"), "to"),
                "request.refused": Verb(_("Change to a request refused"), "rule"),
                "reservation.settled": Verb(_("Reservation settled"), outcome=ReservationOutcome),
                "acknowledgement.given": Verb(
                    _("Acknowledgement given"), *given, answer=Answer, method=Method
                ),
                "acknowledgement.refused": Verb(_("Answer refused"), "rule"),
                "consent.withdrawn": Verb(_("Consent withdrawn"), "commitment"),
                "paper.recorded": Verb(_("Confirmation on paper recorded"), "scan"),
                "paper.confirmed": Verb(_("Confirmation on paper checked and accepted")),
                "paper.refused": Verb(_("Confirmation on paper checked and refused")),
            },
            details=DETAILS,
        )

    def _take_two(self) -> None:
        """What nobody can do alone."""
        from accounts.people.choices import Role
        from accounts.people.registrations import holders
        from accounts.people.registry import two_person_duty

        two_person_duty(
            "policies.release",
            title=_("Releasing guidelines"),
            missing=_("What the only approver has proposed or helped to write, nobody can release."),
            holders=lambda: holders(Role.APPROVER),
        )
        two_person_duty(
            "policies.paper",
            title=_("Confirmations on paper"),
            missing=_("A signed sheet that the only person in HR has recorded does not count."),
            holders=lambda: holders(Role.HR),
        )

    def _appear(self) -> None:
        """What people see of this room outside its own pages."""
        from accounts.people.registry import duty_provider, my_data_provider, stored_facts
        from guidelines.library.registry import reading_address_provider
        from guidelines.policies.duties import duties_of
        from guidelines.policies.my_data import STORED, stored_about
        from guidelines.policies.permissions import can_propose
        from guidelines.policies.reading import address_of
        from guidelines.policies.views.releases.access import waiting_for
        from portal.ui.registry import nav, stylesheet

        for name in STYLESHEETS:
            stylesheet("pages", f"policies/css/{name}.css")
        nav.register(_("Guidelines"), "policies:guideline-list", icon="book-open", order=20)
        nav.register(
            _("My acknowledgements"),
            "policies:acknowledgement-list",
            icon="file-check",
            order=30,
            short=pgettext_lazy("navigation", "Confirmed"),
        )
        nav.register(
            pgettext_lazy("navigation", "Releases"),
            "policies:release-list",
            icon="stamp",
            order=60,
            visible=can_propose,
            count=waiting_for,
        )
        duty_provider(duties_of)
        my_data_provider(stored_about)
        stored_facts(*STORED)
        reading_address_provider(address_of)

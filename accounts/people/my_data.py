"""What this room (and the frame below it) stores about somebody, for "my data".

A planned leaving date is left out on purpose: nothing hints at it before it takes effect.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.choices import Role, Way
from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from portal.audit.models import AuditEvent
from portal.audit.wording import said_in_words, verb_in_words
from portal.jobs.models import Job
from portal.jobs.registry import kind_in_words as job_in_words
from portal.mail.models import Message
from portal.mail.registry import kind_in_words

WHILE_EMPLOYED = _("As long as the person works here; afterwards as long as evidence needs it")
FOR_GOOD = _("Not deleted: it is evidence, and names nobody by itself")
# This room and the frame below it, which knows nobody.
STORED = (
    Stored(
        _("People"),
        _(
            "Name, work e-mail, login id, personnel number, language, time zone, entity, department, "
            "location, manager, deputy, sponsor, first and last day, status, absences (days only)"
        ),
        _("Who is asked for what, in which language and by when"),
        WHILE_EMPLOYED,
    ),
    Stored(
        _("Audiences"),
        _("When somebody came into an audience or left it, and by which change"),
        _("Answers “why was I asked?”"),
        WHILE_EMPLOYED,
    ),
    Stored(
        _("Roles"),
        _("Which role somebody holds for which part of the company, who proposed and who confirmed it"),
        _("Nobody gives power alone"),
        WHILE_EMPLOYED,
    ),
    Stored(
        _("Sign-in"),
        _("Password as a hash, passkeys and second factors (sealed), open sessions with their beginning"),
        _("Only the right person gets in"),
        _("Until they are removed; a session lasts 12 hours at most"),
    ),
    Stored(
        _("Mail"),
        _("Address, kind of mail, whether and when it was delivered; its facts for 30 days"),
        _("Shows whether somebody was told"),
        WHILE_EMPLOYED,
    ),
    Stored(
        _("Audit trail"),
        _("Who did what to which object and when, people as references without names"),
        _("Every access, by administrators too, can be followed and nobody can change it"),
        FOR_GOOD,
    ),
    Stored(
        _("Background work"),
        _("Who started which job, and how it ended"),
        _("Work that takes longer is not lost"),
        _("14 days, failed jobs 90 days"),
    ),
)
OTHERS = _("somebody else or the portal")


def about_person(person: Employee) -> list[Section]:
    """Everything of this room."""
    return [
        _facts(person),
        _absences(person),
        _audiences(person),
        _sign_in(person),
        _mails(person),
        _work(person),
        _trail(person),
    ]


def _facts(person: Employee) -> Section:
    roles = [str(role.label) for role in Role if role in person.role_slugs]
    row = {
        _("Name"): person.name,
        _("Work e-mail"): person.email or "",
        _("Login id"): person.login_id,
        _("Personnel number"): person.personnel_number,
        _("Language"): person.get_language_display(),
        _("Time zone"): person.time_zone,
        _("Entity"): person.entity,
        _("Department"): person.department,
        _("Location"): person.location,
        _("Manager"): person.manager or "",
        _("Deputy"): person.deputy or "",
        pgettext_lazy("person", "Status"): person.get_status_display(),
        _("Hired on"): person.hired_on or "",
        _("Roles"): ", ".join(roles),
    }
    return Section(_("About me"), [row])


def _absences(person: Employee) -> Section:
    rows = [
        {
            pgettext_lazy("absence", "From"): absence.first_day,
            pgettext_lazy("absence", "To"): absence.last_day,
        }
        for absence in person.absences.order_by("first_day")
    ]
    return Section(_("Absences"), rows)


def _audiences(person: Employee) -> Section:
    rows = [
        {
            _("Audience"): entry.audience,
            _("Movement"): entry.get_movement_display(),
            pgettext_lazy("audit", "Time"): entry.at,
            _("Because"): entry.reason,
        }
        for entry in person.audience_entries.select_related("audience").order_by("at", "pk")
    ]
    return Section(_("Audiences I was or am in"), rows)


def _sign_in(person: Employee) -> Section:
    factors = Authenticator.objects.filter(user=person).order_by("created_at")
    sessions = UserSession.objects.filter(user=person).order_by("created_at")
    rows: list[dict] = [
        {_("Sign-in method"): capfirst(str(Way(factor.type).label)), _("Since"): factor.created_at}
        for factor in factors
    ]
    rows += [{_("Session"): _("signed in"), _("Since"): session.created_at} for session in sessions]
    return Section(_("Sign-in"), rows)


def _mails(person: Employee) -> Section:
    rows = [
        {
            _("Mail"): kind_in_words(message.kind),
            _("Address"): message.address,
            _("State"): message.get_state_display(),
            pgettext_lazy("audit", "Time"): message.queued_at,
        }
        for message in Message.objects.to_person(person.ref).order_by("queued_at")
    ]
    return Section(_("Mails to me"), rows)


def _work(person: Employee) -> Section:
    rows = [
        {
            pgettext_lazy("job", "Work"): job_in_words(job.kind),
            _("State"): job.get_state_display(),
            pgettext_lazy("audit", "Time"): job.created_at,
        }
        for job in Job.objects.requested_by(person.ref).order_by("pk")
    ]
    return Section(_("Work in the background that I started"), rows)


def _trail(person: Employee) -> Section:
    """By whom stays out when it was somebody else: their data is not mine."""
    events = AuditEvent.objects.filter(Q(actor=person.ref) | Q(object_id=str(person.ref))).order_by("seq")
    rows = [
        {
            pgettext_lazy("audit", "Row"): event.seq,
            pgettext_lazy("audit", "Time"): event.at,
            pgettext_lazy("audit", "What happened"): verb_in_words(event.verb),
            pgettext_lazy("audit", "Details"): said_in_words(event),
            pgettext_lazy("audit", "By"): _("me") if event.actor == person.ref else OTHERS,
        }
        for event in events.iterator()
    ]
    return Section(_("In the audit trail"), rows)

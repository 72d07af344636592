"""Somebody saw something burn: four taps, for anybody (I1)."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from guidelines.incidents import reading
from guidelines.incidents.links import host_of, link_key
from guidelines.incidents.models import Incident, Member, Report, ReportedLink
from guidelines.incidents.permissions import can_enter
from guidelines.incidents.registry import tell_reported
from guidelines.incidents.rules import ReasonRequired, TooManyReports
from guidelines.incidents.timeline import held, write
from guidelines.playbooks.choices import Trouble
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="incident.refused")
def report(
    *,
    trouble: str,
    by: Employee,
    is_sure: bool = True,
    account: CorporateAccount | None = None,
    link: str = "",
    text: str = "",
    add_to: Incident | None = None,
) -> Report:
    """Report something. It joins the open incident in which the same link was reported, or `add_to`, the
    known one that the person recognised; else it opens one, confidential for kinds that concern single
    people. Raises `TooManyReports`, and never drops anything silently.
    """
    trouble = Trouble(trouble).value
    _require_measure(by)
    key = link_key(link)
    place = _claimed(key) if key else None
    is_confidential = trouble in settings.INCIDENT_CONFIDENTIAL_TROUBLES
    known = _known_by(place, is_confidential) or _recognised(add_to, is_confidential)
    incident = held(known) if known else _opened(trouble, is_confidential, account, link, place)
    made = Report.objects.create(
        incident=incident,
        trouble=trouble,
        is_sure=is_sure,
        account=account,
        link=storable(link.strip())[:1000],
        place=place,
        text=storable(text.strip())[:4000],
        reported_by=by,
        reported_at=timezone.now(),
    )
    if not known:
        _let_in(incident)
    facts = {"trouble": trouble, "report": str(made.ref)}
    write(incident, "incidents.reported", by=by, facts=facts)
    record("incident.reported", by=by, obj=incident, details={"trouble": trouble})
    if not known:
        tell_reported(incident, by)
    return made


@operation
def answer_reporter(*, report: Report, answer: str, by: Employee) -> Report:
    """Let the reporter know what became of it; the words stand on their page. Raises `NotPermitted`."""
    incident = held(report.incident.duplicate_of or report.incident)
    if incident.duplicate_of is not None:
        incident = held(incident.duplicate_of)
    if not can_enter(by, incident):
        raise NotPermitted
    words = storable(answer).strip()
    if not words:
        raise ReasonRequired
    report.refresh_from_db()
    report.answer, report.answered_at = words[:2000], timezone.now()
    report.save(update_fields=["answer", "answered_at"])
    write(incident, "incidents.answered", by=by, facts={"report": str(report.ref)}, text=words)
    return report


def _require_measure(by: Employee) -> None:
    """Under the lock of the person, so that a hundred at once are counted one by one."""
    Employee.objects.held().get(pk=by.pk)
    since = timezone.now() - timedelta(hours=1)
    if by.incident_reports.filter(reported_at__gt=since).count() >= settings.INCIDENT_REPORTS_PER_HOUR:
        raise TooManyReports


def _claimed(key: str) -> ReportedLink:
    """The row of the link, locked: whoever reports it at the same moment waits here."""
    made, _is_new = ReportedLink.objects.get_or_create(key=key)
    return ReportedLink.objects.select_for_update(no_key=True).get(pk=made.pk)


def _known_by(place: ReportedLink | None, is_confidential: bool) -> Incident | None:
    """The open incident of this link, as far as the report may be shown to everybody in it."""
    if place is None:
        return None
    found = Incident.objects.open().filter(mode="live")
    found = found.filter(pk__in=_gone_on(place))
    if is_confidential:
        found = found.filter(is_confidential=True)
    return found.order_by("pk").first()


def _gone_on(place: ReportedLink) -> set[int]:
    rows = place.reports.values_list("incident_id", "incident__duplicate_of_id")
    return {merged or own for own, merged in rows}


def _recognised(incident: Incident | None, is_confidential: bool) -> Incident | None:
    if incident is None or is_confidential:
        return None
    return Incident.objects.known_to_reporters().filter(pk=incident.pk).first()


def _opened(
    trouble: str,
    is_confidential: bool,
    account: CorporateAccount | None,
    link: str,
    place: ReportedLink | None,
) -> Incident:
    ended = Incident.objects.filter(pk__in=_gone_on(place)).order_by("-pk").first() if place else None
    follows = (
        ended if ended and not ended.is_open and not (ended.is_confidential and not is_confidential) else None
    )
    with translation.override(settings.LANGUAGE_CODE):
        where = str(account.handle) if account else host_of(link)
        title = f"{Trouble(trouble).label}: {where}" if where else str(Trouble(trouble).label)
    made = Incident.objects.create(
        trouble=trouble,
        title=title[:200],
        is_confidential=is_confidential,
        opened_at=timezone.now(),
        follows=follows,
    )
    incident = held(made)
    write(incident, "incidents.opened", by=None, facts={"follows": follows.number} if follows else {})
    record("incident.opened", by=None, obj=incident, details={"trouble": trouble})
    return incident


def _let_in(incident: Incident) -> None:
    """Into a confidential room: whoever is named to lead such incidents, else the crisis leads."""
    if not incident.is_confidential:
        return
    works = [work for work in reading.playbooks() if reading.fits(work, incident.trouble)]
    named = reading.lead_holders(works)
    leads = named or list(Employee.objects.who_may_sign_in().with_role(Role.CRISIS_LEAD))
    now = timezone.now()
    Member.objects.bulk_create(Member(incident=incident, person=one, added_at=now) for one in leads)
    write(incident, "incidents.confidential", by=None, facts={} if named else {"fallback": True})
    for one in leads:
        write(incident, "incidents.let-in", by=None, facts={"person": str(one.ref)})

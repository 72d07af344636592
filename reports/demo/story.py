"""A year at the demo company: releases, answers of every kind, joiners, leavers and reservations."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from accounts.people.choices import Status
from accounts.people.models import Employee
from accounts.people.operations import leave, record_absence, send_on_leave
from accounts.register.operations.platforms import load_starter_platforms
from guidelines.alarms.choices import Channel, DispatchState
from guidelines.alarms.models import AlarmDispatch
from guidelines.library.models import GuidelinePage
from guidelines.library.operations import write_page
from guidelines.policies.choices import (
    Method,
    ReservationOutcome,
    StatementKind,
)
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest, Policy, ReservationCase
from guidelines.policies.operations import (
    acknowledge,
    acknowledge_under_reservation,
    confirm_paper,
    decline_consent,
    exempt,
    extend_deadline,
    propose_release,
    record_paper,
    release_version,
    settle_reservation,
    withdraw_consent,
)
from guidelines.policies.operations.acknowledging import Read
from guidelines.policies.pinning import authors_of, pinned_texts
from portal.mail.choices import MessageState
from portal.mail.models import Message
from reports.demo import access, guides, incidents, moderation, playbooks, storm, training, vault
from reports.demo.cast import LOCATIONS, SERVICE, TECHNOLOGY, Person
from reports.demo.channels import open_channels
from reports.demo.clock import at
from reports.demo.company import found, take_on
from reports.demo.texts import Release, guidelines, terms_of

SCAN = b"%PDF-1.4\n% A scanned sheet of the demo company.\n%%EOF\n"
# How many days ago each guideline's releases happened, oldest first.
RELEASED_DAYS_AGO = {
    "social-media": (380, 19),
    "monitoring-customer-data": (330, 9),
    "customer-dialogue": (290, 40),
    "photos-and-quotes": (30,),
}
ONE_VERSION_DAYS_AGO = (310, 250, 60)
# In how many days each guideline is to be looked at again, and by whom: one is late, one comes soon.
REVIEWS: dict[str, tuple[int, str]] = {"corporate-accounts": (-12, "edda"), "customer-dialogue": (18, "falk")}
NEXT_REVIEW = (300, "edda")
ANSWERED_OF_OLD, ANSWERED_OF_NEW = 0.96, 0.7
HAVE_THEIR_OWN_STORY = frozenset({"ben", "katrin", "sven", "matthias", "osman", "kofi", "robin", "birgit"})
# Works on an account for which the guideline on social media is required, and has read it in time.
ANSWER_FIRST = frozenset({"amira"})
OFFICE_OPENS, OFFICE_SHARE_OF_DAY = timedelta(hours=6, minutes=30), 0.4


@dataclass
class Story:
    """Tells the year that ends at `now`, in order. The same `now` gives the same company."""

    now: datetime
    dice: random.Random = field(default_factory=lambda: random.Random(1893))  # noqa: S311

    def tell(self) -> None:
        with at(self._ago(420)):
            found(self._ago(420).date())
        events = sorted(self._events(), key=lambda event: event[0], reverse=True)
        for days, tell, arguments in events:
            with at(self._ago(days)):
                tell(*arguments)
        for minutes, tell, arguments in storm.events():
            with at(self.now - timedelta(minutes=minutes)), timezone.override(LOCATIONS[0]["time_zone"]):
                tell(*arguments)
        self._mail_was_sent()

    def _mail_was_sent(self) -> None:
        """What the story wrote to people reached them long ago; none of it leaves today."""
        Message.objects.queued().update(state=MessageState.SENT, sent_at=F("queued_at"))
        calls = AlarmDispatch.objects.queued().filter(channel=Channel.MAIL)
        calls.update(state=DispatchState.SENT, sent_at=F("queued_at"))

    def _events(self) -> list[tuple[float, Any, tuple[Any, ...]]]:
        events: list[tuple[float, Any, tuple[Any, ...]]] = []
        single = iter(ONE_VERSION_DAYS_AGO)
        for releases in guidelines():
            days = RELEASED_DAYS_AGO.get(releases[0].slug) or (next(single),)
            events += [(ago, self.release, (text,)) for ago, text in zip(days, releases, strict=True)]
            final = len(days) - 1
            for index, ago in enumerate(days):
                ends = 0.05 if index == final else days[index + 1]
                events += self._answers(releases[0].slug, ago, ends, final=index == final)
        return events + self._incidents()

    def _incidents(self) -> list[tuple[float, Any, tuple[Any, ...]]]:
        return [
            (200, self.leaver, ()),
            (24.5, load_starter_platforms, ()),
            (24, open_channels, ()),
            *access.events(),
            *vault.events(),
            *training.events(),
            *moderation.events(),
            *guides.events(),
            *playbooks.events(),
            *incidents.events(),
            (12, self.joiner, ()),
            (8, self.absences, ()),
            (6, self.reservations, ()),
            (5, self.papers, ()),
            (4, self.exceptions, ()),
            (3, self.settle, ()),
            (1, self.consents, ()),
        ]

    def _answers(
        self, slug: str, asked: float, ends: float, *, final: bool
    ) -> list[tuple[float, Any, tuple[Any, ...]]]:
        days = [asked - 0.1 - self.dice.expovariate(0.2) for _ in range(60)]
        share = ANSWERED_OF_NEW if final and asked < 100 else ANSWERED_OF_OLD
        return [(day, self.answer, (slug, share)) for day in days if day > ends]

    def release(self, text: Release) -> None:
        """Edda writes and proposes, Falk approves."""
        edda, falk = self._person("edda"), self._person("falk")
        for language, content in text.contents.items():
            write_page(text.slug, language, {**content, **self._upkeep(text.slug)}, edda)
        page = GuidelinePage.objects.get(slug=text.slug, locale__language_code="de")
        proposal = propose_release(
            slug=text.slug,
            translation_key=page.translation_key,
            texts=pinned_texts(page),
            authors=authors_of(page),
            terms=terms_of(text),
            by=edda,
        )
        release_version(proposal=proposal, by=falk)

    def _upkeep(self, slug: str) -> dict[str, Any]:
        days, owner = REVIEWS.get(slug, NEXT_REVIEW)
        return {
            "content_owner": self._person(owner),
            "review_by": self.now.date() + timedelta(days=days),
        }

    def answer(self, slug: str, share: float) -> None:
        """One more person confirms, unless enough have. Whoever has a story owes the newest text."""
        policy = Policy.objects.filter(slug=slug, current__isnull=False).first()
        if policy is None or policy.current is None:
            return
        everybody = policy.requests.filter(major=policy.current.major)
        # By name: in which order many requests are written at once is up to the database.
        waiting = list(everybody.open().select_related("employee").order_by("employee__login_id"))
        if not waiting or 1 - len(waiting) / everybody.count() >= share:
            return
        first = [request for request in waiting if request.employee.login_id in ANSWER_FIRST]
        if first:
            self._confirm(first[0])
            return
        kept = [request for request in waiting if request.employee.login_id in HAVE_THEIR_OWN_STORY]
        others = [request for request in waiting if request not in kept]
        if kept and share == ANSWERED_OF_OLD:
            self._confirm(kept[0])
        elif others:
            self._confirm(self.dice.choice(others))

    def leaver(self) -> None:
        person = take_on(
            Person("arne", "Arne Behrens", SERVICE), number=90, today=self._ago(200).date(), days_ago=900
        )
        for request in AcknowledgementRequest.objects.open().of(person)[:1]:
            self._confirm(request)
        leave(person=person, on=self._ago(200).date(), by=self._person("hanna"))

    def joiner(self) -> None:
        for number, name in enumerate(("Fiona Aldag", "Mats Ekström")):
            person = Person(name.split()[0].lower(), name, TECHNOLOGY)
            status = Status.ACTIVE if number else Status.INVITED
            take_on(person, number=91 + number, today=self._ago(12).date(), status=status, days_ago=0)

    def absences(self) -> None:
        hanna, today = self._person("hanna"), self._ago(8).date()
        send_on_leave(person=self._person("greta"), by=hanna)
        record_absence(
            person=self._person("paul"), first_day=today, last_day=today + timedelta(days=20), by=hanna
        )

    def reservations(self) -> None:
        for login_id, reason in (
            ("katrin", "Abschnitt 3 regelt auch private Beiträge. Das geht mir zu weit; bitte klären."),
            ("sven", "Mir ist unklar, ob das auch für meinen Verein gilt."),
        ):
            request = self._open_request(login_id, "social-media")
            if request:
                acknowledge_under_reservation(
                    request=request,
                    read=self._read(request),
                    reason=reason,
                    authenticated="password",
                    by=request.employee,
                )

    def papers(self) -> None:
        hanna, henrik = self._person("hanna"), self._person("henrik")
        for login_id, confirmed in (("matthias", True), ("osman", False)):
            request = self._open_request(login_id, "social-media")
            if request is None:
                continue
            paper = record_paper(
                request=request,
                rendition=request.version.renditions.get(language="de"),
                method=Method.PAPER,
                signed_on=self._ago(7).date(),
                note="Unterschrieben in der Teamrunde, Original in der Personalakte.",
                scan_name=f"kenntnisnahme-{login_id}.pdf",
                scan=SCAN,
                by=hanna,
            )
            if confirmed:
                confirm_paper(paper=paper, by=henrik)

    def exceptions(self) -> None:
        hanna = self._person("hanna")
        exempted = self._open_request("kofi", "social-media")
        if exempted:
            exempt(request=exempted, reason="Keine Nutzung von Medien, Einsatz nur im Lager.", by=hanna)
        extended = self._open_request("robin", "social-media")
        if extended:
            extend_deadline(
                request=extended,
                to=self._ago(-21).date(),
                reason="Elternzeitvertretung, Einarbeitung läuft.",
                by=hanna,
            )

    def settle(self) -> None:
        case = ReservationCase.objects.filter(outcome="").order_by("-pk").first()
        if case:
            settle_reservation(
                case=case,
                outcome=ReservationOutcome.ASK_AGAIN,
                note="Im Gespräch geklärt: Vereinsarbeit ist privat.",
                by=self._person("hanna"),
            )

    def consents(self) -> None:
        no = self._open_request("birgit", "photos-and-quotes")
        if no:
            decline_consent(request=no, by=no.employee)
        signed = Acknowledgement.objects.filter(statement_kind=StatementKind.CONSENT).order_by("pk").first()
        if signed:
            withdraw_consent(acknowledgement=signed, by=signed.employee)

    def _confirm(self, request: AcknowledgementRequest) -> None:
        acknowledge(request=request, read=self._read(request), authenticated="password", by=request.employee)

    def _read(self, request: AcknowledgementRequest) -> Read:
        rendition = request.version.renditions.get(language=request.employee.language)
        return Read(rendition.ref, rendition.sha256)

    def _open_request(self, login_id: str, slug: str) -> AcknowledgementRequest | None:
        return (
            AcknowledgementRequest.objects.open()
            .filter(employee__login_id=login_id, policy__slug=slug)
            .select_related("employee", "version")
            .first()
        )

    def _person(self, login_id: str) -> Employee:
        return Employee.objects.get(login_id=login_id)

    def _ago(self, days: float) -> datetime:
        """So many days before today, squeezed into office hours; the order of events stays."""
        moment = datetime.combine(self.now.date(), time.min, UTC) - timedelta(days=days)
        midnight = datetime.combine(moment.date(), time.min, UTC)
        return midnight + OFFICE_OPENS + (moment - midnight) * OFFICE_SHARE_OF_DAY

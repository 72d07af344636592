"""A released guideline whose drafts say something new, and somebody who may do everything in the CMS."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.people.models import Employee
from guidelines.library.models import GuidelineIndexPage, GuidelinePage
from guidelines.policies.models import AcknowledgementRequest, Policy, PolicyVersion, Rendition
from tests.factories.drafts import released, write, written
from tests.factories.people import Cast, signed_in

NEW = "Ein neuer Satz, den niemand freigegeben hat."
FORMSET = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}


class Place:
    """A released guideline whose drafts say something new, and somebody who may do everything in the CMS."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        written(cast)
        self.reader = signed_in(Client(), cast.ben)
        self.version = released(cast, GuidelinePage.objects.get(locale__language_code="de"))
        write(cast, text=NEW)
        self.mighty_person = with_every_right(cast.ines)
        self.mighty = signed_in(Client(), self.mighty_person)
        self.german = GuidelinePage.objects.get(locale__language_code="de")
        self.english = GuidelinePage.objects.get(locale__language_code="en")
        self.shelf = GuidelineIndexPage.objects.get(locale__language_code="de")

    def post(self, name: str, *args: Any, query: str = "", **data: Any) -> int:
        return self.mighty.post(reverse(name, args=args) + query, data).status_code

    def act(self, page: Page, action: str, **data: Any) -> int:
        """The CMS's own interface."""
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        return self.mighty.post(address, data, content_type="application/json").status_code

    def edit(self, page: Page, **data: Any) -> int:
        return self.post("wagtailadmin_pages:edit", page.pk, **editor_form(page, **data))

    def reads(self, language: str) -> tuple[str, str]:
        """The text as Ben reads it."""
        address = reverse("policies:guideline-read", args=[self.version.policy.slug])
        context = self.reader.get(address, {"lang": language}).context
        return str(context["html"]), context["rendition"].sha256

    def held(self) -> dict[str, Any]:
        """What people read and what they are held to."""
        return {
            "texts": [self.reads("de"), self.reads("en")],
            "versions": list(PolicyVersion.objects.order_by("pk").values_list("pk", "binding")),
            "renditions": list(Rendition.objects.order_by("pk").values_list("pk", "sha256", "html")),
            "current": Policy.objects.get(pk=self.version.policy_id).current_id,
            "requests": list(AcknowledgementRequest.objects.order_by("pk").values()),
        }


def with_every_right(person: Employee) -> Employee:
    """More than anybody has here: nobody is superuser, and editors cannot publish."""
    group = Group.objects.create(name="mighty")
    group.permissions.set(Permission.objects.all())
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page"
    ):
        GroupPagePermission.objects.create(
            group=group, page=Page.get_first_root_node(), permission=permission
        )
    for permission in Permission.objects.filter(content_type__model__in=("collection", "image", "document")):
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    person.groups.add(group)
    return Employee.objects.get(pk=person.pk)


def editor_form(page: Page, **data: Any) -> dict[str, Any]:
    comments = {f"comments-{name}": value for name, value in FORMSET.items()}
    form = {"slug": page.slug, "title": NEW, "statement_kind": "receipt", "authoritative_language": "de"}
    return {**comments, **form, "statement": "Neu", "body-count": "0", "sources-count": "0", **data}

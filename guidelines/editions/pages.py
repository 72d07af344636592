"""What every page has whose text is released as an edition."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from accounts.people.choices import Role
from guidelines.editions.freezing import FrozenWork
from guidelines.editions.registry import genre_of

CMS_ROLES = (Role.EDITOR.value, Role.APPROVER.value)


class EditedIndexPage(Page):
    """The shelf of one language. A genre's own says which pages stand on it and where people find them."""

    reading_list: ClassVar[str]  # a route

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    promote_panels: ClassVar = [FieldPanel("slug")]
    preview_modes: ClassVar = []

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to what people read."""
        return HttpResponseRedirect(reverse(self.reading_list))


class EditedPage(Page):
    """The draft of a work in one language. A genre's page adds its parts and says how they are frozen."""

    summary = models.TextField(
        pgettext_lazy("editions", "summary"),
        blank=True,
        max_length=600,
        help_text=_("Two or three sentences: when people need it and what they find."),
    )
    authoritative_language = models.CharField(
        _("authoritative language"), max_length=8, choices=settings.LANGUAGES, default="de"
    )
    content_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"groups__name__in": CMS_ROLES, "is_active": True},
        verbose_name=_("content owner"),
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)

    subpage_types: ClassVar = []
    promote_panels: ClassVar = []
    upkeep_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("content_owner"),
                FieldPanel("review_by"),
                FieldPanel("authoritative_language"),
                FieldPanel("slug"),
            ],
            heading=_("Upkeep"),
        )
    ]
    synchronized_fields: ClassVar = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("content_owner", overridable=False),
        SynchronizedField("review_by", overridable=False),
    ]

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return self.locale.language_code

    def frozen(self) -> FrozenWork:
        """The page as it would be released."""
        raise TypeError(f"{type(self).__name__} does not say how it is frozen")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to what was released; a page's own draft is never served."""
        from guidelines.editions.models import Work

        work = Work.objects.in_force().filter(translation_key=self.translation_key).first()
        if work is None:
            raise Http404
        return HttpResponseRedirect(genre_of(self).address(work.slug))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft exactly as it would be frozen."""
        from guidelines.editions.views.preview import preview

        return preview(request, self)

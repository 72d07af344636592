"""Where editors write. Nobody is held to a page: people read and sign what was released from it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from accounts.people.choices import Role
from guidelines.library.blocks import GuidelineBody, Sources
from guidelines.library.choices import StatementKind
from guidelines.library.freezing import FrozenText, freeze
from guidelines.library.panels import WarningsPanel
from guidelines.library.querysets import GuidelineManager
from guidelines.library.registry import reading_address

CMS_ROLES = (Role.EDITOR.value, Role.APPROVER.value)


class GuidelineIndexPage(Page):
    """The shelf of one language."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["library.GuidelinePage"]
    promote_panels: ClassVar = [FieldPanel("slug")]
    preview_modes: ClassVar = []

    class Meta:
        verbose_name = _("guideline shelf")
        verbose_name_plural = _("guideline shelves")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the list of guidelines that people read."""
        try:
            return HttpResponseRedirect(reverse("policies:guideline-list"))
        except NoReverseMatch as missing:
            raise Http404 from missing


class GuidelinePage(Page):
    """The draft of a guideline in one language."""

    summary = models.TextField(
        pgettext_lazy("guideline", "summary"),
        blank=True,
        max_length=600,
        help_text=_("Two or three sentences: what it is about and for whom."),
    )
    body = StreamField(GuidelineBody(), verbose_name=pgettext_lazy("guideline", "text"), blank=True)
    sources = StreamField(Sources(), verbose_name=pgettext_lazy("guideline", "sources"), blank=True)
    statement_kind = models.CharField(
        _("kind of statement"),
        max_length=16,
        choices=StatementKind,
        default=StatementKind.RECEIPT,
        help_text=_("What people declare. It is proposed when you submit and bound by the release."),
    )
    statement = models.TextField(
        pgettext_lazy("guideline", "statement"),
        blank=True,
        max_length=1000,
        help_text=_("The sentence people confirm, in full."),
    )
    authoritative_language = models.CharField(
        _("authoritative language"),
        max_length=8,
        choices=settings.LANGUAGES,
        default="de",
        help_text=_("The text in this language decides if languages differ."),
    )
    question_contact = models.CharField(
        _("questions go to"), max_length=200, blank=True, help_text=_("A person or a team and their task.")
    )
    question_email = models.EmailField(_("e-mail for questions"), blank=True)
    content_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_guidelines",
        limit_choices_to={"groups__name__in": CMS_ROLES, "is_active": True},
        verbose_name=_("content owner"),
        help_text=_("Keeps this guideline up to date and is reminded to review it."),
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)

    objects = GuidelineManager()

    parent_page_types: ClassVar = ["library.GuidelineIndexPage"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [
        WarningsPanel(),
        TitleFieldPanel("title", help_text=_("The name under which people find this guideline.")),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("sources"),
        MultiFieldPanel(
            [FieldPanel("question_contact"), FieldPanel("question_email")], heading=_("Questions")
        ),
        MultiFieldPanel(
            [FieldPanel("statement_kind"), FieldPanel("statement"), FieldPanel("authoritative_language")],
            heading=_("What people declare"),
        ),
        MultiFieldPanel(
            [FieldPanel("content_owner"), FieldPanel("review_by"), FieldPanel("slug")], heading=_("Upkeep")
        ),
    ]
    promote_panels: ClassVar = []
    override_translatable_fields: ClassVar = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("content_owner", overridable=False),
        SynchronizedField("question_email", overridable=False),
        TranslatableField("body"),
        TranslatableField("sources"),
    ]

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")

    @property
    def language(self) -> str:
        return self.locale.language_code

    def frozen(self) -> FrozenText:
        return freeze(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the text that was released from this page; a page's own draft is never served."""
        address = reading_address(self)
        if not address:
            raise Http404
        return HttpResponseRedirect(address)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft exactly as it would be frozen."""
        from guidelines.library.views import preview

        return preview(request, self)

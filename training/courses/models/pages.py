from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from training.courses.blocks import Lessons
from training.courses.freezing import FrozenCourse, freeze_course


class CourseIndexPage(Page):
    """The shelf of courses of one language."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["courses.CoursePage"]
    promote_panels: ClassVar = [FieldPanel("slug")]
    preview_modes: ClassVar = []

    class Meta:
        verbose_name = pgettext_lazy("training", "course shelf")
        verbose_name_plural = pgettext_lazy("training", "course shelves")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to what people learn."""
        return HttpResponseRedirect(reverse("assignments:learning"))


class CoursePage(Page):
    """The draft of a course in one language. Questions belong to the course, not to the page."""

    summary = models.TextField(
        pgettext_lazy("course", "summary"),
        blank=True,
        max_length=600,
        help_text=_("Two or three sentences: what people can do after it."),
    )
    lessons = StreamField(Lessons(), verbose_name=pgettext_lazy("course", "lessons"), blank=True)
    authoritative_language = models.CharField(
        _("authoritative language"), max_length=8, choices=settings.LANGUAGES, default="de"
    )
    question_contact = models.CharField(_("questions go to"), max_length=200, blank=True)
    question_email = models.EmailField(_("e-mail for questions"), blank=True)

    parent_page_types: ClassVar = ["courses.CourseIndexPage"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [
        TitleFieldPanel("title", help_text=_("The name under which people find this course.")),
        FieldPanel("summary"),
        FieldPanel("lessons"),
        MultiFieldPanel(
            [FieldPanel("question_contact"), FieldPanel("question_email")], heading=_("Questions")
        ),
        MultiFieldPanel([FieldPanel("authoritative_language"), FieldPanel("slug")], heading=_("Upkeep")),
    ]
    promote_panels: ClassVar = []
    override_translatable_fields: ClassVar = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("question_email", overridable=False),
        TranslatableField("lessons"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("training", "course")
        verbose_name_plural = pgettext_lazy("training", "courses")

    @property
    def language(self) -> str:
        return self.locale.language_code

    def frozen(self) -> FrozenCourse:
        return freeze_course(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the released course; a page's own draft is never served."""
        return HttpResponseRedirect(reverse("courses:course-show", args=[self.slug]))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft exactly as it would be frozen."""
        from training.courses.views.preview import preview

        return preview(request, self)

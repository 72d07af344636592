"""Every address of the portal. No language in the path: a person's language is a setting, not a place."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler400 = "portal.ui.views.bad_request"
handler403 = "portal.ui.views.permission_denied"
handler404 = "portal.ui.views.page_not_found"
handler500 = "portal.ui.views.server_error"

urlpatterns = [
    path("health/", include("portal.upkeep.urls")),
    path("", include("portal.ui.urls")),
    path("jobs/", include("portal.jobs.urls")),
    path("audit/", include("portal.audit.urls")),
    path("", include("accounts.sso.urls")),
    path("", include("accounts.desk.urls")),
    path("", include("accounts.people.urls")),
    path("", include("accounts.scim.urls")),
    path("", include("accounts.imports.urls")),
    path("", include("accounts.register.urls")),
    path("", include("accounts.access.urls")),
    path("", include("accounts.vault.urls")),
    path("signin/", include("allauth.urls")),
    path("", include("guidelines.library.urls")),
    path("", include("guidelines.policies.urls")),
    path("", include("guidelines.editions.urls")),
    path("", include("guidelines.playbooks.urls")),
    path("", include("guidelines.guides.urls")),
    path("", include("guidelines.coach.urls")),
    path("", include("guidelines.incidents.urls")),
    path("", include("guidelines.alarms.urls")),
    path("", include("guidelines.statements.urls")),
    path("", include("guidelines.moderation.urls")),
    path("", include("guidelines.reviews.urls")),
    path("", include("training.courses.urls")),
    path("", include("training.packages.urls")),
    path("", include("training.assignments.urls")),
    path("", include("training.xapi.urls")),
    path("", include("reports.evidence.urls")),
    path("", include("reports.exports.urls")),
    path("", include("reports.reminders.urls")),
    path("", include("reports.training.urls")),
    path("", include("reports.dashboards.urls")),
    path("", include("reports.api.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("cms-documents/", include(wagtaildocs_urls)),
    path("pages/", include(wagtail_urls)),
]

if settings.PORTAL_DEMO:
    urlpatterns.append(path("", include("reports.demo.urls")))

"""Reading, answering, what is mine, and the desk of editors and approvers."""

from django.urls import path

from guidelines.policies.views import acknowledging, changes, files, mine, reading, searching
from guidelines.policies.views.releases import deciding, desk, proposing, upkeep

app_name = "policies"

urlpatterns = [
    path("guidelines/", reading.guideline_list, name="guideline-list"),
    path("guidelines/search/", searching.guideline_search, name="guideline-search"),
    path("guidelines/assets/<str:sha256>/<str:name>", files.asset, name="asset-show"),
    path("guidelines/<slug:slug>/", reading.guideline_read, name="guideline-read"),
    path("guidelines/<slug:slug>/changes/", changes.guideline_changes, name="guideline-changes"),
    path(
        "guidelines/<slug:slug>/versions/<int:major>.<int:minor>/",
        reading.version_read,
        name="version-read",
    ),
    path(
        "guidelines/<slug:slug>/versions/<int:major>.<int:minor>/<slug:language>.pdf",
        files.version_pdf,
        name="version-pdf",
    ),
    path("acknowledge/<uuid:ref>/", acknowledging.acknowledge_request, name="acknowledge"),
    path("my/acknowledgements/", mine.acknowledgement_list, name="acknowledgement-list"),
    path("my/acknowledgements/<uuid:ref>/", mine.acknowledgement_detail, name="acknowledgement-detail"),
    path("my/acknowledgements/<uuid:ref>/withdraw/", mine.consent_withdraw, name="consent-withdraw"),
    path("my/acknowledgements/<uuid:ref>/mail/", mine.acknowledgement_mail, name="acknowledgement-mail"),
    path("releases/", desk.release_list, name="release-list"),
    path("releases/propose/<int:page_id>/", proposing.release_propose, name="release-propose"),
    path("releases/<uuid:ref>/", deciding.release_show, name="release-show"),
    path("releases/<uuid:ref>/decide/", deciding.release_decide, name="release-decide"),
    path("releases/<uuid:ref>/withdraw/", deciding.release_withdraw, name="release-withdraw"),
    path("releases/<slug:slug>/review/", upkeep.guideline_review, name="guideline-review"),
    path("releases/<slug:slug>/retire/", upkeep.guideline_retire, name="guideline-retire"),
]

from django.urls import path

from reports.api.views import endpoints, pages

app_name = "api"
urlpatterns = [
    path("hr/api/", pages.list_tokens, name="token-list"),
    path("hr/api/new/", pages.add_token, name="token-add"),
    path("hr/api/<uuid:ref>/", pages.show_token, name="token-show"),
    path("hr/api/<uuid:ref>/confirm/", pages.confirm, name="token-confirm"),
    path("hr/api/<uuid:ref>/revoke/", pages.revoke, name="token-revoke"),
    path("api/v1/acknowledgements", endpoints.acknowledgements, name="acknowledgements"),
    path("api/v1/completions", endpoints.completions, name="completions"),
    path("api/v1/openapi.json", endpoints.openapi, name="openapi"),
    path("api/", endpoints.nowhere, name="root"),
    path("api/<path:path>", endpoints.nowhere, name="nowhere"),
]

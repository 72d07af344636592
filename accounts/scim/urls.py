from django.urls import path

from accounts.scim.views import endpoint, leavings, tokens

app_name = "scim"
urlpatterns = [
    path("scim/v2/", endpoint.endpoint, name="root"),
    path("scim/v2/<path:path>", endpoint.endpoint, name="endpoint"),
    path("directory/", tokens.show_directory, name="directory-show"),
    path("directory/tokens/", tokens.add_token, name="token-add"),
    path("directory/tokens/<uuid:ref>/revoke/", tokens.revoke, name="token-revoke"),
    path("directory/leavers/", leavings.list_leavings, name="leaving-list"),
    path("directory/leavers/decide/", leavings.decide, name="leaving-decide"),
]

from django.urls import path

from accounts.vault.views import credentials, emergencies, reveals, rotations

app_name = "vault"
urlpatterns = [
    path("accounts/<uuid:ref>/vault/add/<slug:kind>/", credentials.add, name="credential-add"),
    path("accounts/<uuid:ref>/vault/change/", rotations.start, name="rotation-start"),
    path("vault/credentials/<uuid:ref>/", credentials.show_credential, name="credential-show"),
    path("vault/credentials/<uuid:ref>/edit/", credentials.edit, name="credential-edit"),
    path("vault/credentials/<uuid:ref>/new/", credentials.renew, name="credential-renew"),
    path("vault/credentials/<uuid:ref>/in-force/", credentials.use_new, name="credential-in-force"),
    path("vault/credentials/<uuid:ref>/give-back/", credentials.give_back, name="credential-give-back"),
    path("vault/credentials/<uuid:ref>/remove/", credentials.remove, name="credential-remove"),
    path("vault/credentials/<uuid:ref>/see/", reveals.ask, name="reveal-ask"),
    path("vault/credentials/<uuid:ref>/emergency/", emergencies.use_emergency, name="emergency-use"),
    path("vault/reveals/<uuid:ref>/", reveals.show_reveal, name="reveal-show"),
    path("vault/reveals/<uuid:ref>/answer/", reveals.answer, name="reveal-answer"),
    path("vault/reveals/<uuid:ref>/ticket/", reveals.ticket, name="reveal-ticket"),
    path("vault/reveals/<uuid:ref>/secret/", reveals.secret, name="reveal-secret"),
    path("vault/emergencies/<uuid:ref>/", emergencies.show_emergency, name="emergency-show"),
    path("vault/", rotations.list_rotations, name="rotation-list"),
    path("vault/changes/<uuid:ref>/", rotations.show_rotation, name="rotation-show"),
    path("vault/changes/<uuid:ref>/step/<slug:kind>/", rotations.do_step, name="rotation-step"),
    path("vault/changes/<uuid:ref>/waive/", rotations.waive, name="rotation-waive"),
    path("vault/changes/<uuid:ref>/<slug:act>/", rotations.act_on_rotation, name="rotation-act"),
]

from django.urls import path

from accounts.register.views import accounts, approvals, findings, platforms, routes

app_name = "register"
urlpatterns = [
    path("accounts/", accounts.list_accounts, name="account-list"),
    path("accounts/add/", accounts.add_account, name="account-add"),
    path("accounts/health/", findings.show_health, name="health-show"),
    path("accounts/findings/", findings.list_findings, name="finding-list"),
    path("accounts/findings/<uuid:ref>/", findings.show_finding, name="finding-show"),
    path("accounts/findings/<uuid:ref>/plan/", findings.plan, name="finding-plan"),
    path("accounts/findings/<uuid:ref>/accept/", findings.propose, name="finding-accept"),
    path("accounts/findings/<uuid:ref>/confirm/", findings.confirm, name="finding-confirm"),
    path("accounts/findings/<uuid:ref>/decline/", findings.decline, name="finding-decline"),
    path("accounts/approvals/", approvals.list_approvals, name="approval-list"),
    path("accounts/approvals/<uuid:ref>/", approvals.show_approval, name="approval-show"),
    path("accounts/approvals/<uuid:ref>/end/", approvals.end, name="approval-end"),
    path("accounts/platforms/", platforms.list_platforms, name="platform-list"),
    path("accounts/platforms/add/", platforms.new_platform, name="platform-add"),
    path("accounts/platforms/<slug:slug>/", platforms.show_platform, name="platform-show"),
    path("accounts/platforms/<slug:slug>/approval/", approvals.ask_for_approval, name="approval-ask"),
    path("accounts/platforms/<slug:slug>/<slug:key>/", platforms.overrule, name="fact-overrule"),
    path("accounts/facts/<uuid:ref>/confirm/", platforms.confirm, name="fact-confirm"),
    path("accounts/routes/<uuid:ref>/", routes.edit_route, name="route-edit"),
    path("accounts/routes/<uuid:ref>/close/", routes.end_route, name="route-close"),
    path("accounts/routes/<uuid:ref>/sign-off/", routes.sign_off, name="route-sign-off"),
    path("accounts/connections/<uuid:ref>/remove/", routes.remove_connection, name="connection-remove"),
    path("accounts/<uuid:ref>/", accounts.show_account, name="account-show"),
    path("accounts/<uuid:ref>/edit/", accounts.edit_account, name="account-edit"),
    path("accounts/<uuid:ref>/hand-over/", accounts.hand_account_over, name="account-hand-over"),
    path("accounts/<uuid:ref>/status/", accounts.set_status, name="account-status"),
    path("accounts/<uuid:ref>/routes/add/", routes.new_route, name="route-add"),
    path("accounts/<uuid:ref>/connections/add/", routes.new_connection, name="connection-add"),
]

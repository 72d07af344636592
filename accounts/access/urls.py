from django.urls import path

from accounts.access.views import channels, consents, grants, leaving, policies, requests, reviews, tasks

app_name = "access"
urlpatterns = [
    path("channels/", channels.my_channels, name="channel-list"),
    path("channels/private/<uuid:ref>/", consents.volunteer, name="consent-give"),
    path("channels/private/<uuid:ref>/withdraw/", consents.withdraw, name="consent-withdraw"),
    path("channels/<uuid:ref>/", grants.show_grant, name="grant-show"),
    path("channels/<uuid:ref>/extend/", grants.extend, name="grant-extend"),
    path("channels/<uuid:ref>/attest/", grants.attest, name="grant-attest"),
    path("channels/<uuid:ref>/<slug:act>/", grants.act_on_grant, name="grant-act"),
    path("access/", requests.list_requests, name="request-list"),
    path("access/requests/<uuid:ref>/", requests.show_request, name="request-show"),
    path("access/requests/<uuid:ref>/decide/", requests.decide, name="request-decide"),
    path("access/requests/<uuid:ref>/note/", requests.write_note, name="request-note"),
    path("access/requests/<uuid:ref>/withdraw/", requests.withdraw, name="request-withdraw"),
    path("access/assign/", requests.assign, name="access-assign"),
    path("access/grants/", grants.list_grants, name="grant-list"),
    path("access/tasks/", tasks.list_tasks, name="task-list"),
    path("access/tasks/<uuid:ref>/", tasks.finish, name="task-finish"),
    path("access/reviews/", reviews.list_reviews, name="review-list"),
    path("access/reviews/plan/", reviews.plan, name="review-plan"),
    path("access/reviews/<uuid:ref>/", reviews.show_review, name="review-show"),
    path("access/reviews/<uuid:ref>/open/", reviews.open_it, name="review-open"),
    path("access/reviews/<uuid:ref>/decide/", reviews.decide, name="review-decide"),
    path("access/reviews/<uuid:ref>/close/", reviews.close, name="review-close"),
    path("access/reviews/<uuid:ref>/evidence/", reviews.evidence, name="review-evidence"),
    path("access/leaving/", leaving.list_runs, name="leaver-list"),
    path("access/leaving/<uuid:ref>/", leaving.show_run, name="leaver-show"),
    path("access/leaving/<uuid:ref>/release/", leaving.release, name="leaver-release"),
    path("access/leaving/<uuid:ref>/protocol/", leaving.protocol, name="leaver-protocol"),
    path("access/leaving/forecast/<uuid:ref>/", leaving.show_forecast, name="leaver-forecast"),
    path("access/rules/", policies.house_rules, name="rules-company"),
    path("access/rules/platforms/<slug:slug>/", policies.rules_of_platform, name="rules-platform"),
    path("access/rules/accounts/<uuid:ref>/", policies.rules_of_account, name="rules-account"),
    path("accounts/<uuid:ref>/ask/", requests.ask, name="request-ask"),
]

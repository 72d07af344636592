from django.urls import path

from guidelines.moderation.views import appeals, cases, notices, register, reviews

app_name = "moderation"
urlpatterns = [
    path("moderation/", register.show_board, name="board"),
    path("moderation/house-rules/", register.show_rules, name="rule-list"),
    path("moderation/deletion/", register.show_deletion, name="deletion-show"),
    path("moderation/tell/", notices.tell, name="notice-tell"),
    path("moderation/cases/", register.list_cases, name="case-list"),
    path("moderation/cases/add/", cases.add_case, name="case-add"),
    path("moderation/cases/<uuid:ref>/", cases.show_case, name="case-show"),
    path("moderation/cases/<uuid:ref>/hear/", cases.hear, name="case-hear"),
    path("moderation/cases/<uuid:ref>/answer/", cases.answer, name="case-answer"),
    path("moderation/cases/<uuid:ref>/decide/", cases.decide, name="case-decide"),
    path("moderation/cases/<uuid:ref>/appeal/", cases.appeal, name="case-appeal"),
    path("moderation/decisions/<uuid:ref>/told/", cases.told, name="decision-told"),
    path("moderation/appeals/<uuid:ref>/", appeals.show_appeal, name="appeal-show"),
    path("moderation/bans/", register.list_bans, name="ban-list"),
    path("moderation/bans/<uuid:ref>/lift/", appeals.lift, name="ban-lift"),
    path("moderation/bans/<uuid:ref>/review/", appeals.review, name="ban-review"),
    path("moderation/notices/", register.list_notices, name="notice-list"),
    path("moderation/notices/<uuid:ref>/", notices.show_notice, name="notice-show"),
    path("moderation/notices/<uuid:ref>/check/", notices.check, name="notice-check"),
    path("moderation/notices/<uuid:ref>/decide/", notices.decide, name="notice-decide"),
    path("moderation/notices/<uuid:ref>/answer/", notices.answer, name="notice-answer"),
    path("moderation/portal-reviews/", register.list_reviews, name="review-list"),
    path("moderation/portal-reviews/add/", reviews.add_review, name="review-add"),
    path("moderation/portal-reviews/<uuid:ref>/", reviews.show_review, name="review-show"),
    path("moderation/portal-reviews/<uuid:ref>/send/", reviews.send, name="review-send"),
    path("moderation/portal-reviews/<uuid:ref>/remind/", reviews.remind, name="review-remind"),
    path("moderation/portal-reviews/<uuid:ref>/close/", reviews.close, name="review-close"),
    path("moderation/<slug:kind>/<uuid:ref>/name/", register.name, name="name-show"),
    path("moderation/<slug:kind>/<uuid:ref>/take/", register.take_over, name="matter-take"),
]

"""Walking through guides, reading checklists, and how often outcomes are reached."""

from django.urls import path

from guidelines.guides import views

app_name = "guides"

urlpatterns = [
    path("guides/", views.guide_list, name="guide-list"),
    path("guides/<slug:slug>/", views.guide_show, name="guide-show"),
    path("guides/<slug:slug>/figures/", views.guide_figures, name="guide-figures"),
    path("guides/<slug:slug>/<int:number>/", views.guide_walk, name="guide-walk"),
    path("guides/<slug:slug>/<int:number>/whole/", views.guide_whole, name="guide-whole"),
    path("checklists/<slug:slug>/", views.checklist_show, name="checklist-show"),
]

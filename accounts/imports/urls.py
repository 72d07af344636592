from django.urls import path

from accounts.imports import views

app_name = "imports"
urlpatterns = [
    path("people/import/", views.list_imports, name="import-list"),
    path("people/import/upload/", views.upload_file, name="import-upload"),
    path("people/import/template/<str:kind>/", views.download_template, name="template-download"),
    path("people/import/<uuid:ref>/", views.show_import, name="import-show"),
    path("people/import/<uuid:ref>/columns/", views.choose_columns, name="import-columns"),
    path("people/import/<uuid:ref>/apply/", views.apply_import, name="import-apply"),
    path("people/import/<uuid:ref>/discard/", views.discard_import, name="import-discard"),
    path("people/import/<uuid:ref>/undo/", views.undo_import, name="import-undo"),
]

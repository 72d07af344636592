from django.urls import path, register_converter

from reports.evidence import views
from reports.evidence.choices import EvidenceKind


class KindConverter:
    regex = "|".join(EvidenceKind.values)

    def to_python(self, value: str) -> EvidenceKind:
        return EvidenceKind(value)

    def to_url(self, value: str) -> str:
        return str(EvidenceKind(value).value)


register_converter(KindConverter, "evidence_kind")

app_name = "evidence"
urlpatterns = [
    path("my/acknowledgements/<uuid:ref>/evidence.pdf", views.download_evidence, name="document-download"),
    path(
        "my/acknowledgements/<uuid:ref>/evidence/<evidence_kind:kind>.pdf",
        views.download_evidence,
        name="document-download-kind",
    ),
    path("my/acknowledgements/<uuid:ref>/evidence.zip", views.download_package, name="package-download"),
    path("samples/", views.list_samples, name="sample-list"),
    path("samples/<uuid:ref>/", views.show_sample, name="sample-show"),
    path("verify/", views.enter_code, name="check-enter"),
    path("verify/<str:code>/", views.show_check, name="check-show"),
]

from reports.evidence.views.checks import enter_code, show_check
from reports.evidence.views.downloads import download_evidence, download_package
from reports.evidence.views.samples import list_samples, show_sample

__all__ = ["download_evidence", "download_package", "enter_code", "list_samples", "show_check", "show_sample"]

from reports.evidence.views.checks import enter_code, show_check
from reports.evidence.views.downloads import download_evidence, download_package

__all__ = ["download_evidence", "download_package", "enter_code", "show_check"]

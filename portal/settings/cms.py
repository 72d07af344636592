"""The CMS: no phone-home, no password of its own, no page passwords, no type that carries scripts."""

from zoneinfo import available_timezones

# Browsers know no zone without a region, such as the "localtime" of some machines.
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone)
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILADMIN_LOGIN_URL = "library:cms-sign-in"
WAGTAIL_MODERATION_ENABLED = True
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "txt", "csv"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS = []
WAGTAILIMAGES_IMAGE_FORM_BASE = "guidelines.library.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "guidelines.library.forms.DocumentForm"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "guidelines.library.forms.RichTextArea"}}
WAGTAIL_FRONTEND_LOGIN_URL = "/signin/login/"

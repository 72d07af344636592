"""Forms of the CMS with the portal's own checks (settings name them as Wagtail's base forms and editor)."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from guidelines.library.uploads import require_document, require_picture, without_metadata
from portal.audit.chain import storable


class CheckedPictureField(WagtailImageField):
    """A picture field that looks at the bytes first and says plainly what is wrong."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile):
            require_picture(data)
        return super().to_python(data)

    def run_validators(self, value: Any) -> None:
        """`require_picture` has already spoken about the name."""


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = CheckedPictureField(
                label=old.label, widget=old.widget, required=old.required
            )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return upload
        return without_metadata(upload)


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            require_document(upload)
        return upload

    def _post_clean(self) -> None:
        """A refused file would be complained about a second time, as one without a name."""
        if "file" not in self.errors:
            super()._post_clean()


class RichTextArea(DraftailRichTextArea):
    """The editor for formatted text. Browsers cut emoji in two and send the halves, which nothing stores."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return storable(super().value_from_datadict(data, files, name))

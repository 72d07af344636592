"""`{{ form }}` looks right everywhere and says to a screen reader what it shows."""

import re

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import translation

from portal.ui.gallery import SampleForm


class Desk(forms.Form):
    name = forms.CharField(label="Name <b>", help_text="As on the contract.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")
    note = forms.CharField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("The desk is closed.")


def test_help_and_error_are_tied_to_the_field():
    page = str(Desk({}))
    field = re.search(r'<input[^>]*name="name"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]+)"', field)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    for id_ in described:
        assert f'id="{id_}"' in page


def test_the_summary_leads_to_every_wrong_field_and_holds_what_concerns_all():
    page = str(Desk({}))
    summary = page[page.index("error-summary") : page.index('class="fields"')]
    assert "The desk is closed." in summary
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_name", "id_kind_0", "id_agreed"]
    for target in targets:
        assert f'id="{target}"' in page


def test_an_error_of_a_hidden_field_is_not_swallowed():
    page = str(Desk({}))
    summary = page[page.index("error-summary") : page.index('class="fields"')]
    assert summary.count("This field is required.") == 4


def test_optional_fields_are_marked_and_required_ones_are_the_rule():
    page = str(Desk())
    assert page.count('class="optional"') == 1
    assert "error-summary" not in page


def test_choices_are_a_group_with_a_name_and_a_tick_box_lies_in_its_label():
    page = str(Desk())
    assert re.search(r"<fieldset[^>]*>\s*<legend>Kind</legend>", page)
    assert re.search(r'<label><input type="checkbox"[^>]*><span>Agreed</span></label>', page)


def test_labels_are_escaped():
    assert "Name &lt;b&gt;" in str(Desk())
    assert "<b>" not in str(Desk())


def test_forms_speak_german():
    with translation.override("de"):
        page = str(SampleForm({}, auto_id="x_%s"))
    assert "Bitte prüfen Sie Ihre Angaben" in page
    assert "(optional)" in page


class Choosing(forms.Form):
    day = forms.TypedChoiceField(choices=[*BLANK_CHOICE_DASH, ("mo", "Monday <i>"), ("", "A day")])
    place = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("Elbe", [("hh", "Hamburg")])], required=False)


def test_what_nobody_has_chosen_yet_is_said_in_words():
    page = str(Choosing({"place": "hh"}))
    assert "---" not in page
    assert ">Please choose</option>" in page
    assert ">Not given</option>" in page
    assert ">A day</option>" in page
    assert "Monday &lt;i&gt;" in page
    assert '<optgroup label="Elbe">' in page
    assert '<option value="hh" selected>Hamburg</option>' in page
    with translation.override("de"):
        assert ">Bitte wählen</option>" in str(Choosing())

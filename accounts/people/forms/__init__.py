from accounts.people.forms.audiences import AudienceForm, ClauseFormSet
from accounts.people.forms.fields import PersonField
from accounts.people.forms.organisation import DepartmentForm, EntityForm, LocationForm, LocationFormSet
from accounts.people.forms.people import (
    AbsenceForm,
    LeaveForm,
    PeopleFilterForm,
    PersonForm,
    RoleForm,
    RoleRuleForm,
)
from accounts.people.forms.sign_in import (
    AddPasskeyForm,
    ChoosePasswordForm,
    CodeAgainForm,
    CodeForm,
    FirstRunForm,
    SettingsForm,
    SignInForm,
)

__all__ = [
    "AbsenceForm",
    "AddPasskeyForm",
    "AudienceForm",
    "ChoosePasswordForm",
    "ClauseFormSet",
    "CodeAgainForm",
    "CodeForm",
    "DepartmentForm",
    "EntityForm",
    "FirstRunForm",
    "LeaveForm",
    "LocationForm",
    "LocationFormSet",
    "PeopleFilterForm",
    "PersonField",
    "PersonForm",
    "RoleForm",
    "RoleRuleForm",
    "SettingsForm",
    "SignInForm",
]

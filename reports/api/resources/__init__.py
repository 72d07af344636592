from reports.api.choices import Scope
from reports.api.resources.acknowledgements import Acknowledgements
from reports.api.resources.completions import Completions
from reports.api.resources.pages import Page, Resource

RESOURCES: dict[Scope, Resource] = {
    resource.scope: resource for resource in (Acknowledgements(), Completions())
}

__all__ = ["RESOURCES", "Page", "Resource"]

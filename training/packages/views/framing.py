"""The portal's page around a package: what it hands to its script, and whom it may frame."""

import json
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse

from training.packages.models import Package, PackageVisit
from training.packages.origin.addresses import packages_origin, play_address
from training.packages.tokens import look_token, play_token, save_token


def player_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """This page alone may frame the packages' origin, and nothing else."""
    framed = csp_replace({"frame-src": [packages_origin() or "'none'"]})
    return framed(render)(request, template, context)


def visit_context(request: HttpRequest, visit: PackageVisit, package: Package) -> dict[str, Any]:
    known = _known(package) | {
        # The package learns nobody's name: a number that is good for this visit is enough to go on.
        "learner": visit.ref.hex,
        "status": visit.told,
        "score": "" if visit.score is None else str(visit.score),
        "place": visit.place,
        "suspended": visit.suspend_data,
    }
    return {
        "package": package,
        "known_json": json.dumps(known),
        "origin": packages_origin(),
        "play": play_address(play_token(visit)),
        "save": reverse("packages:visit-save", args=[visit.ref]),
        "word": save_token(visit, package),
        "csrf": get_token(request),
    }


def look_context(package: Package) -> dict[str, Any]:
    """Nothing is saved: whoever looks is not learning."""
    known = _known(package) | {
        "learner": package.ref.hex,
        "status": "not attempted",
        "score": "",
        "place": "",
        "suspended": "",
    }
    return {
        "package": package,
        "known_json": json.dumps(known),
        "origin": packages_origin(),
        "play": play_address(look_token(package)),
    }


def _known(package: Package) -> dict[str, str]:
    mastery = "" if package.mastery_score is None else str(package.mastery_score)
    return {"launch": package.launch_data, "mastery": mastery}

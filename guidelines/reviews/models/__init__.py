from guidelines.reviews.models.dossier import Dossier, DossierFile
from guidelines.reviews.models.review import Action, Finding, Review

__all__ = ["Action", "Dossier", "DossierFile", "Finding", "Review"]

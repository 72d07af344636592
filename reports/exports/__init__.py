"""Bundles of evidence that a stranger can check without the portal."""

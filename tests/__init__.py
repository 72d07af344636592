"""Ours, before any package of this name that a dependency may install."""

"""Bundles of course certificates: which, how they are packed, and how anybody checks them."""

"""Certificates of training: what one says, its PDF, and how it is issued, once each."""

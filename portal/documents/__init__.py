"""HTML to sealed PDF: tagged (PDF/UA-1), archivable (PDF/A-3a) and signed (PAdES B-B).

The modules `child`, `engine`, `fetching`, `finishing` and `frames` run without Django, in a process of
their own.
"""

from guidelines.library.operations.pages import earlier_content, save_translations, write_page
from guidelines.library.operations.setup import ensure_library

__all__ = ["earlier_content", "ensure_library", "save_translations", "write_page"]

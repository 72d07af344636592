// Ticks of the privacy coach. They are kept in this browser and nowhere else: this file sends nothing.
const KEY = "coach:";

const storage = {
  ticks(platform) {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY + platform) ?? "[]");
      return new Set(Array.isArray(kept) ? kept : []);
    } catch { return new Set(); }
  },
  keep(platform, ticks) {
    try {
      if (ticks.size) localStorage.setItem(KEY + platform, JSON.stringify([...ticks]));
      else localStorage.removeItem(KEY + platform);
    } catch { /* a full or closed store: the tick lasts as long as the page */ }
  },
  forgetAll() {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(KEY)) localStorage.removeItem(key);
    } catch { /* nothing was kept */ }
  },
};

function page(root) {
  const platform = root.dataset.coach;
  const boxes = [...root.querySelectorAll("[data-tick]")];
  const count = root.querySelector("[data-count]");

  const show = () => {
    for (const box of boxes) box.closest("[data-card]").classList.toggle("is-done", box.checked);
    const done = boxes.filter((box) => box.checked).length;
    count.textContent = count.dataset.count.replace("{done}", done).replace("{total}", boxes.length);
  };
  const read = () => {
    const ticks = storage.ticks(platform);
    for (const box of boxes) box.checked = ticks.has(box.dataset.tick);
    show();
  };

  root.addEventListener("change", () => {
    storage.keep(platform, new Set(boxes.filter((box) => box.checked).map((box) => box.dataset.tick)));
    show();
  });
  root.querySelector("[data-forget]").addEventListener("click", () => {
    storage.keep(platform, new Set());
    read();
  });
  window.addEventListener("storage", read);
  read();
}

function shelf(root) {
  const show = () => {
    for (const place of root.querySelectorAll("[data-done]")) {
      const done = storage.ticks(place.dataset.done).size;
      place.hidden = done === 0;
      place.textContent = place.dataset.words.replace("{done}", done);
    }
  };
  document.querySelector("[data-forget]")?.addEventListener("click", () => { storage.forgetAll(); show(); });
  window.addEventListener("storage", show);
  show();
}

for (const one of document.querySelectorAll("[data-ticks-only]")) one.hidden = false;
for (const root of document.querySelectorAll("[data-coach]")) page(root);
for (const root of document.querySelectorAll("[data-coach-shelf]")) shelf(root);

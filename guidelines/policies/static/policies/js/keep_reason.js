// A reason that took ten minutes survives a session that ended meanwhile: it waits in this tab, nowhere else.
const field = document.querySelector("textarea[data-keep]");
const key = `reason:${window.location.pathname}`;

const store = (act) => { try { return act(sessionStorage); } catch { return null; } };

if (field) {
  const kept = store((tab) => tab.getItem(key));
  if (kept && !field.value) {
    field.value = kept;
    field.closest("details").open = true;
  }
  field.addEventListener("input", () => store((tab) => tab.setItem(key, field.value)));
}

const done = document.querySelector("[data-forget]")?.dataset.forget;
if (done) store((tab) => tab.removeItem(`reason:${done}`));

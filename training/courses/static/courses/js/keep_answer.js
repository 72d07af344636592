// A lost connection loses nothing: the answer stays in the form and on this device, and is sent when it can be.
const RETRY_MS = 5000;

function keyOf(form) {
  return `answer:${location.pathname}${new URL(form.action, location.href).search}`;
}

function remember(form) {
  const chosen = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  sessionStorage.setItem(keyOf(form), JSON.stringify(chosen));
}

function restore(form) {
  const kept = sessionStorage.getItem(keyOf(form));
  if (!kept) return;
  for (const [name, value] of JSON.parse(kept)) {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.checked || field.value === value;
      else field.value = value;
    }
  }
}

async function send(form) {
  const status = form.querySelector("[data-keep-status]");
  remember(form);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    sessionStorage.removeItem(keyOf(form));
    if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) {
      location.assign((await answer.json()).next);
    } else {
      form.submit();
    }
  } catch {
    status.textContent = form.dataset.lost;
    setTimeout(() => send(form), RETRY_MS);
  }
}

for (const form of document.querySelectorAll("[data-keep-answer]")) {
  restore(form);
  let sending = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    send(form);
  });
}

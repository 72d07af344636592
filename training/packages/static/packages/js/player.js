// The portal's side of a course package: what the packages' origin tells is handed on to the portal, signed in and
// with the word that binds it to this visit. It is stored so that the course goes on elsewhere; it proves nothing.
const player = document.querySelector("[data-player]");
const frame = player.querySelector("iframe");
const said = document.querySelector("[data-player-said]");
const confirming = document.querySelector("[data-player-confirm]");
const PAUSE = 2000;
let waiting = null;
let sending = false;

const say = (text) => { if (said) said.textContent = text; };

const save = async () => {
  if (sending || waiting === null) return;
  const facts = waiting;
  waiting = null;
  sending = true;
  try {
    const body = new URLSearchParams({ ...facts, word: player.dataset.word });
    const headers = { "X-CSRFToken": player.dataset.csrf };
    const answer = await fetch(player.dataset.save, { method: "POST", body, headers, keepalive: true });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    say(found.said);
    if (found.finished && confirming) confirming.hidden = false;
  } catch {
    say(player.dataset.failed);
  }
  window.setTimeout(() => { sending = false; save(); }, PAUSE);
};

const text = (value) => (typeof value === "string" ? value : "");

window.addEventListener("message", (event) => {
  if (event.origin !== player.dataset.origin || event.source !== frame.contentWindow) return;
  const told = event.data;
  if (told?.kind === "ready") {
    const known = JSON.parse(player.dataset.known);
    frame.contentWindow.postMessage({ ...known, kind: "begin" }, player.dataset.origin);
  }
  if (told?.kind !== "state" || !player.dataset.save) return;
  waiting = {
    status: text(told.status),
    score: text(told.score),
    place: text(told.place),
    suspended: text(told.suspended),
  };
  save();
});

// The frame is loaded by this module and not before it listens.
frame.src = player.dataset.play;

// Keeps an open room up to date by asking what is new; no connection is held. What somebody is typing stays.
import { describeLoss, follow, isBusy } from "./room_state.js";
import { put } from "./regions.js";

const FAST_MS = 1300, HIDDEN_MS = 15000, SLOWEST_MS = 8000, PATIENCE_MS = 10000;
const room = document.querySelector("[data-live]");
const state = room.querySelector("[data-state]");
const waiting = new Map(); // regions that changed while somebody was typing in them
let seen = Number(room.dataset.seen), timer = 0, asking = false, againAtOnce = false, lostAt = null, failures = 0, ticket = "";

const pause = () => {
  if (document.hidden) return HIDDEN_MS;
  return failures ? Math.min(FAST_MS * 2 ** failures, SLOWEST_MS) : FAST_MS + Math.random() * 200;
};

const ended = (words) => {
  clearTimeout(timer);
  timer = -1;
  const again = Object.assign(document.createElement("a"), { href: location.href, textContent: room.dataset.reload });
  state.replaceChildren(`${words} `, again);
};

const offer = (slug, html) => {
  waiting.set(slug, html);
  const region = document.getElementById(`region-${slug}`);
  if (region.querySelector(".room-stale")) return;
  const note = Object.assign(document.createElement("p"), { className: "room-stale" });
  const show = Object.assign(document.createElement("button"), { type: "button", className: "button button-small", textContent: room.dataset.shown });
  show.addEventListener("click", () => settle(slug));
  note.setAttribute("role", "status");
  note.append(room.dataset.changed, show);
  region.prepend(note);
};

const settle = (slug) => {
  if (!waiting.has(slug)) return;
  put(room, slug, waiting.get(slug));
  waiting.delete(slug);
};

const take = (news) => {
  const list = room.querySelector("[data-entries]");
  if (list && news.restart) list.innerHTML = news.entries;
  else list?.insertAdjacentHTML("afterbegin", news.entries);
  for (const [seq, html] of Object.entries(news.replaced)) {
    const line = document.getElementById(`entry-${seq}`);
    if (line) line.outerHTML = html;
  }
  for (let at = seen + 1; at <= news.seq; at += 1) document.getElementById(`entry-${at}`)?.classList.add("is-fresh");
  setTimeout(() => list?.querySelectorAll(".is-fresh").forEach((line) => line.classList.remove("is-fresh")), 4000);
  for (const [slug, html] of Object.entries(news.regions)) {
    const region = document.getElementById(`region-${slug}`);
    if (region && isBusy(region)) offer(slug, html);
    else {
      waiting.delete(slug);
      put(room, slug, html);
    }
  }
  seen = Math.max(seen, news.seq);
};

const ask = async () => {
  if (timer === -1) return;
  clearTimeout(timer);
  if (asking) {
    againAtOnce = true;
    return;
  }
  asking = true;
  const limit = new AbortController();
  const patience = setTimeout(() => limit.abort(), PATIENCE_MS);
  try {
    const headers = { "Live-Ticket": ticket };
    const answer = await fetch(`${room.dataset.live}?seen=${seen}`, { headers, cache: "no-store", redirect: "manual", signal: limit.signal });
    if (answer.type === "opaqueredirect") return ended(room.dataset.out);
    if (answer.status === 404 || answer.status === 403) return ended(room.dataset.gone);
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    if (answer.status !== 304) take(await answer.json());
    ticket = answer.headers.get("Live-Ticket") ?? ticket;
    failures = 0;
    if (lostAt) state.replaceChildren();
    lostAt = null;
  } catch {
    failures += 1;
    lostAt ||= new Date();
    if (failures > 1) state.textContent = describeLoss(room.dataset.lost, lostAt);
  } finally {
    clearTimeout(patience);
    asking = false;
    if (timer !== -1) timer = setTimeout(ask, againAtOnce ? 0 : pause());
    againAtOnce = false;
  }
};

const send = async (form, submitter) => {
  form.dataset.sending = "yes";
  try {
    const body = new FormData(form, submitter);
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Live": "1" }, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 404) return ended(answer.status === 404 ? room.dataset.gone : room.dataset.out);
    const said = await answer.json();
    if (said.ok) form.reset();
    state.textContent = said.message;
    if (said.ok) setTimeout(() => { if (state.textContent === said.message) state.replaceChildren(); }, 4000);
    ask();
  } catch {
    state.textContent = room.dataset.unsent;
  } finally {
    delete form.dataset.sending;
  }
};

room.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("liveForm" in form.dataset) || event.defaultPrevented) return;
  event.preventDefault();
  if (!form.dataset.sending) send(form, event.submitter);
});
room.addEventListener("focusout", () => setTimeout(() => {
  for (const slug of [...waiting.keys()]) {
    const region = document.getElementById(`region-${slug}`);
    if (!region || !isBusy(region)) settle(slug);
  }
}, 300));
for (const happening of ["focus", "online", "pageshow"]) window.addEventListener(happening, ask);
document.addEventListener("visibilitychange", () => document.hidden || ask());
follow(room);
timer = setTimeout(ask, FAST_MS);

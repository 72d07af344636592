// Puts the new HTML of a region into its place, which may be empty so far, and keeps open what was open.
const openIn = (region) => [...region.querySelectorAll("details[open][id]")].map((one) => one.id);

const place = (room, slug, fresh) => {
  const order = room.dataset.order.trim().split(/\s+/);
  const list = room.querySelector("[data-regions]");
  const later = order.slice(order.indexOf(slug) + 1).map((other) => document.getElementById(`region-${other}`));
  list.insertBefore(fresh, later.find((one) => one?.parentElement === list) || null);
};

export const put = (room, slug, html) => {
  const old = document.getElementById(`region-${slug}`);
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  if (!fresh) return old?.remove();
  const open = old ? openIn(old) : [];
  if (old) old.replaceWith(fresh);
  else place(room, slug, fresh);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  window.htmx?.process(fresh);
  fresh.querySelectorAll("[data-copy], [data-dialog-open]").forEach((button) => { button.hidden = false; });
};

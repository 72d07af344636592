// Ordering with buttons instead of numbers: the numbers stay underneath and are what is sent.
function renumber(list) {
  [...list.children].forEach((entry, index) => {
    entry.querySelector("select").value = String(index + 1);
    const [up, down] = entry.querySelectorAll(".order-moves button");
    up.disabled = index === 0;
    down.disabled = index === list.children.length - 1;
  });
}

function move(list, entry, step, button) {
  const other = step < 0 ? entry.previousElementSibling : entry.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(entry);
  else other.after(entry);
  renumber(list);
  (button.disabled ? entry.querySelector(".order-moves button:not(:disabled)") : button).focus();
}

function button(list, entry, sign, label, step) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.setAttribute("aria-label", `${label}: ${entry.querySelector("label span").textContent}`);
  made.addEventListener("click", () => move(list, entry, step, made));
  return made;
}

for (const list of document.querySelectorAll("[data-order]")) {
  for (const entry of list.children) {
    const moves = document.createElement("span");
    moves.className = "order-moves";
    moves.append(button(list, entry, "↑", list.dataset.up, -1), button(list, entry, "↓", list.dataset.down, 1));
    entry.append(moves);
  }
  list.classList.add("is-enhanced");
  renumber(list);
}

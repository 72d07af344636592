// What a page knows by itself: whether somebody is typing, and what the clock says.
const isChanged = (field) => {
  if (field.type === "hidden" || field.type === "submit" || field.type === "button") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") {
    const first = Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
    return field.selectedIndex !== first;
  }
  if (field.type === "file") return field.files.length > 0;
  return "defaultValue" in field && field.value !== field.defaultValue;
};

export const isBusy = (region) => {
  const here = document.activeElement;
  if (region.contains(here) && here.matches("input, textarea, select")) return true;
  return [...region.querySelectorAll("input, textarea, select")].some(isChanged);
};

export const describeLoss = (words, since) =>
  words.replace("{time}", since.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));

// Elapsed times and due dates go by the server's clock: a phone may be wrong.
export const follow = (room) => {
  const ahead = Date.now() - Date.parse(room.dataset.now);
  const look = () => {
    const now = Date.now() - ahead;
    for (const clock of room.querySelectorAll("[data-since]")) {
      const minutes = Math.max(0, Math.floor((now - Date.parse(clock.dataset.since)) / 60000));
      clock.textContent = clock.dataset.pattern.replace("{hours}", Math.floor(minutes / 60)).replace("{minutes}", minutes % 60);
    }
    for (const due of room.querySelectorAll("[data-due]")) {
      const isOver = now > Date.parse(due.dataset.due);
      due.classList.toggle("is-overdue", isOver);
      const mark = due.querySelector("[data-overdue]");
      if (mark) mark.hidden = !isOver;
    }
  };
  setInterval(look, 15000);
  document.addEventListener("visibilitychange", look);
};

// data-seconds counts down in an element; at zero it takes data-hides off the page, and shows data-over instead.
// It goes by the clock and not by its own ticks: a phone that slept shows nothing whose time is over.
const tick = (clock) => {
  const left = Math.max(0, Math.ceil((Number(clock.dataset.until) - Date.now()) / 1000));
  clock.style.setProperty("--left", String(left / Number(clock.dataset.seconds)));
  const words = clock.querySelector("[data-seconds-left]");
  if (words) words.textContent = String(left);
  if (left > 0) return;
  window.clearInterval(Number(clock.dataset.timer));
  for (const target of document.querySelectorAll(clock.dataset.hides || "[data-no-target]")) target.remove();
  const over = document.querySelector(clock.dataset.over || "[data-no-target]");
  if (over) over.hidden = false;
};
const clocks = document.querySelectorAll("[data-seconds]");

for (const clock of clocks) {
  clock.dataset.until = String(Date.now() + Number(clock.dataset.seconds) * 1000);
  clock.dataset.timer = String(window.setInterval(() => tick(clock), 1000));
}
document.addEventListener("visibilitychange", () => clocks.forEach(tick));

// What was shown does not come back with the back button.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const target of document.querySelectorAll("[data-secret]")) target.remove();
});

// data-seconds counts down in an element; at zero it takes data-hides off the page, and a form is not sent any more.
const tick = (clock) => {
  const left = Number(clock.dataset.left) - 1;
  clock.dataset.left = String(Math.max(left, 0));
  clock.style.setProperty("--left", String(Math.max(left, 0) / Number(clock.dataset.seconds)));
  const words = clock.querySelector("[data-seconds-left]");
  if (words) words.textContent = String(Math.max(left, 0));
  if (left > 0) return;
  window.clearInterval(Number(clock.dataset.timer));
  for (const target of document.querySelectorAll(clock.dataset.hides || "[data-no-target]")) target.remove();
  const over = document.querySelector(clock.dataset.over || "[data-no-target]");
  if (over) over.hidden = false;
};

for (const clock of document.querySelectorAll("[data-seconds]")) {
  clock.dataset.left = clock.dataset.seconds;
  clock.dataset.timer = String(window.setInterval(() => tick(clock), 1000));
}

// What was shown does not come back with the back button.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const target of document.querySelectorAll("[data-secret]")) target.remove();
});

// data-copy="#id" copies that element's text and says so where a screen reader hears it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
  button.querySelector("[aria-live]").textContent = button.dataset.copied;
});

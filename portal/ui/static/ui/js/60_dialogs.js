// data-dialog-open="#id" opens a <dialog> that is on the page; data-dialog-close closes the one around it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) document.querySelector(opener.dataset.dialogOpen).showModal();
  event.target.closest("[data-dialog-close]")?.closest("dialog").close();
});

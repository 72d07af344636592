// A passkey that was refused, not found or interrupted: say so on the page instead of in the console only.
document.addEventListener("allauth.error", (event) => {
  const said = document.querySelector("template[data-passkey-failed]");
  if (!said || !event.detail.tags.includes("webauthn")) return;
  event.preventDefault();
  document.querySelector("main [data-passkey-note]")?.remove();
  const note = said.content.firstElementChild.cloneNode(true);
  // Browsers keep passkeys for names only, never for a numeric address.
  note.querySelector("[data-numeric-address]").hidden = !/^[\d.]+$|^\[/.test(location.hostname);
  document.querySelector("main h1").after(note);
});

// An htmx answer that is a sign-in page or an error never lands inside a region: load the whole page instead.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const elsewhere = xhr.responseURL && new URL(xhr.responseURL).pathname !== event.detail.pathInfo.finalRequestPath.split("?")[0];
  const isPage = /^\s*<!doctype/i.test(xhr.responseText);
  if (xhr.status < 400 && !(elsewhere && isPage)) return;
  event.detail.shouldSwap = false;
  if (xhr.status < 400) window.location.reload();
});

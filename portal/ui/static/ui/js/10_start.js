// Pages work without this file; what only scripts can do shows itself once it runs.
document.documentElement.classList.add("has-script");
for (const button of document.querySelectorAll("[data-copy], [data-dialog-open]")) button.hidden = false;
document.querySelector("[data-focus]")?.focus();

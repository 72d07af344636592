// data-confirm on a submit button asks first; the words of the question and the answer come from the page.
let answered = null;

const ask = (button) => {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "confirm-question");
  const question = document.createElement("p");
  question.id = "confirm-question";
  question.textContent = button.dataset.confirm;
  const yes = Object.assign(document.createElement("button"), { type: "button", className: button.className });
  yes.textContent = button.dataset.confirmYes || button.textContent.trim();
  const no = Object.assign(document.createElement("button"), { type: "button", className: "button" });
  no.textContent = button.dataset.confirmNo || document.body.dataset.cancel || "×";
  const actions = Object.assign(document.createElement("div"), { className: "actions" });
  actions.append(no, yes);
  dialog.append(question, actions);
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    answered = button;
    dialog.close();
    button.form.requestSubmit(button);
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.confirm || answered === button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(button);
}, true);

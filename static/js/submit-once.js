/** Send a form once, however often an impatient thumb presses, and say that it is on its way. */
export function start(form) {
  const status = document.createElement("p");
  status.className = "sending";
  status.setAttribute("role", "status");
  form.append(status);

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    status.textContent = form.dataset.sending;
  });
  // Coming back with the browser's own button shows the page as it was left: allow sending again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    delete form.dataset.sent;
    status.textContent = "";
  });
}

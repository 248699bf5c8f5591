// Every page works without this file. What forms need is here, in one request, because the first
// page of a learner is a form on a weak network; the rest is fetched only where a page asks for it.

/** Move focus to the list of errors, and from each of its links into the field it names. */
function errorSummary(summary) {
  summary.setAttribute("tabindex", "-1");
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const group = field.closest("fieldset, .govuk-form-group") || field;
    group.scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

/** Let people see the password they typed. The words come from the page, so they are translated. */
function showPassword(group) {
  const input = group.querySelector("input");
  const button = group.querySelector("button");
  const status = statusLine("govuk-visually-hidden");
  button.after(status);
  button.hidden = false;

  const words = (key) => group.getAttribute(`data-i18n.${key}`);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = words(visible ? "hide-password" : "show-password");
    button.setAttribute("aria-label", words(visible ? "hide-password-aria-label" : "show-password-aria-label"));
    status.textContent = words(visible ? "password-shown-announcement" : "password-hidden-announcement");
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // Hidden again before sending, or the browser would offer it later as ordinary text.
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}

/** Send a form once, however often an impatient thumb presses, and say that it is on its way. */
function submitOnce(form) {
  const status = statusLine("sending");
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

/** Ask before leaving a page with typed words that nobody has saved. */
function guardUnsaved(form) {
  const typed = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
  const saved = typed();
  let leaving = false;
  form.addEventListener("submit", (event) => { leaving = !event.defaultPrevented; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && typed() !== saved) event.preventDefault();
  });
}

function statusLine(className) {
  const line = document.createElement("p");
  line.className = className;
  line.setAttribute("role", "status");
  return line;
}

const fetched = (module) => (element) => import(module).then(({ start }) => start(element));

for (const [selector, start] of [
  ["[data-error-summary]", errorSummary],
  ["[data-module='govuk-password-input']", showPassword],
  ["form[data-sending]", submitOnce],
  ["form[data-guard]", guardUnsaved],
  [".staff .table-region > table", fetched("./tables.js")],
  ["[data-print]", fetched("./print.js")],
  ["[data-copy]", fetched("./copy.js")],
  ["[data-refresh]", fetched("./refresh.js")],
  ["[data-picker]", fetched("./picker.js")],
]) {
  document.querySelectorAll(selector).forEach(start);
}

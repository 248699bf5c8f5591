/** Let people see the password they typed. The words come from the page, so they are translated. */
export function start(group) {
  const input = group.querySelector("input");
  const button = group.querySelector("button");
  const status = document.createElement("span");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
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

// Every page works without this file. Each behaviour is fetched only where the page asks for it.
const behaviours = [
  ["[data-error-summary]", "./error-summary.js"],
  ["[data-module='govuk-password-input']", "./show-password.js"],
  ["form[data-sending]", "./submit-once.js"],
  ["form[data-guard]", "./unsaved-guard.js"],
  ["[data-print]", "./print.js"],
  ["[data-refresh]", "./refresh.js"],
];

for (const [selector, module] of behaviours) {
  const elements = document.querySelectorAll(selector);
  if (elements.length) {
    import(module).then(({ start }) => elements.forEach(start));
  }
}

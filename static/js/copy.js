// A button that copies the text of a field; without this file the text can be selected by hand.

export function start(button) {
  const field = document.getElementById(button.dataset.copy);
  const status = document.createElement("p");
  status.className = "sending";
  status.setAttribute("role", "status");
  button.after(status);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const copied = await copy(field).catch(() => false);
    status.textContent = copied ? button.dataset.copied : button.dataset.failed;
  });
}

/** The clipboard needs https; elsewhere the browser's older way serves. */
async function copy(field) {
  field.focus();
  field.select();
  if (!navigator.clipboard) return document.execCommand("copy");
  await navigator.clipboard.writeText(field.value);
  return true;
}

// Choosing one of very many: what fits the words in the box is fetched while they are typed. Without
// this file the same choices come back when the form is sent.
const PAUSE = 300;

export function start(picker) {
  const box = picker.querySelector("input[type=text]");
  const choices = picker.querySelector(".picker__choices");
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  picker.append(status);
  let timer;
  let asked = box.value.trim();

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });

  async function look() {
    const words = box.value.trim();
    if (words === asked) return;
    asked = words;
    const fresh = await fetchChoices(picker.dataset.picker, words).catch(() => null);
    if (!fresh || asked !== words) return;
    choices.replaceChildren(...fresh);
    status.textContent = choices.querySelector("legend, .govuk-hint")?.textContent ?? "";
  }
}

async function fetchChoices(address, words) {
  const url = new URL(address, location.href);
  url.searchParams.set("q", words);
  const response = await fetch(url, { headers: { Accept: "text/html" } });
  if (!response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...page.body.childNodes].map((node) => document.adoptNode(node));
}

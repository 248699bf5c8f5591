// Progress of long work: fetch the page again and exchange one block, until the server sends the
// block without data-refresh. A screen reader hears at most one line in ten seconds.
const FAST = 2000;
const SLOW = 5000;
const SLOW_AFTER = 60_000;
const QUIET = 10_000;

export function start(block) {
  const began = Date.now();
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  block.after(status);
  let announced = began;

  const announce = (fresh, finished) => {
    if (!finished && Date.now() - announced < QUIET) return;
    announced = Date.now();
    status.textContent = fresh.querySelector("[data-announce]")?.textContent.trim() ?? "";
  };
  const later = () => setTimeout(look, Date.now() - began > SLOW_AFTER ? SLOW : FAST);

  async function look() {
    if (document.hidden) return later();
    const fresh = await fetchBlock(block).catch(() => null);
    if (!fresh) return later();
    const finished = !fresh.hasAttribute("data-refresh");
    block.replaceWith(fresh);
    block = fresh;
    announce(fresh, finished);
    if (!finished) later();
  }
  later();
}

async function fetchBlock(block) {
  const response = await fetch(block.dataset.refresh, { headers: { Accept: "text/html" } });
  if (!response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return document.adoptNode(page.getElementById(block.id));
}

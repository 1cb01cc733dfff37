// Comparison: a difference leads to its cells in both sheets, a cell to its difference.

function bring(element) {
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
  const frame = element.closest(".sheet-frame");
  if (!frame) return;
  const cell = element.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  frame.scrollTop += cell.top - around.top - (around.height - cell.height) / 2;
  frame.scrollLeft += cell.left - around.left - Math.max(0, around.width - cell.width) / 2;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link || link.matches(".skip")) return;
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  history.replaceState(null, "", link.hash);
  for (const old of document.querySelectorAll(".shown")) old.classList.remove("shown");
  const row = link.closest("tr[id]") ?? target.closest("tr[id]");
  const cells = row ? [...row.querySelectorAll('a[href^="#"]')].map((one) => document.getElementById(decodeURIComponent(one.hash.slice(1)))) : [];
  for (const element of [row, target, ...cells].filter(Boolean)) element.classList.add("shown");
  for (const cell of cells.filter(Boolean)) bring(cell);
  bring(target);
});

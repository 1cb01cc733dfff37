// Page of a submission: one sheet at a time, cell and finding lead to each other.

const sections = [...document.querySelectorAll(".sheet-section")];
const tabs = [...document.querySelectorAll(".tabs a")];

function showSheet(key) {
  for (const section of sections) section.hidden = section.id !== `${key}-sheet`;
  for (const tab of tabs) {
    if (tab.dataset.sheet === key) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

function open(element) {
  for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}

function highlight(elements) {
  for (const old of document.querySelectorAll(".shown")) old.classList.remove("shown");
  for (const element of elements) element.classList.add("shown");
}

// Scrolls an element into the middle of its own frame, and the page only as far as needed.
function bring(element) {
  open(element);
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
  const frame = element.closest(".sheet-frame");
  if (!frame) return;
  const cell = element.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  frame.scrollTop += cell.top - around.top - (around.height - cell.height) / 2;
  frame.scrollLeft += cell.left - around.left - Math.max(0, around.width - cell.width) / 2;
}

function show(id) {
  const target = document.getElementById(id);
  if (!target) return false;
  const section = target.closest(".sheet-section");
  if (section) showSheet(section.id.replace(/-sheet$/, ""));
  if (target.matches(".sheet td")) {
    const findings = [...target.querySelectorAll(".marks a")]
      .map((link) => document.getElementById(link.hash.slice(1)))
      .filter(Boolean);
    highlight([target, ...findings]);
  } else if (target.matches(".finding")) {
    const link = target.querySelector("a.cell");
    const cell = link && document.getElementById(link.hash.slice(1));
    highlight(cell ? [target, cell] : [target]);
    const sheet = cell?.closest(".sheet-section");
    if (sheet) {
      showSheet(sheet.id.replace(/-sheet$/, ""));
      bring(cell);
    }
  }
  bring(target);
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash.length > 1) {
    if (link.matches(".skip")) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    const id = decodeURIComponent(link.hash.slice(1));
    if (show(id) && !link.matches(".cell, .tabs a")) document.getElementById(id).focus({ preventScroll: true });
    return;
  }
  const cell = event.target.closest(".sheet td.marked, .sheet td.changed");
  const first = cell?.querySelector(".marks a");
  if (first && !event.target.closest("a")) {
    const target = document.getElementById(first.hash.slice(1));
    highlight([cell, target]);
    bring(target);
  }
});

const formulas = document.getElementById("show-formulas");
formulas.addEventListener("change", () => document.getElementById("sheets").classList.toggle("formulas", formulas.checked));

if (sections.length) showSheet(tabs[0].dataset.sheet);
if (location.hash.length > 1) show(decodeURIComponent(location.hash.slice(1)));

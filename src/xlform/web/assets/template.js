// Page of a template: cells are pointed at, by the mouse or the arrow keys; arrows lead from labels to values.

const AREA = "area";
// Cells that a tool takes before the form is sent by itself; a table waits for its button.
const CELLS = { pair: 2, table: 0, crossing: 0 };
const ARROW_KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const template = () => document.getElementById("template");
const form = () => document.getElementById("pointing");
const tool = () => form().querySelector('input[name="do"]:checked');
const said = (text) => { document.getElementById("said").textContent = text; };
const nameOf = (cell) => cell.id.slice(cell.id.indexOf("-") + 1);
const textOf = (cell) => (cell.firstChild?.nodeType === Node.TEXT_NODE ? cell.firstChild.data.trim().slice(0, 30) : "");
const cellOf = (name) => document.getElementById(`t1-${name}`);

function point(cell) {
  const { first, second, end } = form().elements;
  const name = nameOf(cell);
  const chosen = tool();
  const most = CELLS[chosen.value] ?? 1;
  if (!most && second.value) end.value = name;
  else if (first.value && most !== 1) second.value = name;
  else first.value = name;
  for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed");
  for (const input of [first, second, end]) if (input.value) cellOf(input.value)?.classList.add("pointed");
  if (most && [first, second].filter((input) => input.value).length >= most) form().requestSubmit();
  else said(`${name} ${textOf(cell)}${chosen.dataset.then}`);
}

function clear() {
  for (const input of ["first", "second", "end"]) form().elements[input].value = "";
  for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed");
  said(tool().dataset.ask);
}

// Takes the page that an address or a form leads to in place of this one, without losing the place.
async function swap(address, options, focus) {
  const frame = document.querySelector(".sheet-frame");
  const place = [frame.scrollLeft, frame.scrollTop, nameOfFocused()];
  document.body.classList.add("busy");
  try {
    const answer = await fetch(address, options);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("template");
    if (!found) {
      said(page.querySelector("[role=alert]")?.textContent ?? String(answer.status));
      return;
    }
    const open = [...document.querySelectorAll("#template details")].map((each) => each.open);
    template().replaceWith(document.adoptNode(found));
    document.querySelectorAll("#template details").forEach((each, at) => { each.open = open[at] ?? false; });
    [document.querySelector(".sheet-frame").scrollLeft, document.querySelector(".sheet-frame").scrollTop] = place;
    draw();
    const notice = document.querySelector("#template > .notice");
    if (notice) said(notice.textContent);
    if (focus && document.getElementById(focus)) document.getElementById(focus).focus();
    else if (place[2]) cellOf(place[2])?.focus({ preventScroll: true });
  } finally {
    document.body.classList.remove("busy");
  }
}

function nameOfFocused() {
  const cell = document.activeElement?.closest?.(`#${AREA} td`);
  return cell ? nameOf(cell) : "";
}

const clamp = (number, low, high) => Math.max(low, Math.min(number, Math.max(low, high)));

// An arrow from the edge of a label into the cell of its value.
function arrow(from, to) {
  const x1 = clamp((to.left + to.right) / 2, from.left + 8, from.right - 8);
  const y1 = clamp((to.top + to.bottom) / 2, from.top + 6, from.bottom - 6);
  const x2 = clamp(x1, to.left + 10, to.right - 10);
  const y2 = clamp(y1, to.top + 8, to.bottom - 8);
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", `M${x1} ${y1}L${x2} ${y2}`);
  const tip = document.createElementNS("http://www.w3.org/2000/svg", "path");
  tip.setAttribute("class", "tip");
  tip.setAttribute("d", "M4 0L-4 -4L-4 4Z");
  tip.setAttribute("transform", `translate(${x2} ${y2}) rotate(${angle})`);
  return [line, tip];
}

const adjoin = (from, to) => to.left - from.right < 4 && to.top - from.bottom < 4;

function draw() {
  const area = document.getElementById(AREA);
  area.querySelector(".arrows")?.remove();
  const image = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  image.setAttribute("class", "arrows");
  image.setAttribute("aria-hidden", "true");
  const origin = area.getBoundingClientRect();
  const box = (cell) => {
    const { left, right, top, bottom } = cell.getBoundingClientRect();
    return { left: left - origin.left, right: right - origin.left, top: top - origin.top, bottom: bottom - origin.top };
  };
  for (const row of document.querySelectorAll("tr[data-to]")) {
    const to = cellOf(row.dataset.to);
    const labels = row.dataset.from.split(" ");
    for (const name of labels) {
      const from = cellOf(name);
      if (!from || !to || from === to) continue;
      // Arrows across the other values of a crossing are drawn for the part that is chosen.
      const far = labels.length > 1 && !adjoin(box(from), box(to));
      if (!far || row.matches(".shown")) image.append(...arrow(box(from), box(to)));
    }
  }
  area.append(image);
  for (const cell of area.querySelectorAll("td[id]")) cell.tabIndex = -1;
  const start = area.querySelector("tbody td[id]");
  if (start) start.tabIndex = 0;
}

function move(cell, [down, right]) {
  const row = cell.parentElement;
  if (right) return right > 0 ? cell.nextElementSibling : cell.previousElementSibling;
  const middle = cell.getBoundingClientRect();
  let next = down > 0 ? row.nextElementSibling : row.previousElementSibling;
  while (next) {
    const found = [...next.querySelectorAll("td[id]")].find((each) => {
      const box = each.getBoundingClientRect();
      return box.left <= middle.left + 1 && middle.left + 1 < box.right;
    });
    if (found) return found;
    next = down > 0 ? next.nextElementSibling : next.previousElementSibling;
  }
  return null;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.matches('.part, .marks a[href*="part="]')) {
    event.preventDefault();
    history.replaceState(null, "", link.href);
    swap(link.href, {}, link.hash.slice(1));
    return;
  }
  const cell = event.target.closest(`#${AREA} td[id]`);
  if (cell && !link) point(cell);
});

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.(`#${AREA} td[id]`);
  if (!cell || event.target !== cell) return;
  if (event.key === "Enter" || event.key === " ") point(cell);
  else if (event.key === "Escape") clear();
  else if (ARROW_KEYS[event.key]) {
    const next = move(cell, ARROW_KEYS[event.key]);
    if (next?.id) {
      cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  } else return;
  event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (event.target.matches('#pointing input[name="do"]')) clear();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".swap")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  const focus = event.target.querySelector('[name="part"]') ? "part" : "";
  swap(event.target.action, { method: "POST", body }, focus);
});

addEventListener("resize", draw);
draw();

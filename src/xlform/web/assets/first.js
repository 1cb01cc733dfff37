// First page: files dropped or chosen are sent in small batches, and the list follows the reading.

const BATCH_FILES = 40;
const BATCH_BYTES = 32 * 1024 * 1024;
const POLL = 800;

const drop = document.getElementById("drop");
const sending = document.getElementById("sending");
const token = document.querySelector('input[name="form-token"]').value;

// Files of a dropped folder, with their paths in it.
async function filesOf(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((found, failed) => entry.file(found, failed));
    return [[file, path + file.name]];
  }
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    const entries = await new Promise((found, failed) => reader.readEntries(found, failed));
    if (!entries.length) return files;
    for (const below of entries) files.push(...(await filesOf(below, `${path}${entry.name}/`)));
  }
}

function batches(files) {
  const found = [];
  let bytes = 0;
  for (const file of files) {
    if (!found.length || found.at(-1).length >= BATCH_FILES || bytes + file[0].size > BATCH_BYTES) {
      found.push([]);
      bytes = 0;
    }
    found.at(-1).push(file);
    bytes += file[0].size;
  }
  return found;
}

// Batches not yet sent: files that are dropped meanwhile are added to them.
const queue = [];
const sum = { done: 0, total: 0 };

async function send(files) {
  const isSending = queue.length > 0;
  queue.push(...batches(files));
  sum.total += files.length;
  if (isSending) return;
  try {
    await sendQueue();
  } catch {
    // The program has ended, or a file was changed or removed after it was chosen.
    sending.textContent = sending.dataset.failed;
  } finally {
    queue.length = sum.done = sum.total = 0;
  }
}

async function sendQueue() {
  for (; queue.length; queue.shift()) {
    const form = new FormData();
    form.append("form-token", token);
    for (const [file, name] of queue[0]) form.append("files", file, name);
    // The page it leads to is opened at the end, with all that is to be said.
    const answer = await fetch("/files", { method: "POST", body: form, redirect: "manual" });
    if (answer.type !== "opaqueredirect") {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      sending.textContent = page.querySelector("[role=alert]")?.textContent ?? answer.status;
      return;
    }
    sum.done += queue[0].length;
    sending.textContent = sending.dataset.text.replace("{done}", sum.done).replace("{total}", sum.total);
  }
  location.assign("/");
}

drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const entries = [...event.dataTransfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter(Boolean);
  const files = [];
  for (const entry of entries) files.push(...(await filesOf(entry)));
  if (!entries.length) for (const file of event.dataTransfer.files) files.push([file, file.name]);
  if (files.length) await send(files);
  else sending.textContent = sending.dataset.empty;
});
for (const form of drop.querySelectorAll('form[action="/files"]')) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...form.querySelector("input[type=file]").files];
    send(chosen.map((file) => [file, file.webkitRelativePath || file.name]));
  });
}

// Puts an element in the place of another; the link or button that had the focus keeps it.
function replace(shown, fresh) {
  const focused = shown.contains(document.activeElement) ? document.activeElement.tagName : "";
  const at = focused ? [...shown.querySelectorAll(focused)].indexOf(document.activeElement) : -1;
  shown.replaceWith(fresh);
  if (at >= 0) fresh.querySelectorAll(focused)[at]?.focus({ preventScroll: true });
}

// Progress: only what has changed is fetched; rows of other pages of the list are left out.
async function follow() {
  const progress = document.getElementById("progress");
  const since = progress.dataset.change;
  const answer = await fetch(`/progress?since=${since}`).catch(() => null);
  if (!answer?.ok) {
    sending.textContent = sending.dataset.lost;
    setTimeout(follow, POLL * 5);
    return;
  }
  if (sending.textContent === sending.dataset.lost) sending.textContent = "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const body = document.querySelector("#files tbody");
  const list = document.getElementById("files")?.dataset;
  const appended = list && !list.state && list.page === "1";
  for (const row of page.querySelectorAll("tbody tr")) {
    const shown = document.getElementById(row.id);
    if (shown) replace(shown, row);
    else if (appended && body.rows.length < 100) body.append(row);
  }
  const fresh = page.getElementById("progress");
  // What says the same as before stays, so that it is not read aloud again.
  if (fresh.innerHTML === progress.innerHTML) Object.assign(progress.dataset, { ...fresh.dataset });
  else replace(progress, fresh);
  const { dataset } = document.getElementById("progress");
  if (dataset.reading === "1") setTimeout(follow, POLL);
  else if (since !== "0") {
    // Rows that were read early name the other files of their unit too.
    dataset.change = "0";
    await follow();
  }
}
if (document.getElementById("progress").dataset.reading === "1") setTimeout(follow, POLL);

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

// Batches not yet sent: files that are chosen meanwhile are added to them.
const queue = [];
const sum = { done: 0, total: 0 };
let isSending = false;

// Sends all there is. The page is not left for it: files chosen while it loads again would be lost.
async function send(files) {
  queue.push(...batches(files));
  sum.total += files.length;
  if (isSending) return;
  isSending = true;
  document.getElementById("notices").replaceChildren();
  let failure = "";
  try {
    while (queue.length && !failure) {
      failure = await sendBatch(queue[0]);
      queue.shift();
      if (!queue.length || failure) await renewList();
    }
  } catch {
    // The program has ended, or a file was changed or removed after it was chosen.
    failure = sending.dataset.failed;
  }
  queue.length = sum.done = sum.total = 0;
  isSending = false;
  sending.textContent = failure;
}

// Returns why the batch was refused, "" if it was taken.
async function sendBatch(batch) {
  const form = new FormData();
  form.append("form-token", token);
  for (const [file, name] of batch) form.append("files", file, name);
  const answer = await fetch("/files", { method: "POST", body: form, redirect: "manual" });
  if (answer.type !== "opaqueredirect") {
    const page = parsed(await answer.text());
    return page.querySelector("[role=alert]")?.textContent ?? String(answer.status);
  }
  sum.done += batch.length;
  sending.textContent = sending.dataset.text.replace("{done}", sum.done).replace("{total}", sum.total);
  return "";
}

// Puts the list and the notices as they are now in the place of those shown.
async function renewList() {
  const answer = await fetch("/");
  const page = parsed(await answer.text());
  const fresh = page.getElementById("list");
  if (!answer.ok || !fresh) {
    // The round has ended, or has to be signed in to.
    location.assign("/");
    return;
  }
  history.replaceState(null, "", "/");
  document.getElementById("list").replaceWith(fresh);
  document.getElementById("notices").append(...page.getElementById("notices").children);
  startFollowing();
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
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
    form.reset();
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

let isFollowing = false;

function startFollowing() {
  if (isFollowing || document.getElementById("progress").dataset.reading !== "1") return;
  isFollowing = true;
  setTimeout(follow, POLL);
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
  const text = await answer.text();
  // A list that was renewed meanwhile is newer than the answer.
  if (progress.isConnected) update(progress, parsed(text));
  const { dataset } = document.getElementById("progress");
  if (dataset.reading === "1") setTimeout(follow, POLL);
  else if (since !== "0") {
    // Rows that were read early name the other files of their unit too.
    dataset.change = "0";
    await follow();
  } else isFollowing = false;
}

function update(progress, page) {
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
}

startFollowing();

// Set by the reader or by us, not by the server.
const ours = /^(open|checked|selected|style|aria-value.+)$/;
const keyOf = (node) => {
  const first = node.tagName === "LI" && all("[href], time", node)[0];
  return node.id || node.getAttribute?.("aria-labelledby") || (first && (first.getAttribute("href") || first.dateTime));
};
const akin = [(a, b) => a.isEqualNode(b), (a, b) => a.nodeName === b.nodeName && keyOf(a) === keyOf(b)];
const morph = (old, fresh) => {
  if (old.isEqualNode(fresh)) return;
  if (!old.tagName) return write(old, fresh.textContent);
  for (const { name, value } of fresh.attributes) ours.test(name) || old.getAttribute(name) === value || old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) ours.test(name) || fresh.hasAttribute(name) || old.removeAttribute(name);
  const free = new Set(old.childNodes);
  const wanted = [...fresh.childNodes];
  const kept = new Map();
  for (const alike of akin) {
    for (const node of wanted) {
      const one = kept.has(node) || [...free].find((one) => alike(one, node));
      if (free.delete(one)) kept.set(node, one);
    }
  }
  free.forEach((one) => one.remove());
  let next = old.firstChild;
  for (const node of wanted) {
    const one = kept.get(node);
    if (one && one === next) next = next.nextSibling;
    else old.insertBefore(one || node, next);
    if (one) morph(one, node);
  }
};

let stream, alive, seen, revision, opened, paused, parked, again, due, stale, state, last;
let tries = 0;
const plain = (node) => node?.textContent.replace(/\s+/g, " ").trim();
const sentence = () => plain(document.querySelector(".overall h1"));
const say = (where, text) => {
  if (text !== last) all("#announce, #alert").forEach((one) => write(one, one.id === where ? text : ""));
  last = text;
};
const announce = (known, before) => {
  const isNew = (node) => !known.includes(node.id);
  const news = all(".open article").filter((article) => all("[id]", article).some(isNew));
  const grave = news.find((article) => article.matches(".tone-major") && isNew(article.querySelector("h2")));
  const [article] = grave ? [grave] : news;
  if (!grave && sentence() !== before) say("announce", sentence());
  else if (article) say(grave ? "alert" : "announce", ["h2", ".update-line strong"].map((what) => plain(article.querySelector(what))).join(": "));
};
const foot = (page) => {
  const [age] = all("#age", page);
  const [pause] = all("#pause", page);
  if (page !== document || !state) state = [...(age?.childNodes || [])];
  age?.replaceChildren(...(alive && age.dataset.live ? [age.dataset.live] : state));
  if (!pause) return;
  pause.hidden = false;
  pause.ariaPressed = !!paused;
  write(pause, pause.dataset[paused ? "resume" : "pause"]);
};
const renew = (page) => {
  const focused = document.activeElement;
  const known = all(".open [id]").map((node) => node.id);
  const before = sentence();
  dress(page);
  foot(page);
  document.title = page.title;
  for (const what of ["link[rel=icon]", ".regions", "main", "body > footer"]) {
    const [fresh] = all(what, page);
    if (fresh) all(what).slice(0, 1).forEach((old) => morph(old, fresh));
  }
  if (focused !== document.activeElement) focused.focus({ preventScroll: true });
  announce(known, before);
  document.dispatchEvent(new Event("page:changed"));
};

const later = () => Math.min(6e4, (5e3 + Math.random() * 1e4) * 2 ** tries++);
const typed = new WeakSet();
const held = () => paused || typed.has(document.activeElement?.form);
const load = () => {
  due = 0;
  if (held()) return;
  stale = false;
  const here = location.href.split("#")[0];
  const ask = new XMLHttpRequest();
  ask.open("GET", here);
  // Ask the server, but take what is cached when it says 304.
  ask.setRequestHeader("Cache-Control", "max-age=0");
  ask.responseType = "document";
  ask.timeout = 2e4;
  ask.onloadend = () => {
    const page = ask.status === 200 && ask.responseURL === here && ask.response;
    due = 0;
    if (page && !held()) attempt(renew, page);
    else stale = page || !ask.status || ask.status > 499;
    if (stale) due = setTimeout(load, page ? 400 : later());
  };
  due = 1;
  ask.send();
};
const refresh = () => {
  stale = true;
  due ||= setTimeout(load, Math.random() * 400);
};

const setAlive = (now) => {
  if (alive === now) return;
  alive = now;
  foot(document);
};
const beat = () => {
  seen = Date.now();
  tries = 0;
  setAlive(true);
};
const disconnect = () => {
  clearTimeout(again);
  stream = stream?.close();
};
const connect = () => {
  if (stream || paused) return;
  clearTimeout(again);
  stream = new EventSource(document.body.dataset.live);
  stream.onopen = () => {
    beat();
    // What changed while nobody listened is not told again.
    if (opened) refresh();
    opened = true;
  };
  stream.onerror = () => {
    if (stream.readyState < 2) return;
    disconnect();
    again = setTimeout(connect, later());
  };
  stream.addEventListener("alive", beat);
  stream.addEventListener("changed", ({ data }) => {
    beat();
    if (data !== revision) refresh();
    revision = data;
  });
};
const watch = () => {
  if (!alive || Date.now() - seen < 45e3) return;
  setAlive(false);
  if (!stream) return;
  disconnect();
  connect();
};
const turnPause = () => {
  paused = !paused;
  alive = alive && !paused;
  foot(document);
  if (paused) disconnect();
  else connect();
};
const live = () => {
  if (!document.body.dataset.live) return;
  revision = document.body.dataset.revision;
  foot(document);
  connect();
  setInterval(watch, 5000);
  on("pagehide", disconnect);
  on("pageshow", connect);
  on("focusout", () => stale && refresh());
  on("visibilitychange", () => {
    clearTimeout(parked);
    if (document.hidden) parked = setTimeout(disconnect, 3e5);
    else connect();
  });
};

const buttons = { "#theme": turnTheme, "#pause": turnPause, "[data-copy]": copy };
const click = ({ target }) => {
  for (const what in buttons) {
    const button = target.closest(what);
    if (button) attempt(buttons[what], button);
  }
};
attempt(() => themes.includes(localStorage.theme) && setTheme(localStorage.theme));
dress(document);
[tips, live].forEach((part) => attempt(part));
all("form[data-preview]").forEach((form) => attempt(preview, form));
on("click", click);
on("input", ({ target }) => target.form && typed.add(target.form));
document.addEventListener("page:changed", () => dress(document));
setInterval(() => all("time[data-countdown]").forEach(count), 15000);

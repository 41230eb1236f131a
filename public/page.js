// Everything here is a courtesy: the page says the same without it.
const html = document.documentElement;
// The reader's own variant of the page's language: en-US writes other dates than en-GB. Digits are those of the page.
const lang = (navigator.languages.find((own) => own.split("-")[0] === html.lang) || html.lang || "en") + "-u-nu-latn";
const rtl = html.dir === "rtl";
const all = (what, page = document) => [...page.querySelectorAll(what)];
const on = (kinds, act) => kinds.split(" ").forEach((kind) => addEventListener(kind, act));
const write = (node, text) => node.textContent === text || (node.textContent = text);
const within = (low, n, high) => Math.max(low, Math.min(n, high));
const attempt = (act, ...given) => {
  try {
    act(...given);
  } catch (error) {
    console.error(error);
  }
};

const day = { day: "numeric", month: "short", year: "numeric" };
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
const styles = { date: { dateStyle: "long" }, time: clock, datetime: { ...day, ...clock } };
const said = (at, style) => new Intl.DateTimeFormat(lang, style).format(at);
const localise = (time) => {
  const style = styles[time.dataset.local];
  if (!style || time.dataset.done) return;
  const text = said(new Date(time.dateTime), style);
  time.title = time.textContent.trim();
  time.textContent = text;
  time.dataset.done = "1";
};
const span = (minutes) => {
  const [n, unit] = minutes < 120 ? [minutes, "minute"] : minutes < 2880 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "short" }).format(Math.floor(n));
};
const count = (time) => {
  const left = (new Date(time.dateTime) - Date.now()) / 6e4;
  const late = left < 0;
  time.title ||= time.textContent.trim();
  const words = late ? time.dataset.late || "{} late" : time.dataset.in || "in {}";
  write(time, words.replace("{}", span(late ? -left : Math.ceil(left))));
  time.classList.toggle("late", late);
};
const zone = (select) => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select.value || !here) return;
  if (![...select.options].some((o) => o.value === here)) select.add(new Option(here, here));
  select.value = here;
};

// A form of staff that shows what it would do beside itself.
const preview = (form) => {
  let soon;
  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => form.requestSubmit(form.querySelector("[formtarget]")), 500);
  });
};

const themes = ["", "light", "dark"];
const theme = () => themes.indexOf(html.dataset.theme || "");
const setTheme = (name) => (name ? (html.dataset.theme = name) : delete html.dataset.theme);
const nameTheme = (button) => {
  button.hidden = false;
  write(button, button.dataset.names.split(",")[theme()]);
};
const turnTheme = (button) => {
  setTheme(themes[(theme() + 1) % 3]);
  nameTheme(button);
  localStorage.theme = themes[theme()];
};

const offer = (button) => {
  button.hidden = !navigator.clipboard;
  button.ariaLive = "polite";
};
const copy = async (button) => {
  const word = button.textContent;
  const { copy: text, done } = button.dataset;
  await navigator.clipboard.writeText(text);
  if (word === done) return;
  write(button, done);
  setTimeout(write, 2000, button, word);
};

const bars = ".uptime[data-from] .bars";
const tell = (svg, n = +(svg.ariaValueNow ?? 89)) => {
  const box = svg.closest(".uptime");
  const date = new Date(Date.parse(box.dataset.from) + n * 864e5);
  const item = `[data-day="${date.toISOString().slice(0, 10)}"]`;
  const told = box.querySelector(item) || box.nextElementSibling?.querySelector(item);
  const known = svg.querySelector(`.unknown[d*="M${n * 4}.5"]`) ? "unknown" : "quiet";
  const text = told?.textContent || `${said(date, { ...day, timeZone: "UTC" })}: ${box.dataset[known]}`;
  // Screen readers pass the arrow keys to a slider and read its value.
  Object.assign(svg, { role: "slider", tabIndex: 0, ariaValueMin: 0, ariaValueMax: 89, ariaValueNow: n, ariaValueText: text });
};

const parts = {
  "#theme": nameTheme,
  "time[data-local]": localise,
  "time[data-countdown]": count,
  "select[data-zone]": zone,
  "[data-copy]": offer,
  [bars]: (svg) => tell(svg),
};
const dress = (page) => {
  for (const what in parts) all(what, page).forEach((node) => attempt(parts[what], node));
};

const tip = document.createElement("div");
let shown, over;
const hide = () => {
  shown?.style.removeProperty("--day");
  shown = tip.remove();
};
const show = (svg, n) => {
  hide();
  shown = svg;
  tell(svg, n);
  write(tip, svg.ariaValueText);
  svg.closest("main").append(tip);
  const box = svg.getBoundingClientRect();
  const start = rtl ? html.clientWidth - box.right : box.left;
  const x = start + (box.width * (+svg.ariaValueNow + 0.5)) / 90 - tip.offsetWidth / 2;
  const y = box.top > tip.offsetHeight ? box.top - tip.offsetHeight : box.bottom;
  svg.style.setProperty("--day", svg.ariaValueNow);
  tip.style.setProperty("--x", `${within(8, x, html.clientWidth - tip.offsetWidth - 8)}px`);
  tip.style.setProperty("--y", `${y + scrollY}px`);
};
const barOf = ({ target }) => target.closest?.(bars);
const point = (event) => {
  const svg = barOf(event);
  if (!svg && shown !== document.activeElement && event.target !== tip) hide();
  const box = svg?.getBoundingClientRect();
  const n = svg && within(0, Math.floor(((rtl ? box.right - event.clientX : event.clientX - box.left) / box.width) * 90), 89);
  // Once for a day: what Escape hid stays hidden under a still hand.
  if (svg && (svg !== over?.svg || n !== over.n)) show(svg, n);
  over = { svg, n };
};
const steps = { ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1, Home: -90, End: 90 };
const press = (event) => {
  const svg = barOf(event);
  if (event.key === "Escape") hide();
  if (!svg || !steps[event.key] || event.altKey || event.metaKey) return;
  event.preventDefault();
  show(svg, within(0, +svg.ariaValueNow + steps[event.key], 89));
};
const tips = () => {
  Object.assign(tip, { className: "tip", role: "tooltip" });
  on("pointermove pointerdown", point);
  on("keydown", press);
  on("focusin", (event) => barOf(event) && show(event.target));
  on("focusout resize", hide);
  document.addEventListener("page:changed", () => shown && (shown.isConnected ? show(shown) : hide()));
};

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

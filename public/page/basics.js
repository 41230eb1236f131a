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

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

// A banner on other people's pages: <script src=".../embed.js" data-region="eu" defer>
(() => {
const script = document.currentScript;
if (!script || document.querySelector("script[data-allclear]")) return;
script.dataset.allclear = "";
const address = new URL("/banner.json", script.src);
if (script.dataset.region) address.search = "region=" + script.dataset.region;

const circle = "M10 2a8 8 0 0 1 0 16 8 8 0 0 1 0-16z";
const shapes = {
  major: "M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7zm.5 5.2 5.6 5.6m0-5.6-5.6 5.6",
  partial: circle + "M2 10h16M2.7 11.7h14.6M3.4 13.4h13.2M5 15h10M7 16.6h6",
  degraded: circle + "M5.9 10.9c.9-2 2.5-2.3 4.1-.9s3.2 1.1 4.1-.9",
  maintenance: "M12 .5v4.8H8V.5a5 5 0 0 0 0 9.2v7.8a2 2 0 0 0 4 0V9.7A5 5 0 0 0 12 .5z",
};
// Important rules of a shadow tree beat those outside it.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { all: initial !important; display: block !important; position: relative !important; z-index: 2147483647 !important; color-scheme: light dark !important }
:host([hidden]) { display: none !important }
section { --tone: light-dark(#7d5a00, #e2b13c); display: flex; gap: .75em; padding: .5em 1em; color: light-dark(#1b1d22, #e9eaee); background: color-mix(in srgb, var(--tone) 8%, light-dark(#faf9f6, #101217)); border-block-end: 2px solid var(--tone); font: medium/1.4 system-ui; overflow-wrap: anywhere }
.major { --tone: light-dark(#b91c2e, #ff7a80) }
.partial { --tone: light-dark(#a8430f, #f0894a) }
.maintenance { --tone: light-dark(#3556b8, #8aa8ff) }
svg { flex: 0 0 1.25em; block-size: 1.25em; margin-block-start: .7em; fill: none; stroke: var(--tone); stroke-width: 1.75; stroke-linecap: round }
p { flex: 1; min-inline-size: 0; margin: .6em 0 }
a { color: inherit; font-weight: 650 }
button { flex: 0 0 2.75em; block-size: 2.75em; border: 0; background: none; color: inherit; font: inherit; cursor: pointer }
:focus-visible { outline: 2px solid; outline-offset: -2px }
@media (forced-colors: active) { svg { stroke: CanvasText } }
@media print { :host { display: none !important } }`);

const host = document.createElement("allclear-banner");
const shadow = host.attachShadow({ mode: "open" });
shadow.adoptedStyleSheets = [sheet];
const put = (into, tag, given, space = "1999/xhtml") =>
  Object.assign(into.appendChild(document.createElementNS("http://www.w3.org/" + space, tag)), given);
const section = put(shadow, "section", { role: "region" });
const svg = put(section, "svg", { ariaHidden: true }, "2000/svg");
const path = put(svg, "path", {}, "2000/svg");
const words = put(section, "p");
const link = put(words, "a", { target: "_blank", rel: "noopener" });
const text = put(words, "span");
const button = put(section, "button", { type: "button", textContent: "\u2715" });
svg.setAttribute("viewBox", "0 0 20 20");

let closed, shown;
try {
  closed = sessionStorage.allclear;
} catch {}
button.onclick = () => {
  closed = shown;
  host.hidden = true;
  try {
    sessionStorage.allclear = closed;
  } catch {}
};
const show = (banner) => {
  host.hidden = !banner || banner.id === closed;
  if (host.hidden) return;
  const { tone, title, lang, dir } = banner;
  shown = banner.id;
  path.setAttribute("d", shapes[tone] || circle);
  Object.assign(section, { className: tone, lang, dir, ariaLabel: title });
  link.textContent = title;
  text.textContent = " " + banner.text;
  link.href = /^https?:/.test(banner.link) ? banner.link : address.origin;
  button.title = button.ariaLabel = banner.close;
  // Above the body, whatever its layout.
  if (!host.isConnected) document.body.before(host);
};

let asked = 0;
let timer;
const plan = () => {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(poll, asked + 54e3 + Math.random() * 12e3 - Date.now());
};
const poll = async () => {
  asked = Date.now();
  try {
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.ok) show((await answer.json()).banner);
  } catch {}
  plan();
};
document.addEventListener("visibilitychange", plan);
plan();
})();

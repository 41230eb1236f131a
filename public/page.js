// Everything here is a courtesy: the page says the same without it.
(() => {
  const lang = document.documentElement.lang || undefined;
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
  const styles = {
    date: { dateStyle: "long" },
    time: clock,
    datetime: { day: "numeric", month: "short", ...clock },
  };
  const each = (what, act) => document.querySelectorAll(what).forEach(act);

  const localise = (time) => {
    const at = new Date(time.dateTime);
    const style = styles[time.dataset.local];
    if (isNaN(at) || !style || time.dataset.done) return;
    time.title = time.textContent.trim();
    time.textContent = new Intl.DateTimeFormat(lang, style).format(at);
    time.dataset.done = "1";
  };

  const length = (minutes) => {
    const [n, unit] = minutes < 120 ? [minutes, "minute"] : minutes < 2880 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
    return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "short" }).format(Math.floor(n));
  };
  const count = (time) => {
    const left = (new Date(time.dateTime) - Date.now()) / 60000;
    const late = left < 0;
    time.title ||= time.textContent.trim();
    const words = late ? time.dataset.late || "{} late" : time.dataset.in || "in {}";
    time.textContent = words.replace("{}", length(late ? -left : Math.ceil(left)));
    time.classList.toggle("late", late);
  };

  const zone = (select) => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select.value || !here) return;
    if (![...select.options].some((o) => o.value === here)) select.add(new Option(here, here));
    select.value = here;
  };

  const all = () => {
    each("time[data-local]", localise);
    each("time[data-countdown]", count);
    each("select[data-zone]", zone);
  };
  all();
  setInterval(() => each("time[data-countdown]", count), 15000);
  document.addEventListener("page:changed", all);
})();

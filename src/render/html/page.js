
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  // The choice of colours works without this; here it is kept for the next page.
  const themes = [...document.querySelectorAll("[name=theme]")];
  try {
    const kept = themes.find((theme) => theme.id === localStorage.getItem("toile-theme"));
    if (kept) kept.checked = true;
    for (const theme of themes) theme.addEventListener("change", () => localStorage.setItem("toile-theme", theme.id));
  } catch {
    // No storage for this page.
  }

  const form = byId("filter");
  if (!form) return;
  form.hidden = false;
  const words = byId("words"), rule = byId("rule"), file = byId("file"), shown = byId("shown"), none = byId("none");
  const groups = [...document.querySelectorAll("details.file")].map((group) => ({
    group,
    wasOpen: group.open,
    articles: [...group.querySelectorAll("article")],
  }));
  const all = groups.flatMap(({ articles }) => articles);
  const texts = new Map();
  const text = (article) => {
    if (!texts.has(article)) texts.set(article, article.textContent.toLowerCase());
    return texts.get(article);
  };

  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set([...form.elements.severity].filter((box) => box.checked).map((box) => box.value));
    const isNarrowed = wanted.length > 0 || rule.value !== "" || file.value !== "" || severities.size < 3;
    let count = 0;
    for (const { group, wasOpen, articles } of groups) {
      const isFile = file.value === "" || group.dataset.file === file.value;
      let here = 0;
      for (const article of articles) {
        const fits = isFile && severities.has(article.dataset.severity) &&
          (rule.value === "" || article.dataset.rule === rule.value) &&
          wanted.every((word) => text(article).includes(word));
        article.hidden = !fits;
        if (fits) here += 1;
      }
      group.hidden = here === 0;
      group.open = isNarrowed ? here > 0 : wasOpen;
      count += here;
    }
    none.hidden = count > 0;
    const noun = all.length === 1 ? "finding" : "findings";
    shown.textContent = count === all.length ? `${count} ${noun}` : `${count} of ${all.length} ${noun}`;
  };

  let timer = 0;
  const settle = () => {
    if (timer === 0) return;
    clearTimeout(timer);
    timer = 0;
    apply();
  };
  const settleIn = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(settle, milliseconds);
  };
  form.addEventListener("input", () => settleIn(100));
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields have their first values again only behind this event.
  form.addEventListener("reset", () => settleIn(0));
  for (const link of document.querySelectorAll("a[data-rule]")) {
    link.addEventListener("click", () => {
      rule.value = link.dataset.rule;
      apply();
    });
  }

  const step = (by) => {
    // Whoever types fast goes on in what was asked for, not in what is still shown.
    settle();
    const visible = all.filter((article) => !article.hidden);
    if (visible.length === 0) return;
    const at = visible.indexOf(document.activeElement.closest("article"));
    const next = visible[at < 0 ? (by > 0 ? 0 : visible.length - 1) : Math.min(Math.max(at + by, 0), visible.length - 1)];
    next.closest("details").open = true;
    next.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      form.reset();
      if (event.target === words) words.blur();
      return;
    }
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "/") words.focus();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else return;
    event.preventDefault();
  });
  // Browsers fill in the fields of a page that is loaded again.
  apply();
})();

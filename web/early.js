// Runs before the page is drawn: hides the first view that is written in the page where it is not
// what is asked for, and marks when it is on the screen.
(() => {
  const root = document.documentElement;
  const [, asked] = /^#lang=(en|ja)$/.exec(location.hash) ?? [];
  root.lang = asked ?? (/^ja\b/.test(navigator.language) ? "ja" : "en");
  if (!asked && location.hash.length > 1) {
    root.dataset.linked = "";
    return;
  }
  const look = () => {
    const shown = document.querySelector(`.first[lang=${root.lang}] .because`);
    // The frame after this one shows it.
    if (shown) requestAnimationFrame(() => performance.mark("first-verdict"));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();

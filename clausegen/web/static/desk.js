// Keys, the way from a card to its words, and review in sequence. Everything works without it, more slowly.
"use strict";
(() => {
  const $ = (css, of = document) => of.querySelector(css);
  const $$ = (css, of = document) => [...of.querySelectorAll(css)];
  const text = $("#text");
  let sequence = false;

  // The token of the page goes with every request that htmx sends.
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["x-csrf"] = document.body.dataset.csrf;
  });
  document.addEventListener("htmx:beforeRequest", () => { const alert = $("#alert"); if (alert) alert.replaceChildren(); });

  const marksOf = (code) => text ? $$(`[data-codes~="${code}"]`, text) : [];
  const light = (codes, go) => {
    if (!text) return;
    for (const mark of $$(".on", text)) mark.classList.remove("on");
    const found = codes.flatMap(marksOf);
    document.body.classList.toggle("marking", found.length > 0);
    for (const mark of found) mark.classList.add("on");
    if (go && found.length) found[0].scrollIntoView({ block: "center" });
  };

  const cards = () => $$(".card");
  const card = () => $(".card.here");
  const element = () => $(".element.here");
  const stand = (what, go = true) => {
    if (!what) return;
    for (const other of $$(".here")) other.classList.remove("here");
    what.classList.add("here");
    const own = what.closest(".card");
    own.classList.add("here");
    what.focus({ preventScroll: true });
    what.scrollIntoView({ block: "nearest" });
    const codes = what === own ? $$(".element", own).map((one) => one.dataset.code) : [what.dataset.code];
    light(codes, go);
  };
  const next = (step) => {
    const one = element();
    if (one) {
      const all = $$(".element", one.closest(".card")), to = all[all.indexOf(one) + step];
      if (to) return stand(to);
    }
    const all = cards(), at = all.indexOf(card());
    stand(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  };
  const nextOpen = () => {
    const all = cards(), at = all.indexOf(card());
    const left = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].filter((one) => one.dataset.open !== "0" && !one.dataset.sent);
    if (left.length) stand(left[0]);
    else { sequence = false; light([], false); const overall = $("#overall"); if (overall) overall.scrollIntoView({ block: "center" }); }
  };
  const submit = (form) => form && form.requestSubmit();

  const act = {
    j: () => next(1),
    k: () => next(-1),
    Enter: () => {
      const one = element(), own = card();
      if (one) return stand(one);
      if (own) { $(".more", own).open = true; stand($(".element", own) || own); }
    },
    c: () => {
      const one = element(), own = card();
      if (one) { submit($(".confirm", one)); return; }
      if (!own) { nextOpen(); return; }
      const form = $(".confirm-all", own);
      if (form) { own.dataset.sent = "1"; submit(form); }
      nextOpen();
    },
    w: () => {
      const own = card();
      if (!own) return;
      $(".more", own).open = true;
      const one = element() || $(".element.open", own) || $(".element", own);
      stand(one);
      const form = $(".wrong", one);
      form.open = true;
      $("input[type=radio]", form).focus();
    },
  };
  const keys = $("#keys");
  if (keys) {
    keys.checked = localStorage.getItem("desk-keys") !== "off";
    keys.addEventListener("change", () => localStorage.setItem("desk-keys", keys.checked ? "on" : "off"));
    document.addEventListener("keydown", (event) => {
      if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target;
      if (at.closest("input, textarea, select, summary") && event.key !== "Escape") return;
      if (event.key === "Enter" && at.closest("a, button")) return;
      if (event.key === "Escape") { light([], false); at.blur(); return; }
      if (act[event.key]) { event.preventDefault(); act[event.key](); }
    });
  }
  const start = $("#sequence");
  if (start) start.addEventListener("click", () => { sequence = true; for (const one of $$(".here")) one.classList.remove("here"); nextOpen(); });

  document.addEventListener("click", (event) => {
    const go = event.target.closest(".go");
    if (go && go.dataset.elsewhere) { location.href = `/contract/${go.dataset.elsewhere}`; return; }
    if (go) { stand(go.closest(".element")); return; }
    const mark = event.target.closest("[data-codes]");
    if (mark) {
      const one = document.getElementById(`e-${mark.dataset.codes.split(" ")[0]}`);
      if (one) { one.closest("details").open = true; stand(one, false); one.scrollIntoView({ block: "center" }); }
    }
  });

  // Words selected in the text go into the form that is open.
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (!text || !chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode)) return;
    for (const area of $$(".wrong[open] textarea")) area.value = chosen.toString().replace(/\s+/g, " ").trim();
  });

  // After a decision the new card takes the place and the standing of the old one.
  let left = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const old = event.detail.target;
    if (!old.classList || !old.classList.contains("card")) return;
    const one = $(".element.here", old);
    left = { id: old.id, at: one ? one.id : old.classList.contains("here") ? old.id : "", open: $(".more", old).open };
  });
  // Not at once after the swap: until it has settled, htmx sets attributes back.
  document.addEventListener("htmx:afterSettle", () => {
    if (!left) return;
    const { id, at, open } = left, made = document.getElementById(id);
    left = null;
    if (!made) return;
    $(".more", made).open = open;
    if (at && !card()) stand(document.getElementById(at), false);
    if (sequence && at === id && made.dataset.open === "0") nextOpen();
  });
  const dates = location.hash === "#dates" && $("#dates");
  if (dates) dates.open = true;
  const named = location.hash.startsWith("#card-") && $(location.hash);
  if (named) stand(named);
})();

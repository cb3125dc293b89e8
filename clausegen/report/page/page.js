"use strict";
(() => {
  const table = document.getElementById("matrix");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  // Spelled alike: a line end is a space, and quotation marks are those of a keyboard.
  const plain = (text) => text.toLowerCase().replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, " ").trim();
  const words = rows.map((row) => plain(row.textContent));
  const gaps = rows.map((row) => new Set(row.dataset.gaps.toLowerCase().split(" ")));
  const search = document.getElementById("search");
  const status = document.getElementById("status");
  const requirement = document.getElementById("requirement");
  const shown = document.getElementById("shown");
  const heads = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim());
  // Of country, product and tier those that tell the contracts apart, each with its column.
  const choices = ["Country", "Product", "Tier"]
    .map((head) => [document.getElementById(head.toLowerCase()), heads.indexOf(head)])
    .filter((choice) => choice[0]);

  const changes = document.getElementById("changes");
  const details = (row) => document.getElementById(row.querySelector("a").getAttribute("href").slice(1));

  // Of each contract, the words it is quoted with and its other files; taken from the page at the first search.
  let passages = null;
  const read = () => rows.map((row) =>
    Array.from(details(row).querySelectorAll("blockquote > p, .others > li"), (part) => [part, plain(part.textContent)]));

  function statusOf(row) {
    if (!requirement.value) return row.dataset.status;
    return row.cells[heads.indexOf(requirement.value)].querySelector(".hidden").textContent;
  }

  // A contract is found by words that all stand in its row, or by words that stand as they are in one passage.
  function filter() {
    const phrase = plain(search.value);
    const wanted = phrase.split(" ").filter(Boolean);
    const within = phrase.length > 2;
    if (within) passages = passages || read();
    for (const part of document.querySelectorAll(".found")) part.classList.remove("found");
    let count = 0;
    let quoted = 0;
    rows.forEach((row, index) => {
      const found = within ? passages[index].filter((passage) => passage[1].includes(phrase)) : [];
      for (const [part] of found) part.classList.add("found");
      const named = wanted.every((word) => words[index].includes(word) || gaps[index].has(word));
      const keep = (!status.value || statusOf(row) === status.value) &&
        choices.every(([choice, column]) =>
          !choice.value || (row.cells[column].textContent || "(not stated)") === choice.value) &&
        (named || found.length > 0);
      row.hidden = !keep;
      details(row).hidden = !keep;
      count += keep ? 1 : 0;
      quoted += keep && found.length ? 1 : 0;
    });
    shown.textContent = `${count} of ${rows.length} contracts shown` +
      (quoted ? `, the words are marked in the details of ${quoted}` : "");
  }

  function sort(index, head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => row.cells[index].dataset.key || row.cells[index].textContent;
    const sorted = rows.map((row, place) => [key(row), place, row]);
    sorted.sort((a, b) => a[0].localeCompare(b[0], "en", { numeric: true }) || a[1] - b[1]);
    if (down) sorted.reverse();
    body.append(...sorted.map((entry) => entry[2]));
  }

  // What a reader of the paper cannot see: which contracts were chosen, and which of them are not printed in full.
  function announce() {
    const kept = rows.filter((row) => !row.hidden);
    const closed = kept.filter((row) => !details(row).open).length;
    const chosen = Array.from(search.form.elements).filter((field) => field.value && field.labels && field.labels.length)
      .map((field) => `${field.labels[0].firstChild.textContent.trim().toLowerCase()} ${field.value}`);
    document.getElementById("printed").textContent =
      (chosen.length ? `Chosen by ${chosen.join(", ")}: ${kept.length} of ${rows.length} contracts; ` +
        "what stands above is of all. " : "") +
      (closed ? `Closed on the screen and printed as one line: ${closed} of ${kept.length}; ` +
        "“Open all details shown” opens them." : "All of them are printed in full.");
  }

  function open() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
      target.querySelector("summary").focus();
      target.scrollIntoView();
    }
  }

  Array.from(table.tHead.rows[0].cells).forEach((head, index) => {
    head.querySelector("button").addEventListener("click", () => sort(index, head));
  });
  search.form.addEventListener("submit", (event) => event.preventDefault());
  search.form.addEventListener("reset", () => setTimeout(filter));
  search.form.addEventListener("input", filter);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (!link) return;
    search.form.reset();
    document.getElementById(link.dataset.filter).value = link.dataset.value;
    filter();
  });
  document.getElementById("open-all").addEventListener("click", () => {
    rows.filter((row) => !row.hidden).forEach((row) => { details(row).open = true; });
    if (changes) changes.open = true;
  });
  window.addEventListener("beforeprint", announce);
  window.addEventListener("hashchange", open);
  body.addEventListener("click", (event) => { if (event.target.closest("a")) setTimeout(open); });
  filter();
  open();
})();

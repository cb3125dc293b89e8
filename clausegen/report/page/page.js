"use strict";
(() => {
  const table = document.getElementById("matrix");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const words = rows.map((row) => row.textContent.toLowerCase());
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

  const details = (row) => document.getElementById(row.querySelector("a").getAttribute("href").slice(1));

  function statusOf(row) {
    if (!requirement.value) return row.dataset.status;
    return row.cells[heads.indexOf(requirement.value)].querySelector(".hidden").textContent;
  }

  function filter() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, index) => {
      const keep = (!status.value || statusOf(row) === status.value) &&
        choices.every(([choice, column]) =>
          !choice.value || (row.cells[column].textContent || "(not stated)") === choice.value) &&
        wanted.every((word) => words[index].includes(word) || gaps[index].has(word));
      row.hidden = !keep;
      details(row).hidden = !keep;
      count += keep ? 1 : 0;
    });
    shown.textContent = `${count} of ${rows.length} contracts shown`;
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
  });
  window.addEventListener("hashchange", open);
  body.addEventListener("click", (event) => { if (event.target.closest("a")) setTimeout(open); });
  filter();
  open();
})();

(function () {
  "use strict";
  var form = document.querySelector(".find");
  if (!form) { return; }
  var text = form.querySelector("input"), choice = form.querySelector("select"), told = form.querySelector("output");
  var said = told.getAttribute("data-said");
  var rows = Array.prototype.slice.call((form.closest("section") || document).querySelectorAll("[data-find]"));
  var heads = Array.prototype.slice.call(document.querySelectorAll("[data-group]"));
  function plain(value) { return value.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }
  var words = rows.map(function (row) { return plain(row.getAttribute("data-find") + " " + row.textContent); });
  function filter() {
    var asked = plain(text.value).split(/\s+/).filter(Boolean), state = choice ? choice.value : "", shown = 0;
    rows.forEach(function (row, place) {
      var fits = asked.every(function (word) { return words[place].indexOf(word) >= 0; }) &&
        (!state || row.getAttribute("data-state") === state);
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    heads.forEach(function (head) { head.hidden = !head.querySelector("[data-find]:not([hidden])"); });
    told.textContent = said.replace("{shown}", shown).replace("{all}", rows.length);
  }
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  if (location.hash.indexOf("#q=") === 0) { text.value = decodeURIComponent(location.hash.slice(3)); }
  filter();
})();

// Narrows the list that stands on the page. Without it the whole list is there.
"use strict";
(function () {
  const find = document.getElementById("find");
  const words = document.getElementById("words");
  const school = document.getElementById("school");
  const grade = document.getElementById("grade");
  const count = document.getElementById("count");
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const rows = Array.from(document.querySelectorAll("#list > li"), (row) => ({
    row,
    text: fold(row.textContent + " " + row.dataset.also),
    // Each place is `schools:grades`; a star is all of them.
    places: row.dataset.for.split("|").map((place) => place.split(":").map((part) => part.split(" "))),
  }));
  const among = (list, one) => one === "" || list[0] === "*" || list.includes(one);
  function narrow() {
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of rows) {
      const fits = wanted.every((word) => one.text.includes(word)) &&
        one.places.some(([schools, grades]) => among(schools, school.value) && among(grades, grade.value));
      one.row.hidden = !fits;
      if (fits) shown += 1;
    }
    count.textContent = shown === 1 ? "1 may be used." : shown + " may be used.";
  }
  for (const box of [words, school, grade]) box.addEventListener("input", narrow);
  find.hidden = false;
  if (words.value || school.value || grade.value) narrow();
})();

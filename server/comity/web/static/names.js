// Finds names on the page of all names, in any spelling: letters and sounds come with the page.
const { letters, sounds } = JSON.parse(document.getElementById("folding").textContent);
const rows = [...document.querySelectorAll("[data-sound]")];

function fold(text) {
  const plain = [...text].map(letter => letters[letter] ?? letter).join("").toLowerCase().replace(/['`]/g, "");
  return (plain.match(/[a-z0-9]+/g) ?? []).map(word => {
    for (const [written, sound] of sounds) word = word.replaceAll(written, sound);
    return word.replace(/([a-z])\1+/g, "$1");
  });
}

document.getElementById("name").addEventListener("input", event => {
  const words = fold(event.target.value);
  for (const row of rows) {
    row.hidden = !words.every(word => ` ${row.dataset.sound}`.includes(` ${word}`));
  }
});

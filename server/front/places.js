// Where in a query a word stands: after `a` a class is wanted, after a subject a property.

export function isClassPlace(before) {
  return /(?:\sa|rdf:type)\s+$/.test(stripped(before));
}

export function isPropertyPlace(before) {
  const text = stripped(before);
  const block = text.slice(Math.max(text.lastIndexOf("{"), text.lastIndexOf("}")) + 1);
  const sentence = block.split(/\.\s|\.$|;/).at(-1);
  const isAfterSemicolon = /;[^.{};]*$/.test(block);
  const words = sentence.trim().split(/\s+/).filter(Boolean);
  const place = words.length + (isAfterSemicolon ? 1 : 0);
  return text.includes("{") && /\s$/.test(before) && place === 1;
}

function stripped(text) {
  return text.replace(/#.*$/gm, "").replace(/<[^>\s]*>/g, "<>").replace(/"[^"\n]*"/g, '""');
}

// The sentences of the page, in the language it was served in.

const words = JSON.parse(document.body.dataset.words);

/** One sentence, its {placeholders} filled. */
export function say(key, values = {}) {
  let sentence = words[key];
  for (const [name, value] of Object.entries(values)) sentence = sentence.replace(`{${name}}`, () => value);
  return sentence;
}

export const language = document.documentElement.lang;

// Names as they can stand in a line of text, whatever their characters and however long they are.

/** Control characters, line and paragraph separators, marks that change the direction of text, and lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * A name without characters that would break a line or turn its direction: they are written as \u{…}.
 *
 * @param name - any text
 * @returns the name on one line
 */
export function printable(name: string): string {
  return name.replaceAll(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/**
 * The printable name itself, or its beginning and its end around an ellipsis.
 *
 * @param name - any text
 * @param longest - the most characters it may have
 * @returns the name, at most so long
 */
export function shorten(name: string, longest = 40): string {
  const text = printable(name);
  if (text.length <= longest) return text;
  const tail = Math.floor((longest - 1) / 2);
  // A character beyond the first plane is two units of a string, which must not be parted.
  return `${text.slice(0, longest - 1 - tail)}…${text.slice(text.length - tail)}`.replaceAll(/\p{Cs}/gu, "");
}

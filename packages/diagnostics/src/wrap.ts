// Breaks a line of text so that it fits a terminal.

const WIDTH = 100;

/**
 * The text in lines of at most 100 characters, broken at spaces; a longer word is broken where it must be.
 *
 * @param text - one line
 * @param indent - put before every line but the first
 * @returns lines joined by newlines
 */
export function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > WIDTH) {
    const start = lines.length === 0 ? 0 : indent.length;
    const space = rest.lastIndexOf(" ", WIDTH);
    const end = space > start ? space : WIDTH;
    lines.push(rest.slice(0, end));
    rest = indent + rest.slice(end).trimStart();
  }
  return [...lines, rest].join("\n");
}

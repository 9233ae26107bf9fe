// Lays a line of text out within 100 columns, with matrices of several lines in it.

/** Columns of a terminal or a page. */
export const WIDTH = 100;

/** Private characters of a line: from here, a space at nesting depth 0, 1, … that may become a line break. */
export const FIRST_BREAK = 0xe000;
/** And from here, the place of matrix 0, 1, …. */
export const FIRST_BLOCK = 0xe100;
const END = 0xf000;

const depthOf = (character: string): number | null => {
  const code = character.charCodeAt(0);
  return code >= FIRST_BREAK && code < FIRST_BLOCK ? code - FIRST_BREAK : null;
};

const blockOf = <B>(character: string, blocks: readonly B[]): B | null => {
  const code = character.charCodeAt(0);
  return code >= FIRST_BLOCK && code < END ? blocks[code - FIRST_BLOCK] : null;
};

/** Columns that a character takes: a matrix as many as its lines, a combining hat none. */
function widthOf(character: string, blocks: readonly (readonly string[])[]): number {
  return blockOf(character, blocks)?.[0].length ?? (character === "\u0302" ? 0 : 1);
}

/**
 * A line laid out: broken where it is too long, outermost first, with its matrices set across several lines.
 *
 * @param line - as `textOf` writes it, or with a left side before it
 * @param blocks - the matrices of its marks
 * @param indent - columns before the line
 * @param hang - columns before what is broken off
 * @returns lines of text, none longer than 100 columns unless a piece without breaks is
 */
export function layLine(
  line: string,
  blocks: readonly (readonly string[])[],
  indent: number,
  hang: number,
): string[] {
  const laid: string[] = [];
  let rest = line;
  let margin = indent;
  for (;;) {
    const at = breakPoint(rest, blocks, WIDTH - margin);
    const piece = at === null ? rest : rest.slice(0, at);
    laid.push(...setBlocks(piece, blocks).map((text) => " ".repeat(margin) + text));
    if (at === null) return laid;
    rest = rest.slice(at + 1);
    margin = hang;
  }
}

/** Where to break a line that is too long: the last of the outermost breaks that leave it short enough. */
function breakPoint(line: string, blocks: readonly (readonly string[])[], room: number): number | null {
  let best: { at: number; depth: number } | null = null;
  let first: number | null = null;
  let width = 0;
  for (let at = 0; at < line.length; at++) {
    const depth = depthOf(line[at]);
    if (depth !== null) {
      first ??= at;
      if (width <= room && depth <= (best?.depth ?? Infinity)) best = { at, depth };
    }
    width += widthOf(line[at], blocks);
  }
  return width <= room ? null : (best?.at ?? first);
}

/** The line with its matrices on as many lines as the tallest needs; the line itself goes on halfway down. */
function setBlocks(line: string, blocks: readonly (readonly string[])[]): string[] {
  const pieces = Array.from(line, (character) => {
    const text = depthOf(character) === null ? character : " ";
    return blockOf(character, blocks) ?? [text];
  });
  const above = Math.max(0, ...pieces.map((piece) => (piece.length - 1) >> 1));
  const below = Math.max(0, ...pieces.map((piece) => piece.length >> 1));
  return Array.from({ length: above + below + 1 }, (_, row) =>
    pieces
      .map((piece) => {
        const own = row - above + ((piece.length - 1) >> 1);
        return piece[own] ?? " ".repeat(piece[0] === "\u0302" ? 0 : piece[0].length);
      })
      .join("")
      .trimEnd(),
  );
}

/** Words in lines of at most 100 columns. */
export function layWords(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

// Comma-separated values (RFC 4180), safe to open in a spreadsheet.

/** A text in quotes; one that a spreadsheet would compute gets an apostrophe before it, which keeps it a text. */
function quoted(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}

/** A number in full precision; NA, Inf and -Inf as R and pandas read them. */
function numeral(value: number): string {
  if (Number.isNaN(value)) return "NA";
  return Number.isFinite(value) ? String(value) : value > 0 ? "Inf" : "-Inf";
}

/**
 * A table as CSV: texts quoted, numbers in full precision, NA for NaN. A text that begins with one of = + - @, a tab or a
 * carriage return gets an apostrophe before it, so that no spreadsheet takes it for a formula.
 *
 * @param heads - one a column
 * @param rows - a cell a column
 * @returns lines separated by newlines, without one at the end
 */
export function csvText(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    cells.map((cell) => (typeof cell === "string" ? quoted(cell) : numeral(cell))).join(",");
  return [line(heads), ...rows.map(line)].join("\n");
}

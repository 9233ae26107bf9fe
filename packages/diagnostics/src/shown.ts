// What a caller passed, in words.

/**
 * What a caller passed, for an error message.
 *
 * @param value - anything
 * @returns texts in quotes, others with their type
 */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  try {
    const text = String(value);
    return `${text.length > 60 ? `${text.slice(0, 60)}…` : text} (${typeof value})`;
  } catch {
    return `a value of type ${typeof value}`;
  }
}

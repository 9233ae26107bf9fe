// Numbers as JSON keeps them: what is not finite is said in text, since JSON would make it null.

/** A number as JSON: NaN and the infinities as text. */
export type JsonNumber = number | "NaN" | "Infinity" | "-Infinity";

/** Plain data in which every number is one that JSON keeps. */
export type Json<T> = T extends number
  ? JsonNumber
  : T extends string | boolean | null | undefined
    ? T
    : { [K in keyof T]: Json<T[K]> };

/**
 * A copy of plain data that JSON keeps: NaN, Infinity and -Infinity become text.
 *
 * @param data - numbers, texts, booleans, arrays and records of them
 * @returns the copy
 */
export function toJson<T>(data: T): Json<T> {
  return copied(data) as Json<T>;
}

function copied(data: unknown): unknown {
  if (typeof data === "number") return Number.isFinite(data) ? data : String(data);
  if (Array.isArray(data)) return data.map(copied);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, copied(value)]));
}

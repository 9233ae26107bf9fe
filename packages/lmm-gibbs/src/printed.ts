// Gives a record its report as text, without making it part of the record's data.

/** A record that prints: `String(record)` is its report. */
export type Printed<T> = T & { toString(): string };

/**
 * A record that prints itself; the report is not among its own enumerable properties, so copies, JSON and comparisons do
 * not see it.
 *
 * @param record - plain data
 * @param report - makes its text
 * @returns a copy of the record with `toString`
 */
export function printed<T extends object>(record: T, report: (record: T) => string): Printed<T> {
  return Object.defineProperty({ ...record }, "toString", { value: () => report(record) });
}

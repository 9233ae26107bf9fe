// Takes the numbers out of plain data and puts them back, so that they can be written as bytes.

/** Plain data without its numbers: null where one number was, the length where a list of numbers was. */
export type Skeleton = null | number | string | readonly Skeleton[] | { readonly [key: string]: Skeleton };

/**
 * The data without its numbers.
 *
 * @param data - numbers, texts, lists and objects
 * @param numbers - those of the data are appended, in its order
 * @returns what `withNumbers` puts them back into
 */
export function withoutNumbers(data: unknown, numbers: number[]): Skeleton {
  if (typeof data === "number") {
    numbers.push(data);
    return null;
  }
  if (Array.isArray(data)) {
    if (!data.every((element) => typeof element === "number")) {
      return data.map((element) => withoutNumbers(element, numbers));
    }
    for (const element of data) numbers.push(element);
    return data.length;
  }
  if (typeof data === "string") return data;
  return Object.fromEntries(
    Object.entries(data as object).map(([key, value]) => [key, withoutNumbers(value, numbers)]),
  );
}

/** The data that `withoutNumbers` took apart; `next` gives so many of its numbers, in order. */
export function withNumbers(skeleton: Skeleton, next: (count: number) => number[]): unknown {
  if (skeleton === null) return next(1)[0];
  if (typeof skeleton === "number") return next(skeleton);
  if (typeof skeleton === "string") return skeleton;
  if (Array.isArray(skeleton)) return skeleton.map((element: Skeleton) => withNumbers(element, next));
  return Object.fromEntries(Object.entries(skeleton).map(([key, value]) => [key, withNumbers(value, next)]));
}

// Computes a value when it is first asked for, and only then.

/** A function that computes its value once. */
export function once<T>(compute: () => T): () => T {
  let known: { value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}

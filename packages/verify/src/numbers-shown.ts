// Numbers in messages: four digits that mean something.

/** A number with at most four significant digits; integers and what is not finite as they are. */
export function significant(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 1e6)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(3);
}

/** A p-value with two digits. */
export function pShown(p: number): string {
  return p >= 0.01 || Number.isNaN(p) ? p.toFixed(2) : p.toExponential(0);
}

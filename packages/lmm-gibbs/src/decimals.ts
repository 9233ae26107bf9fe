// Columns of numbers as text, all with as many decimals as the smallest of them needs.

const DIGITS = 4;

/**
 * Numbers with at least four significant digits each and one number of decimals for all.
 *
 * @param values - the numbers of one column, or of columns that are read together
 * @returns the text of any of them; scientific where decimals would be many or the numbers long
 */
export function commonDecimals(values: readonly number[]): (value: number) => string {
  const sizes = values.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  const least = Math.min(...sizes);
  const most = Math.max(...sizes);
  const isPlain = sizes.length === 0 || (most < 1e7 && most / least < 1e7 && least >= 1e-4);
  const decimals = sizes.length === 0 ? 0 : Math.max(0, DIGITS - 1 - Math.floor(Math.log10(least)));
  return (value) => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "NA" : value > 0 ? "Inf" : "-Inf";
    if (!isPlain && value !== 0) return value.toExponential(DIGITS - 1);
    return value === 0 ? "0" : value.toFixed(decimals);
  };
}

/** A p-value with three significant digits. */
export function pValueText(p: number): string {
  if (Number.isNaN(p)) return "NA";
  if (p === 0) return "0";
  return p < 1e-3 ? p.toExponential(2) : p.toPrecision(3);
}

// Finds where a continuous function of one number changes its sign.

/**
 * The root of f between two points of opposite sign, by the Illinois method with a bisection every third step.
 *
 * @param f - continuous; called some ten times
 * @param a - a point and the value there
 * @param b - another point, and a value of the other sign
 * @param tolerance - how near the root the result must be, absolutely
 * @returns x with f(x) = 0 up to the tolerance
 * @see Dowell & Jarratt 1971
 */
export function findRoot(
  f: (x: number) => number,
  a: readonly [number, number],
  b: readonly [number, number],
  tolerance: number,
): number {
  let [x0, f0] = a;
  let [x1, f1] = b;
  for (let i = 0; i < 200; i++) {
    if (Math.abs(x1 - x0) <= tolerance) break;
    const x = i % 3 === 2 ? 0.5 * (x0 + x1) : x1 - (f1 * (x1 - x0)) / (f1 - f0);
    const fx = f(x);
    if (fx === 0) return x;
    if (Math.sign(fx) === Math.sign(f1)) f0 *= 0.5;
    else [x0, f0] = [x1, f1];
    [x1, f1] = [x, fx];
  }
  return x1;
}

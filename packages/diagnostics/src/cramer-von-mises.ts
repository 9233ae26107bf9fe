// The law of the integral of a squared Brownian bridge, the limit of the Cramér-von Mises statistic.

/** Up to here coda's four terms are right to 2e-9; soon beyond, what they leave out makes the tail grow back to 1. */
const SERIES_END = 2;

/** Terms whose factor exp(-u) is below 1e-5 are left out, as coda does; the product with K(u) is then below 1e-10. */
const NEGLIGIBLE = 11.51;

/** Nodes of the quadrature of the upper tail, which has settled to 1e-14 by then. */
const NODES = 64;

/**
 * The modified Bessel function of the second kind of order 1/4, by the trapezoidal rule on
 * K(u) = int_0^inf exp(-u cosh t) cosh(t / 4) dt, whose error falls faster than any power of the step.
 *
 * @param u - not negative
 * @returns K_{1/4}(u)
 * @see Abramowitz & Stegun 1964, equation 9.6.24; Trefethen & Weideman 2014
 */
export function besselKQuarter(u: number): number {
  if (u === 0) return Infinity;
  const step = 0.01;
  let sum = Math.exp(-u) / 2;
  for (let i = 1; ; i++) {
    const t = i * step;
    const term = Math.exp(-u * Math.cosh(t)) * Math.cosh(t / 4);
    sum += term;
    if (term < 1e-18 * sum) return step * sum;
  }
}

/**
 * Four terms of Anderson and Darling's series for the probability of being below x, coda's `pcramer`.
 * Gamma(k + 1/2) / (k! sqrt(pi)) is 1, 1/2, 3/8, 5/16.
 *
 * @param x - positive
 * @returns the sum, a probability up to 2 and too small beyond
 * @see Anderson & Darling 1952, equation 4.35
 */
export function fourTerms(x: number): number {
  let sum = 0;
  for (const [k, ratio] of [1, 1 / 2, 3 / 8, 5 / 16].entries()) {
    const u = (4 * k + 1) ** 2 / (16 * x);
    if (u <= NEGLIGIBLE) sum += ratio * Math.sqrt(4 * k + 1) * Math.exp(-u) * besselKQuarter(u);
  }
  return sum / (Math.PI * Math.sqrt(x));
}

/**
 * Smirnov's formula, its first interval: (2/pi) int_pi^2pi exp(-x s^2 / 2) / sqrt(-s sin s) ds; the next is below
 * exp(-39 x) of it. Gauss-Chebyshev nodes take care of the singular ends.
 */
function upperTail(x: number): number {
  let sum = 0;
  for (let i = 0; i < NODES; i++) {
    const half = (Math.PI / 2) * Math.cos((Math.PI * (i + 1 / 2)) / NODES);
    const s = 1.5 * Math.PI + half;
    // -sin s = cos(half), and (s - pi)(2 pi - s) = (pi/2)^2 - half^2.
    const weight = Math.sqrt(((Math.PI / 2) ** 2 - half * half) / (s * Math.cos(half)));
    sum += weight * Math.exp((-x * s * s) / 2);
  }
  return (2 * sum) / NODES;
}

/**
 * The probability that the integral of a squared Brownian bridge exceeds x: by coda's series where that is right, and
 * beyond it by Smirnov's integral.
 *
 * @param x - the statistic
 * @returns a probability; NaN when x is NaN
 * @see Anderson & Darling 1952, equation 4.35; Smirnov 1936
 */
export function cramerVonMisesPValue(x: number): number {
  return x <= SERIES_END ? 1 - fourTerms(x) : upperTail(x);
}

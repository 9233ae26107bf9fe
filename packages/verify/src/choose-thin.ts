// How many sweeps apart kept draws must be to be nearly independent.
import { essMean } from "@lmm-gibbs/diagnostics";
import { type NamedQuantity, valueOf } from "./quantities.ts";
import type { RunReplicate } from "./replicate.ts";

const PILOTS = 11;
const PILOT = { warmup: 200, draws: 1000, thin: 1 };
/** At 1.5 integrated autocorrelation times apart, draws of a slow AR(1) have correlation e^(−3) = 0.05. */
const TIMES = 1.5;
const MOST = 300;

/**
 * A thinning interval for a sampler.
 *
 * @param run - runs a replicate
 * @param quantities - all must be nearly independent from one kept draw to the next
 * @returns 1.5 times the largest integrated autocorrelation time of any quantity, in the median of 11 pilot replicates
 * @throws {RangeError} when it would be above 300, or a quantity does not move
 * @see Talts et al. 2018, section 5.1
 */
export function chooseThin(run: RunReplicate, quantities: readonly NamedQuantity[]): number {
  const slowest = Array.from({ length: PILOTS }, (_, pilot) => {
    const { model, draws } = run("pilot", pilot, PILOT);
    const times = quantities.map((quantity) => {
      const ess = essMean([Float64Array.from(draws, (state) => valueOf(quantity, state, model))]);
      // A constant chain has no effective draws.
      return { name: quantity.name, time: Number.isNaN(ess) ? Infinity : draws.length / ess };
    });
    return times.reduce((worst, one) => (one.time > worst.time ? one : worst));
  });
  const median = slowest.toSorted((a, b) => a.time - b.time)[(PILOTS - 1) / 2];
  const thin = Math.ceil(TIMES * median.time);
  if (thin <= MOST) return thin;
  if (thin === Infinity)
    throw new RangeError(`"${median.name}" does not move in pilot replicates: no sweep draws it anew`);
  throw new RangeError(
    `"${median.name}" has an integrated autocorrelation time of ${median.time.toFixed(0)} sweeps in pilot replicates, too long ` +
      'for thin: "auto"; use a sweep that mixes, a more informative prior, or give thin and warmup',
  );
}

// The deviance with one parameter held and all others at their best.
import { balancedBasis, inBasis } from "./basis.ts";
import { diagonalMap, factorAt, multipleOfIdentity, standardMap } from "./factor-map.ts";
import type { LikelihoodData } from "./likelihood-data.ts";
import { degreesOf, evaluateObjective, type Objective } from "./objective.ts";
import { correlationMap, correlationStart, mapWithout, startFrom, withFirst } from "./profile-maps.ts";
import { reducedGls } from "./reduced-gls.ts";
import { type Evaluation, minimize, type Minimum } from "./trust-region.ts";
import { whitenedGroups } from "./whitened-groups.ts";

/** A parameter in scaled units: β_k about the least-squares fit, σ, the sd of effect k, or the correlation of k and l. */
export type HeldParameter =
  | { readonly kind: "beta"; readonly k: number }
  | { readonly kind: "sigma" }
  | { readonly kind: "sd"; readonly k: number }
  | { readonly kind: "cor"; readonly k: number; readonly l: number };

/**
 * The profile of one parameter; each call starts from the estimate, and from where the one before ended.
 *
 * @param data - the reduced data
 * @param options - `diagonal` D, `restricted` for REML, and `L`, the factor of the estimate, to start from
 * @param held - the parameter
 * @returns the value at which it is held → minus twice the log likelihood less constants, n log σ̂² + n + log|M|
 *   (+ log|R_X'R_X|), the other parameters at their best
 */
export function profileDeviance(
  data: LikelihoodData,
  { diagonal, restricted, L }: { diagonal: boolean; restricted: boolean; L: Float64Array },
  held: HeldParameter,
): (value: number) => number {
  const { q } = data;
  const order = orderFor(held, q);
  const C = balancedBasis(data, diagonal, order);
  const turned = inBasis(data, C);
  const start = startFrom(C, L, order, diagonal);
  const map = diagonal ? diagonalMap(q, order) : standardMap(q, false);
  const base = { data: turned, map, restricted };
  const n = degreesOf(base);
  const profiled = (value: number): number => value - n * Math.log(n) + n;
  if (held.kind === "beta") {
    const deviance = following(start, (value) =>
      valuesOf({ ...base, data: withoutColumn(turned, held.k, value), residual: "profiled" }),
    );
    return (value) => profiled(deviance(value));
  }
  if (held.kind === "sigma") {
    return following(start, (value) => valuesOf({ ...base, residual: { sigma2: value ** 2 } }));
  }
  const without = (k: number): number => {
    const less = inBasis(data, balancedBasis(data, diagonal, [k, ...order.filter((l) => l !== k)]));
    const rest = mapWithout(map, diagonal ? k : 0);
    const evaluate = valuesOf({ data: less, map: rest, restricted, residual: "profiled" });
    return profiled(
      leastFrom(
        [0.1, 1, 10].map((scale) => multipleOfIdentity(rest, scale)),
        evaluate,
      ).value,
    );
  };
  if (held.kind === "sd") {
    // D_kk = (σ c Λ₀₀)², so with Λ₀₀ = φ[0] value/c and σ = 1/φ[0] it is held at value², however small that is.
    const c = C[held.k * q + (diagonal ? held.k : 0)];
    const { rss } = reducedGls(turned, whitenedGroups(turned, factorAt(map, start)));
    const deviance = following(
      start.map((x, k) => (k === 0 ? Math.sqrt(n / rss) : x)),
      (value) => valuesOf({ ...base, map: withFirst(map, value / c), residual: "reciprocal" }),
    );
    return (value) => (value === 0 ? without(held.k) : deviance(value));
  }
  const [x, c] = [C[held.l * q], C[held.l * q + 1]];
  const edges = [without(held.k), without(held.l)];
  const deviance = following(correlationStart(start, x, c), (rho) => {
    const evaluate = valuesOf({ ...base, map: correlationMap(q, rho, x, c), residual: "profiled" });
    // With a standard deviation of the other sign it would be −ρ that is held.
    return (phi) => (phi[0] > 0 && phi[1] > 0 ? evaluate(phi) : nowhere(phi.length));
  });
  // Where a standard deviation may go to 0 the correlation is anything.
  return (rho) => Math.min(profiled(deviance(rho)), ...edges);
}

/** The least of a function that depends on a value too, sought from a start and from where the one before ended. */
function following(
  start: Float64Array,
  at: (value: number) => (phi: Float64Array) => Evaluation,
): (value: number) => number {
  let before = start;
  return (value) => {
    const found = leastFrom([...new Set([before, start])], at(value));
    before = found.at;
    return found.value;
  };
}

function leastFrom(starts: readonly Float64Array[], evaluate: (phi: Float64Array) => Evaluation): Minimum {
  return starts
    .map((start) => minimize(evaluate, start, 1))
    .reduce((least, found) => (found.value < least.value || Number.isNaN(least.value) ? found : least));
}

function valuesOf(objective: Objective): (phi: Float64Array) => Evaluation {
  return (phi) => evaluateObjective(objective, phi, 2);
}

function nowhere(m: number): Evaluation {
  return { value: NaN, gradient: new Float64Array(m), hessian: new Float64Array(m * m) };
}

function orderFor(held: HeldParameter, q: number): number[] {
  const first = held.kind === "cor" ? [held.k, held.l] : held.kind === "sd" ? [held.k] : [];
  return [...first, ...Array.from({ length: q }, (_, k) => k).filter((k) => !first.includes(k))];
}

/** The data with β_k held: its column taken from y. */
function withoutColumn(data: LikelihoodData, k: number, value: number): LikelihoodData {
  const { p } = data;
  const width = p + 1;
  const less = (rows: Float64Array): Float64Array => {
    const count = rows.length / width;
    const left = new Float64Array(count * p);
    for (let r = 0; r < count; r++) {
      let at = r * p;
      for (let column = 0; column < p; column++) if (column !== k) left[at++] = rows[r * width + column];
      left[at] = rows[r * width + p] - value * rows[r * width + k];
    }
    return left;
  };
  return { ...data, p: p - 1, Bc: less(data.Bc), within: less(data.within) };
}

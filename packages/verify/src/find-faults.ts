// Which known faults make the claim what it is, at every state.
import type { LogDensity } from "./natural-law.ts";
import type { Derivation, Fault } from "./recipes/recipe.ts";

/** A claim beside the joint density, at two values of a block in one state. */
export interface Pair {
  readonly from: number[] | number[][] | number;
  readonly to: number[] | number[][] | number;
  /** Δ of the claimed log density. */
  readonly claimed: number;
  /** What differences may differ by. */
  readonly allowed: number;
  /** Derived when it is asked for: most faults are told apart at the first states. */
  readonly derivation: () => Derivation;
}

/** The change of a log density over a pair. */
const change = (density: LogDensity, { from, to }: Pair): number => density(to) - density(from);

/**
 * The known faults that explain a claim: one of them alone, or, when none does, two together.
 *
 * @param pairs - at least one, of a claim that differs from the joint density
 * @returns the explanations that hold at every state, each one fault or two; none when nothing known explains it
 */
export function explanations(pairs: readonly Pair[]): Fault[][] {
  const { faults } = pairs[0].derivation();
  const explains = (indices: readonly number[]): boolean =>
    pairs.every((pair) => {
      const density = pair.derivation().withFaults(indices);
      return density !== null && Math.abs(change(density, pair) - pair.claimed) <= pair.allowed;
    });
  const single = faults.flatMap((_, k) => (explains([k]) ? [[k]] : []));
  if (single.length > 0) return single.map(([k]) => [faults[k]]);
  const visible = faults.flatMap((_, k) => (isVisible(pairs, k) ? [k] : []));
  return visible.flatMap((k, at) =>
    visible.slice(at + 1).flatMap((l) => (explains([k, l]) ? [[faults[k], faults[l]]] : [])),
  );
}

/**
 * The known faults that this check could not see: they change the law, but by less than its tolerance.
 *
 * @param pairs - at least one
 * @returns the faults, such as an almost flat prior left out
 */
export function tooSmallToSee(pairs: readonly Pair[]): Fault[] {
  const { faults } = pairs[0].derivation();
  return faults.filter((_, k) => !isVisible(pairs, k) && changesAnything(pairs, k));
}

function isVisible(pairs: readonly Pair[], fault: number): boolean {
  return pairs.some((pair) => !(difference(pair, fault) <= pair.allowed));
}

/** Whether a fault makes a difference beyond rounding; a prior mean of 0 left out makes none. */
function changesAnything(pairs: readonly Pair[], fault: number): boolean {
  const rounding = 1e-3;
  return pairs.some((pair) => difference(pair, fault) > rounding * pair.allowed);
}

/** |Δ with the fault − Δ without|; 0 where the fault makes no sense. */
function difference(pair: Pair, fault: number): number {
  const { withFaults } = pair.derivation();
  const [wrong, right] = [withFaults([fault]), withFaults([])];
  return wrong === null || right === null ? 0 : Math.abs(change(wrong, pair) - change(right, pair));
}

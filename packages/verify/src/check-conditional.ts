// Is a claimed full conditional right, and if not, what is wrong with it?
import type { Model, State } from "@lmm-gibbs/core";
import { didYouMean, recordOf, requireModel, shown, stateOf } from "@lmm-gibbs/core/internal";
import { type Centering, seededStream } from "@lmm-gibbs/samplers";
import { type CheckedBlock, CHECKED_BLOCKS, type ConditionalName } from "./block-table.ts";
import { type Candidate, claimAt, isFixed } from "./candidate.ts";
import type { ClaimSetting, DensityOf } from "./claim-setting.ts";
import { type ConditionalCheck, conditionalCheck } from "./conditional-check.ts";
import type { ComparedState } from "./compared-state.ts";
import { diagnose } from "./diagnose.ts";
import type { Value } from "./natural-law.ts";
import { type Pieces, piecesOf } from "./pieces.ts";
import { randomStates } from "./random-states.ts";

/** Options of `checkConditional`. */
export interface CheckOptions {
  /** Random states at which the claim is compared; default 100. */
  states?: number;
  /** Of the random states; default 1, so that a check gives the same answer every time. */
  seed?: number | string;
  /** The state at which a law with fixed numbers holds: only the block is varied then. */
  state?: State;
  /** For block "b": the group, an index from 0 or a level. Default every group in turn. */
  group?: number | string;
  /** What a density is one of: the "variance" itself (default), its inverse, or its root; the Jacobian is added. */
  of?: DensityOf;
  /** For block "betaCentered": which columns are centered, as in `sample`. Default every centerable one. */
  centering?: Centering;
  /** Whether states have the auxiliaries α of half-t priors; false: the law has them integrated out. Default true. */
  auxiliaries?: boolean;
}

/** How far log ratios may be apart, relative to max(1, |log density|). */
const TOLERANCE = 1e-8;
const KEYS = ["states", "seed", "state", "group", "of", "centering", "auxiliaries"];

/**
 * Checks a claimed full conditional by the ratio test, and names what is wrong with it.
 *
 * For random states and two values θ, θ' of the block, log g(θ') − log g(θ) of the claim must equal
 * log p(θ', rest, y) − log p(θ, rest, y) of the joint density; for "betaMarginal" b is integrated out of it. No chain is
 * run, and a normalising constant does not matter. What a derivation does after it, such as drawing from the law, is not
 * seen: `jointDistributionTest` sees that.
 *
 * @param model - the model
 * @param block - a name of `conditionals(model)`: "beta", "betaMarginal", "betaCentered", "b", "sigma2", "D", "auxiliary",
 *   "sigma2Auxiliary"
 * @param candidate - a function of the state (for "b" also of the group's index) that returns a law, a law's parameters, or
 *   a log density of x; or a law `{ logDensity(x, state, i) }`. Gamma and Wishart laws are read as laws of the precision
 * @param options - `states` 100, `seed` 1, `state` for a law with fixed numbers, `group` for "b", `of` for a density of a
 *   precision or a standard deviation
 * @returns a record `{ ok, spread, tolerance, diagnosis, … }`; `String(check)` explains it
 * @throws {RangeError} on an unknown block or option, parameters that do not fit, or a candidate that fails
 * @throws {TypeError} when the candidate is none
 * @throws {NumericalError} when the model's numbers lose so many digits that the right law itself is off
 * @see Grosse & Duvenaud 2014
 */
export function checkConditional<Name extends ConditionalName>(
  model: Model,
  block: Name,
  candidate: Candidate<Name>,
  options: CheckOptions = {},
): ConditionalCheck {
  requireModel(model);
  const checked = checkedBlock(model, block);
  const settled = settledOptions(model, block, options);
  if (settled.state === undefined && isFixed(candidate)) {
    throw new RangeError(
      "the candidate is a law with fixed numbers, which hold at one state: give that state, { state }, or a function of the " +
        "state that returns the law",
    );
  }
  const setting: ClaimSetting = { model, block: checked, of: settled.of };
  const pieces = piecesOf(model, options.centering);
  // A name that is no column is refused before anything is compared.
  if (block === "betaCentered") pieces.centered();
  const compared = comparedStates(candidate, setting, pieces, settled);
  const spread = compared.reduce((most, { off, size }) => Math.max(most, off / size), 0);
  const ok = spread <= TOLERANCE;
  return conditionalCheck({
    ok,
    block,
    title: checked.title,
    formula: checked.formula(model),
    spread,
    tolerance: TOLERANCE,
    states: settled.states,
    ...diagnose({ candidate, setting, pieces, compared, ok, tolerance: TOLERANCE }),
  });
}

interface Settled {
  readonly states: number;
  readonly seed: number | string;
  readonly state: State | undefined;
  readonly group: number | undefined;
  readonly of: DensityOf;
  readonly auxiliaries: boolean;
}

function checkedBlock(model: Model, block: string): CheckedBlock {
  const names = Object.keys(CHECKED_BLOCKS);
  if (typeof block !== "string" || !Object.hasOwn(CHECKED_BLOCKS, block)) {
    throw new RangeError(`no block ${shown(block)} (${names.join(", ")})${didYouMean(block, names)}`);
  }
  const checked = CHECKED_BLOCKS[block as ConditionalName];
  const absent = checked.absent(model);
  if (absent !== null) throw new RangeError(absent);
  return checked;
}

function settledOptions(model: Model, block: string, options: CheckOptions): Settled {
  const {
    states = 100,
    seed = 1,
    state,
    group,
    of = "variance",
    auxiliaries = true,
  } = recordOf(options, KEYS, "checkConditional's options");
  if (!Number.isSafeInteger(states) || states < 1) {
    throw new RangeError(`states must be an integer of at least 1, got ${shown(states)}`);
  }
  const scales: readonly unknown[] = ["variance", "precision", "sd"];
  if (!scales.includes(of))
    throw new RangeError(`of must be "variance", "precision" or "sd", got ${shown(of)}`);
  if (of !== "variance" && !["sigma2", "D", "auxiliary", "sigma2Auxiliary"].includes(block)) {
    throw new RangeError(`of: "${of}" fits variances; block "${block}" has none`);
  }
  if (typeof auxiliaries !== "boolean") {
    throw new TypeError(`auxiliaries must be true or false, got ${shown(auxiliaries)}`);
  }
  if (options.centering !== undefined && block !== "betaCentered") {
    throw new RangeError(`centering fits block "betaCentered" only, not "${block}"`);
  }
  if (group !== undefined && block !== "b") throw new RangeError(`group fits block "b" only, not "${block}"`);
  return {
    states,
    seed,
    state: state === undefined ? undefined : stateOf(model, state),
    group: group === undefined ? undefined : groupIndex(model, group),
    of,
    auxiliaries,
  };
}

function groupIndex(model: Model, group: number | string): number {
  const { levels } = model.terms[0];
  const index = typeof group === "string" ? levels.indexOf(group) : group;
  if (levels[index] !== undefined) return index;
  const suggestion = typeof group === "string" ? didYouMean(group, levels) : "";
  throw new RangeError(
    `no group ${shown(group)}: give an index from 0 to ${levels.length - 1} or a level${suggestion}`,
  );
}

/** The claim beside the joint density at random states, for two values of the block each. */
function comparedStates(
  candidate: unknown,
  { model, block, of }: ClaimSetting,
  pieces: Pieces,
  { states, seed, state: fixed, group, auxiliaries }: Settled,
): ComparedState[] {
  const stream = seededStream(seed, 0);
  const draw = randomStates(model, auxiliaries);
  const J = model.terms[0].levels.length;
  const drawnStates = Array.from({ length: states + 1 }, () => draw(stream));
  return drawnStates.slice(1).map((drawn, k) => {
    const other = drawnStates[k];
    const state = fixed ?? drawn;
    const i = group ?? k % J;
    const [from, to] = [block.value(drawn, i), block.value(other, i)];
    const claim = claimAt(candidate, { model, block, of }, state, i);
    const at = (x: Value): { joint: number; claimed: number } => {
      const joint = block.logDensity(model, block.replaced(state, x, i, pieces));
      if (!Number.isFinite(joint)) {
        throw new RangeError(
          `the joint log density is ${joint} at a random state: the data are too large or too small`,
        );
      }
      return { joint, claimed: claim.logDensity(x) };
    };
    const [first, second] = [at(from), at(to)];
    const change = { joint: second.joint - first.joint, claimed: second.claimed - first.claimed };
    return {
      state,
      other,
      i,
      from,
      to,
      claim,
      values: [first.claimed, second.claimed] as const,
      change,
      off: Math.abs(change.joint - change.claimed),
      size: Math.max(1, Math.abs(first.joint), Math.abs(second.joint)),
    };
  });
}

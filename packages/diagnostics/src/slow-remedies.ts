// What to do about chains that agree in the end but move slowly.
import { drawsNeeded } from "./draws-needed.ts";
import type { Examined } from "./examine.ts";
import { gibbsName, type Role } from "./gibbs-names.ts";
import { type Evidence, namesOf, type Remedy, remedy } from "./remedy.ts";
import { correlationWithEffects, scalesNearZero, strongestPair } from "./slow-evidence.ts";
import { nameList, toDigits } from "./words.ts";

/** Squared, the share of a mean's variance that its group effects carry; beyond one half they are better centred. */
const CENTRE_FROM = Math.SQRT1_2;

/** The slow variables with one of these roles, that with the fewest effective draws first. */
function slowOf({ faults }: Evidence, ...roles: readonly Role[]): Examined[] {
  const slow = [...faults].flatMap(([each, { kind }]) =>
    kind === "slow" && roles.includes(gibbsName(each.variable).role) ? [each] : [],
  );
  return slow.toSorted((a, b) => a.values.essBulk - b.values.essBulk);
}

/**
 * For variance components: a scale move, and where one is near 0 a tighter prior.
 *
 * @param evidence - how each failing variable goes wrong
 * @returns a remedy or none
 * @see Liu & Sabatti 2000; Gelman, van Dyk, Huang & Boscardin 2008
 */
export function forScale(evidence: Evidence): Remedy[] {
  const slow = slowOf(evidence, "sd", "variance", "correlation");
  if (slow.length === 0) return [];
  const [nearest] = scalesNearZero(slow, evidence.examined);
  const names = nameList(namesOf(slow));
  const hasMove = evidence.tried.has("scale");
  const move = "a scale move (parameter expansion)";
  if (nearest === undefined) {
    if (hasMove) return [];
    return [
      remedy(
        "scale",
        namesOf(slow),
        `${names}: variance components move slowly however effects are centred; use ${move}.`,
      ),
    ];
  }
  const which =
    slow.length === 1 && nearest.variable === slow[0].variable ? "it" : nameList([nearest.variable]);
  const text =
    `${names}: ${which} reaches towards 0 (5% quantile ${toDigits(nearest.q5, 2)}, median ${toDigits(nearest.median, 2)}), ` +
    `where Gibbs steps are small; use ${hasMove ? "" : `${move}, or `}a tighter prior on it.`;
  return [remedy(hasMove ? "prior" : "scale", namesOf(slow), text)];
}

/** The correlation with its random effects of the first fixed effect that has some among the draws. */
function firstTie(
  slow: readonly Examined[],
  { draws, trim }: Evidence,
): { variable: string; r: number } | undefined {
  for (const each of slow) {
    const r = correlationWithEffects(each, draws, trim);
    if (!Number.isNaN(r)) return { variable: each.variable, r };
  }
  return undefined;
}

/**
 * For fixed effects and random effects: centring or not, by how closely a fixed effect follows its random effects.
 *
 * @param evidence - how each failing variable goes wrong
 * @returns a remedy or none
 * @see Gelfand, Sahu & Carlin 1995; Papaspiliopoulos, Roberts & Sköld 2007
 */
export function forLocation(evidence: Evidence): Remedy[] {
  const slow = slowOf(evidence, "location");
  if (slow.length === 0) return [];
  const marginal = "or draw it with the random effects integrated out (a marginal sweep)";
  const tie = firstTie(slow, evidence);
  const advice =
    tie === undefined
      ? `centre it on its group effects, or un-centre it if it is centred, ${marginal}.`
      : `the correlation of ${nameList([tie.variable])} with the mean of its random effects is ${tie.r.toFixed(2)}: ` +
        (Math.abs(tie.r) > CENTRE_FROM
          ? `centre it on them if it is not, ${marginal}.`
          : `un-centre it if it is centred, ${marginal}.`);
  return [remedy("location", namesOf(slow), `${nameList(namesOf(slow))}: ${advice}`)];
}

/**
 * For two variables in step: one block.
 *
 * @param evidence - how each failing variable goes wrong
 * @returns a remedy or none
 */
export function forPair(evidence: Evidence): Remedy[] {
  const inStep = strongestPair(slowOf(evidence, "location", "sd", "variance", "correlation", "other"));
  if (inStep === undefined) return [];
  const text =
    `${nameList(inStep.pair)}: they move in step (correlation ${inStep.correlation.toFixed(2)}); draw them in one joint ` +
    "block, or subtract the mean from a covariate.";
  return [remedy("joint", inStep.pair, text)];
}

/**
 * For all that more draws can mend: how many.
 *
 * @param evidence - the tests, and how each failing variable goes wrong
 * @returns a remedy or none
 */
export function forLength({ tests, examined, faults, iterations }: Evidence): Remedy[] {
  const short = examined.filter((each) => each.undefined?.cause === "too short");
  if (short.length > 0) {
    const text = "Draw more: from a few draws nothing can be judged; 1000 a chain is a usual start.";
    return [{ ...remedy("length", namesOf(short), text), draws: 1000 }];
  }
  const slow = [...faults].flatMap(([{ variable }, { kind }]) => (kind === "slow" ? [variable] : []));
  const needed = drawsNeeded(tests, iterations, (variable) => slow.includes(variable));
  if (needed === undefined) return [];
  const times = needed.draws / iterations;
  const text =
    `Draw ${needed.draws} a chain, ${times < 10 ? toDigits(times, 2) : Math.round(times)} times as many: at this pace that ` +
    `brings ${nameList([needed.worst.variable])} to its limit` +
    (times > 20 ? "; a sampler that moves faster will cost less." : ".");
  return [{ ...remedy("length", slow, text), draws: needed.draws }];
}

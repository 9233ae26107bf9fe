// Settles the prior of D: by grouping factor, by column when D is diagonal, or by default.
import { positiveDefinite, positiveSemidefinite, shown } from "../arguments.ts";
import type { RandomTerm } from "../design/design.ts";
import { checkedPrior } from "./checked-prior.ts";
import { defaultScales } from "./default-scales.ts";
import { powerPrior, wishartPrior } from "./improper-priors.ts";
import { oneScale } from "./one-scale.ts";
import { inverseWishart } from "./covariance-priors.ts";
import type { CovariancePrior, VariancePrior } from "./settled-priors.ts";

const KINDS = ["inverse-wishart", "half-t", "inverse-gamma"] as const;

/**
 * The settled prior of one term's D.
 *
 * @param written - what the user wrote: one prior, one a column, by grouping factor, or undefined for the default
 * @param term - the random-effect term
 * @param y - the response, with which the default scales
 * @returns the prior
 * @throws {RangeError} when it does not fit the term, or the default cannot be scaled
 */
export function resolveCovariancePrior(written: unknown, term: RandomTerm, y: Float64Array): CovariancePrior {
  const name = `priors.D of ${term.group}`;
  const q = term.names.length;
  const given = ofGroup(written, term.group);
  const prior = given === undefined ? { kind: "half-t", df: 2, scale: defaultScales(term, y) } : given;
  if (term.diagonal) return { kind: "diagonal", columns: columnPriors(prior, term, name) };
  if (Array.isArray(prior)) {
    throw new RangeError(`${name}: one prior a column fits a diagonal D, written (… || ${term.group})`);
  }
  const one = checkedPrior(prior, KINDS, name);
  if (one.kind === "inverse-wishart") {
    if (one.improper) {
      const zero = term.names.map(() => term.names.map(() => 0));
      return wishartPrior(
        one.df,
        one.scale.length === 0 ? zero : positiveSemidefinite(one.scale, `${name}: scale`, q),
      );
    }
    return inverseWishart({ df: one.df, scale: positiveDefinite(one.scale, `${name}: scale`, q) });
  }
  if (one.kind === "half-t") return { kind: "half-t", df: one.df, scale: scalesOf(one.scale, q, name) };
  if (q > 1) throw new RangeError(`${name}: an inverse-gamma fits one random effect a group, here are ${q}`);
  return wishartPrior(2 * one.shape, [[2 * one.scale]]);
}

/** What is written for a grouping factor; undefined where it is left out. */
function ofGroup(written: unknown, group: string): unknown {
  const byGroup =
    typeof written === "object" && written !== null && !Array.isArray(written) && !("kind" in written);
  if (!byGroup) return written;
  const groups = Object.keys(written);
  const stranger = groups.find((one) => one !== group);
  if (stranger !== undefined) {
    throw new RangeError(`priors.D names ${shown(stranger)}, the grouping factor is ${shown(group)}`);
  }
  if (groups.length === 0) throw new RangeError("priors.D is an empty object; leave it out for the default");
  return (written as Record<string, unknown>)[group];
}

function columnPriors(prior: unknown, term: RandomTerm, name: string): VariancePrior[] {
  const q = term.names.length;
  if (Array.isArray(prior) && prior.length !== q) {
    throw new RangeError(
      `${name}: ${q} priors needed, one a column (${term.names.join(", ")}), got ${prior.length}`,
    );
  }
  return term.names.map((column, k) => {
    const where = `${name}, column ${column}`;
    const one = checkedPrior(Array.isArray(prior) ? prior[k] : prior, KINDS, where);
    if (one.kind === "inverse-wishart") {
      if (one.scale.length <= 1) return powerPrior(one.df / 2, (one.scale[0]?.[0] ?? 0) / 2);
      throw new RangeError(`${where}: D is diagonal (… || …), so each variance needs a prior of its own`);
    }
    if (one.kind === "half-t" && !Array.isArray(prior)) {
      return { kind: "half-t", df: one.df, scale: scalesOf(one.scale, q, name)[k] };
    }
    return oneScale(one, where);
  });
}

function scalesOf(scale: number | readonly number[], q: number, name: string): number[] {
  const scales = typeof scale === "number" ? Array.from({ length: q }, () => scale) : [...scale];
  if (scales.length === q) return scales;
  throw new RangeError(`${name}: ${q} half-t scales needed, got ${scales.length}`);
}

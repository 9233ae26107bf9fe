// One line on whether the chains can be believed.
import type { SummaryRow } from "@lmm-gibbs/diagnostics";

const MOST_RHAT = 1.01;
const LEAST_ESS_A_CHAIN = 100;

/**
 * Whether R-hat and effective sample sizes allow the draws to be used, naming the worst variable.
 *
 * @param rows - summary rows of the variables that matter
 * @param chains - number of chains
 * @returns a line or two of text
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4
 */
export function verdict(rows: readonly SummaryRow[], chains: number): string {
  const unusable = rows.filter(({ rhat, essBulk, essTail }) => !Number.isFinite(rhat + essBulk + essTail));
  if (unusable.length === rows.length) return "Verdict: too few draws to judge; keep at least 12 a chain.";
  const usable = rows.filter((row) => !unusable.includes(row));
  const worstRhat = usable.reduce((worst, row) => (row.rhat > worst.rhat ? row : worst));
  const ess = (row: SummaryRow): number => Math.min(row.essBulk, row.essTail);
  const worstEss = usable.reduce((worst, row) => (ess(row) < ess(worst) ? row : worst));
  const least = LEAST_ESS_A_CHAIN * chains;
  const problems = [
    worstRhat.rhat > MOST_RHAT
      ? `R-hat of ${worstRhat.variable} is ${worstRhat.rhat.toFixed(3)}, above ${MOST_RHAT}`
      : null,
    ess(worstEss) < least
      ? `${worstEss.variable} has ${Math.floor(ess(worstEss))} effective draws, fewer than ${least}`
      : null,
    unusable.length > 0
      ? `no R-hat or ESS for ${unusable.map(({ variable }) => variable).join(", ")} (held fixed, or stuck)`
      : null,
  ].filter((problem) => problem !== null);
  if (problems.length === 0) {
    return (
      `Verdict: the chains have mixed: every R-hat is at most ${worstRhat.rhat.toFixed(3)}, ` +
      `and every ESS at least ${Math.floor(ess(worstEss))}.`
    );
  }
  return `Verdict: not yet. ${problems.join("; ")}. Draw longer${chains < 2 ? ", with more chains" : ""}.`;
}

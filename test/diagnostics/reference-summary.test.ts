// A summary against that of R, on a Gibbs run of a random-intercept model.
import { mcseMean, mcseMedian, mcseQuantile, mcseSd, summarize } from "@lmm-gibbs/diagnostics";
import { expect, it } from "vitest";
import gibbs from "../fixtures/diagnostics/gibbs_multivariate.json" with { type: "json" };
import { largestError, relativeError } from "./reference-cases.ts";

it("summarizes four variables of a Gibbs run as posterior::summarise_draws does", () => {
  const { variables, reference } = gibbs;
  const draws = new Map<string, number[][]>(Object.entries(gibbs.draws));
  const { rows } = summarize({ variables, get: (variable) => draws.get(variable) ?? [] });
  expect(rows.map((row) => row.variable)).toEqual(variables);
  for (const [i, row] of rows.entries()) {
    const chains = draws.get(row.variable) ?? [];
    const { variable, ess_bulk: bulk, ess_tail: tail, ...expected } = reference.summarise_draws[i];
    expect(variable).toBe(row.variable);
    for (const name of ["mean", "median", "sd", "mad", "q5", "q95", "rhat"] as const) {
      expect(relativeError(row[name], expected[name])).toBeLessThan(1e-10);
    }
    expect(largestError([row.essBulk, row.essTail], [bulk, tail])).toBeLessThan(1e-10);
    expect([row.mcseMean, row.mcseSd, row.mcseMedian, row.mcseQ5, row.mcseQ95]).toEqual([
      mcseMean(chains),
      mcseSd(chains),
      mcseMedian(chains),
      mcseQuantile(chains, 0.05),
      mcseQuantile(chains, 0.95),
    ]);
  }
});

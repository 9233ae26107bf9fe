// Autocovariances and autocorrelations against those of R and coda, chain by chain.
import { autocorrelation, autocovariance } from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { caseNamed, cases, lagError } from "./reference-cases.ts";

describe.each(cases.filter(({ draws }) => draws[0].length > 1))("$name", (reference) => {
  const { draws, tolerance, acf, autocovariance_biased: acov, coda } = reference;
  const maxLag = Math.min(20, draws[0].length - 1);

  it("has the autocorrelations at lags 0 to 20", () => {
    const ours = autocorrelation(draws, { maxLag });
    for (const [j, lags] of ours.entries()) expect(lagError([...lags], acf[j])).toBeLessThan(tolerance);
  });

  it("has the autocovariances with divisor n at lags 0 to 20", () => {
    const ours = autocovariance(draws, { maxLag });
    for (const [j, lags] of ours.entries()) expect(lagError([...lags], acov[j])).toBeLessThan(tolerance);
  });

  it.runIf(coda?.autocorr_lags_0_1_5_10_50)("has coda's autocorrelations at lags 0, 1, 5, 10 and 50", () => {
    const answer = coda?.autocorr_lags_0_1_5_10_50 ?? [];
    const shownLags = [0, 1, 5, 10, 50].filter((lag) => lag < draws[0].length);
    for (const [j, chain] of draws.entries()) {
      const lags = autocorrelation(chain);
      const ours = shownLags.map((lag) => lags[lag]);
      expect(lagError(ours, Array.isArray(answer) ? answer[j] : answer)).toBeLessThan(tolerance);
    }
  });
});

it("leaves the autocorrelation of a single draw undefined, 0 / 0, where R says 1", () => {
  const { draws, acf, autocovariance_biased: acov } = caseNamed("one_iteration");
  expect(acf).toEqual([[1], [1], [1], [1]]);
  expect(acov[0]).toHaveProperty("error");
  expect(autocorrelation(draws)).toEqual(draws.map(() => Float64Array.of(NaN)));
  expect(autocovariance(draws)).toEqual(draws.map(() => Float64Array.of(0)));
});

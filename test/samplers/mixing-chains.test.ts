// The theory of mixing against what chains at held variances do.
import { conditionals, mixingTheory, sampleSync } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { BLOCKS, settings, SWEEPS } from "./mixing-settings.ts";

describe.each(Object.entries(settings))("%s", (_, { model, sigma2, D }) => {
  test.each(SWEEPS)(
    "%s: the lag-1 autocorrelation is the predicted one, within 3 standard errors",
    (sweep) => {
      const { lag1 } = mixingTheory(model, { sigma2, D })[sweep];
      const law = conditionals(model).betaMarginal({ beta: [], sigma2, terms: [{ b: [], D }] });
      const draws = sampleSync(model, {
        sweep: BLOCKS[sweep],
        initial: { sigma2, terms: [{ D }] },
        chains: 100,
        warmup: 300,
        draws: 600,
        seed: 602,
        keep: ["beta"],
      });
      model.names.forEach((name, k) => {
        // With the exact mean and variance, every chain's product moment is unbiased.
        const moments = draws.get(`beta[${name}]`).map((chain) => {
          let sum = 0;
          for (let t = 1; t < chain.length; t++)
            sum += (chain[t] - law.mean[k]) * (chain[t - 1] - law.mean[k]);
          return sum / (chain.length - 1) / law.covariance[k][k];
        });
        const mean = moments.reduce((sum, value) => sum + value, 0) / moments.length;
        const square = moments.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (moments.length - 1);
        const error = Math.sqrt(square / moments.length);
        expect(error).toBeLessThan(0.05);
        expect(Math.abs(mean - lag1[name]) / error).toBeLessThan(3);
      });
    },
  );
});

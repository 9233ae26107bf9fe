// Every full conditional of every prior passes the ratio test on an unbalanced design.
import { halfT, inverseGamma, inverseWishart, type PriorsWritten } from "@lmm-gibbs/core";
import { conditionals, seededStream } from "@lmm-gibbs/samplers";
import { type Candidate, checkConditional, type ConditionalName } from "@lmm-gibbs/verify";
import { describe, expect, test } from "vitest";
import { betaPriors, variancePriors } from "../every-prior.ts";
import { randomModel } from "../random-model.ts";

const covariancePriors = {
  "inverse-Wishart": {
    diagonal: false,
    D: inverseWishart({
      df: 4,
      scale: [
        [2, 0.3],
        [0.3, 1],
      ],
    }),
  },
  "half-t": { diagonal: false, D: halfT({ df: 2, scale: [1.5, 0.7] }) },
  "diagonal, inverse-gamma and half-t": {
    diagonal: true,
    D: [inverseGamma({ shape: 2, scale: 3 }), halfT({ df: 3, scale: 0.8 })],
  },
};

/** Mutation tests look at fewer, because the first that is wrong is enough. */
const STATES = Number(process.env["STATES"] ?? 50);

const BLOCKS = [
  "beta",
  "betaMarginal",
  "betaCentered",
  "b",
  "sigma2",
  "D",
  "auxiliary",
  "sigma2Auxiliary",
] as const;

for (const [betaName, beta] of Object.entries(betaPriors)) {
  for (const [varianceName, sigma2] of Object.entries(variancePriors)) {
    for (const [covarianceName, { diagonal, D }] of Object.entries(covariancePriors)) {
      describe(`β ${betaName}, σ² ${varianceName}, D ${covarianceName}`, () => {
        const priors: PriorsWritten = { beta, sigma2, D };
        const model = randomModel(seededStream(7, 0), priors, { diagonal });
        const laws = conditionals(model);
        const has = {
          auxiliary: covarianceName !== "inverse-Wishart",
          sigma2Auxiliary: varianceName === "half-t",
        };
        const blocks = BLOCKS.filter((block) => !(block in has) || has[block as keyof typeof has]);
        test.each(blocks)("%s is proportional to the joint density", (block) => {
          const check = checkConditional(model, block, laws[block] as Candidate<ConditionalName>, {
            states: STATES,
          });
          expect(check.ok, String(check)).toBe(true);
          expect(check).toMatchObject({ states: STATES, tolerance: 1e-8 });
        });
        test.each(BLOCKS.filter((block) => !blocks.includes(block)))("there is no law of %s", (block) => {
          expect(() => checkConditional(model, block, laws[block] as Candidate<ConditionalName>)).toThrow(
            "no auxiliary",
          );
        });
      });
    }
  }
}

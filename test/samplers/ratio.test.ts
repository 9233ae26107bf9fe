// Every full conditional of every prior passes the ratio test on an unbalanced design.
import {
  flat,
  halfT,
  inverseGamma,
  inverseWishart,
  jeffreys,
  logJoint,
  logMarginal,
  logPrior,
  type Model,
  normal,
  type PriorsWritten,
  type State,
  zellner,
} from "@lmm-gibbs/core";
import { conditionals, seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { randomModel, randomState } from "../random-model.ts";
import { ratioSpread } from "../ratio-test.ts";

const STATES = 100;

const betaPriors = {
  flat: flat(),
  normal: normal({
    mean: [1, -1, 0.5],
    precision: [
      [2, 0.5, 0],
      [0.5, 1, 0.2],
      [0, 0.2, 3],
    ],
  }),
  zellner: zellner({ g: 20, mean: [2, 1, 0] }),
};
const variancePriors = {
  "inverse-gamma": inverseGamma({ shape: 2.5, scale: 1.5 }),
  "1/σ²": jeffreys(),
  "half-t": halfT({ df: 3, scale: 1.2 }),
};
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

/** For one state: the law of a block, and the state with the block at another value. */
type Probe = (
  c: ReturnType<typeof conditionals>,
  s: State,
  other: State,
) => { next: State; claimed: [number, number] } | null;

const term = (s: State, part: Partial<State["terms"][0]>): State => ({
  ...s,
  terms: [{ ...s.terms[0], ...part }],
});

const probes: Record<string, Probe> = {
  beta: (c, s, other) => {
    const law = c.beta(s);
    return {
      next: { ...s, beta: other.beta },
      claimed: [law.logDensity(s.beta), law.logDensity(other.beta)],
    };
  },
  betaMarginal: (c, s, other) => {
    const law = c.betaMarginal(s);
    return {
      next: { ...s, beta: other.beta },
      claimed: [law.logDensity(s.beta), law.logDensity(other.beta)],
    };
  },
  b: (c, s, other) => {
    const i = s.terms[0].b.length - 2;
    const law = c.b(s, i);
    const b = s.terms[0].b.map((row, j) => (j === i ? other.terms[0].b[i] : row));
    return { next: term(s, { b }), claimed: [law.logDensity(s.terms[0].b[i]), law.logDensity(b[i])] };
  },
  sigma2: (c, s, other) => {
    const law = c.sigma2(s);
    return {
      next: { ...s, sigma2: other.sigma2 },
      claimed: [law.logDensity(s.sigma2), law.logDensity(other.sigma2)],
    };
  },
  D: (c, s, other) => {
    const law = c.D(s);
    const { D } = other.terms[0];
    return { next: term(s, { D }), claimed: [law.logDensity(s.terms[0].D), law.logDensity(D)] };
  },
  auxiliary: (c, s, other) => {
    const { auxiliary } = other.terms[0];
    if (auxiliary === undefined) return null;
    const law = c.auxiliary(s);
    return {
      next: term(s, { auxiliary }),
      claimed: [law.logDensity(s.terms[0].auxiliary!), law.logDensity(auxiliary)],
    };
  },
  sigma2Auxiliary: (c, s, other) => {
    if (other.auxiliary === undefined) return null;
    const law = c.sigma2Auxiliary(s);
    return {
      next: { ...s, auxiliary: other.auxiliary },
      claimed: [law.logDensity(s.auxiliary!), law.logDensity(other.auxiliary)],
    };
  },
};

function spreadOf(model: Model, block: string): ReturnType<typeof ratioSpread> {
  const stream = seededStream(20261121, 0);
  const laws = conditionals(model);
  const density = (s: State): number =>
    block === "betaMarginal" ? logMarginal(model, s) + logPrior(model, s) : logJoint(model, s);
  return ratioSpread(
    (function* () {
      for (let k = 0; k < STATES; k++) {
        const state = randomState(stream, model);
        const probe = probes[block](laws, state, randomState(stream, model));
        if (probe === null) return;
        yield { joint: [density(state), density(probe.next)] as const, claimed: probe.claimed };
      }
    })(),
  );
}

for (const [betaName, beta] of Object.entries(betaPriors)) {
  for (const [varianceName, sigma2] of Object.entries(variancePriors)) {
    for (const [covarianceName, { diagonal, D }] of Object.entries(covariancePriors)) {
      describe(`β ${betaName}, σ² ${varianceName}, D ${covarianceName}`, () => {
        const priors: PriorsWritten = { beta, sigma2, D };
        const model = randomModel(seededStream(7, 0), priors, { diagonal });
        test.each(Object.keys(probes))("%s is proportional to the joint density", (block) => {
          const { spread, pairs } = spreadOf(model, block);
          const without =
            (block === "auxiliary" && covarianceName === "inverse-Wishart") ||
            (block === "sigma2Auxiliary" && varianceName !== "half-t");
          expect(pairs).toBe(without ? 0 : STATES);
          expect(spread).toBeLessThan(1e-8);
        });
      });
    }
  }
}

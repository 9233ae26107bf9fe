// What the checker says when no known fault explains a claim, and what it says of its own limits.
import {
  groupsOf,
  inverseGamma,
  inverseWishart,
  type InverseWishartLaw,
  mixedModelFromMatrices,
  type Model,
  normal,
  normalLaw,
  type State,
} from "@lmm-gibbs/core";
import { conditionals, seededStream } from "@lmm-gibbs/samplers";
import { checkConditional } from "@lmm-gibbs/verify";
import { describe, expect, test } from "vitest";
import { randomModel } from "../random-model.ts";

const modelWith = (precision: number, mean = 0): Model =>
  randomModel(seededStream(7, 0), {
    beta: normal({ mean, precision }),
    sigma2: inverseGamma({ shape: 2.5, scale: 1.5 }),
    D: inverseWishart({
      df: 4,
      scale: [
        [2, 0.3],
        [0.3, 1],
      ],
    }),
  });
const model = modelWith(0.5);
const laws = conditionals(model);
const times = (A: number[][], factor: number): number[][] =>
  A.map((row) => row.map((value) => value * factor));
const few = { states: 20 };

describe("the direction, when no known fault explains a claim", () => {
  test("of an inverse-gamma: shape and scale apart", () => {
    const { ok, faults, diagnosis } = checkConditional(
      model,
      "sigma2",
      (s) => {
        const { shape, scale } = laws.sigma2(s);
        return { shape: shape + 0.7, scale: 1.3 * scale };
      },
      few,
    );
    expect([ok, faults]).toEqual([false, []]);
    expect(diagnosis).toContain("No known fault explains the claim.");
    expect(diagnosis).toContain("The shape is 0.7 too large.");
    expect(diagnosis).toContain("The scale is 1.3 times what it should be.");
  });

  test("of an inverse-gamma, recovered from a density alone", () => {
    const { diagnosis, evidence } = checkConditional(
      model,
      "sigma2",
      (s) => {
        const { shape, scale } = laws.sigma2(s);
        return (x) => -(shape - 0.3 + 1) * Math.log(x) - scale / x + 99;
      },
      few,
    );
    expect(diagnosis).toContain("The shape is 0.3 too small. The scale is right.");
    expect(evidence[0].yours).toBeCloseTo(evidence[0].right - 0.3, 8);
    expect(evidence[1].yours / evidence[1].right).toBeCloseTo(1, 8);
  });

  test("of a normal law: mean and precision apart, by a power of σ²", () => {
    const { diagnosis } = checkConditional(
      model,
      "beta",
      (s) => {
        const { mean, precision } = laws.beta(s);
        return { mean, precision: times(precision, 3 * s.sigma2) };
      },
      few,
    );
    expect(diagnosis).toContain("The mean is right.");
    expect(diagnosis).toContain("The precision is 3 × σ² times what it should be.");
  });

  test("of a normal law, recovered from a density alone", () => {
    const { diagnosis } = checkConditional(
      model,
      "b",
      (s, i) => {
        const law = laws.b(s, i);
        const shifted = normalLaw({ mean: law.mean.map((m) => m + 2), precision: law.precision });
        return (x) => shifted.logDensity(x);
      },
      few,
    );
    expect(diagnosis).toContain("The mean is 2 too large.");
    expect(diagnosis).toContain("The precision is right.");
  });

  test("of an inverse-Wishart, recovered from a density alone", () => {
    const { diagnosis } = checkConditional(
      model,
      "D",
      (s) => {
        const { df, scale } = laws.D(s) as InverseWishartLaw;
        const [[a, c], [, b]] = times(scale, 1.25);
        return ([[d11, d12], [, d22]]) => {
          const determinant = d11 * d22 - d12 ** 2;
          const trace = (a * d22 - 2 * c * d12 + b * d11) / determinant;
          return -((df + 2.5 + 3) / 2) * Math.log(determinant) - trace / 2;
        };
      },
      few,
    );
    expect(diagnosis).toContain("The number of degrees of freedom is 2.5 too large.");
    expect(diagnosis).toContain("The scale is 1.25 times what it should be.");
  });

  test("a law of another family is said to be one", () => {
    const said = (candidate: (s: State) => (x: number) => number): string | null =>
      checkConditional(model, "sigma2", candidate, few).diagnosis;
    expect(said((s) => (x) => -laws.sigma2(s).shape * Math.log(x) - 1 / x ** 2)).toContain(
      "not a density of the inverse-gamma family",
    );
    // A Student t about the right mean.
    const student = checkConditional(
      model,
      "beta",
      (s) => {
        const law = laws.beta(s);
        const peak = law.logDensity(law.mean);
        return (x) => -4 * Math.log1p((2 / 5) * (peak - law.logDensity(x)));
      },
      few,
    );
    expect(student.diagnosis).toContain("not a density of the normal family: its log is not quadratic");
    expect(student.evidence).toEqual([]);
  });

  test("a fault at some states only is not taken for one at all", () => {
    const zeros = (s: State): State => ({
      ...s,
      terms: [{ ...s.terms[0], b: s.terms[0].b.map(() => [0, 0]) }],
    });
    const sometimes = checkConditional(model, "sigma2", (s) => laws.sigma2(s.beta[2] > 0 ? zeros(s) : s), {
      states: 20,
    });
    expect(sometimes.ok).toBe(false);
    expect(sometimes.faults).toEqual([]);
    const always = checkConditional(model, "sigma2", (s) => laws.sigma2(zeros(s)), few);
    expect(always.faults.map(({ id }) => id)).toEqual(["b-not-subtracted"]);
  });

  test("what a claim depends on, and what it does not", () => {
    const D = [
      [3, 1],
      [1, 2],
    ];
    const frozen = checkConditional(
      model,
      "betaMarginal",
      (s) => laws.betaMarginal({ ...s, terms: [{ ...s.terms[0], D }] }),
      few,
    );
    expect(frozen.diagnosis).toContain("It does not change with D, on which it must depend.");
    const own = checkConditional(
      model,
      "sigma2",
      (s) => ({ shape: laws.sigma2(s).shape, scale: laws.sigma2(s).scale + s.sigma2 + s.terms[0].D[0][0] }),
      few,
    );
    expect(own.diagnosis).toContain("It changes with the present σ², which it draws anew.");
    expect(own.diagnosis).toContain("It changes with D, on which it must not depend.");
  });

  test("a log density that is not a number is said to be none", () => {
    const { ok, spread, diagnosis } = checkConditional(model, "sigma2", () => (x) => Math.log(-x), few);
    expect([ok, spread]).toEqual([false, NaN]);
    expect(diagnosis).toBe("The claimed log density is NaN where the joint density is finite and positive.");
    expect(checkConditional(model, "sigma2", () => () => -Infinity, few).diagnosis).toContain("-Infinity");
  });

  test("of a centered β: that U_i is not unique where Z_i lacks full column rank", () => {
    const claim = checkConditional(model, "betaCentered", (s) => laws.betaCentered({ ...s, sigma2: 2 }), few);
    expect(claim.diagnosis).toContain("In group g0, g5 Z_i lacks full column rank");
  });

  test("a precision that is not positive definite is said to be none", () => {
    const { diagnosis } = checkConditional(
      model,
      "beta",
      (s) => {
        const { mean, precision } = laws.beta(s);
        return { mean, precision: times(precision, -1.7) };
      },
      few,
    );
    expect(diagnosis).toContain("not positive definite");
  });
});

describe("limits", () => {
  test("a fault too small for the tolerance is named, not passed over", () => {
    // A prior of precision 1e−9 changes log ratios by less than 1e−8 of the log density.
    const almostFlat = modelWith(1e-9);
    const { beta } = conditionals(almostFlat);
    const check = checkConditional(almostFlat, "beta", beta, few);
    expect(check.ok).toBe(true);
    expect(check.undetected.map(({ id }) => id)).toContain("prior-precision-missing");
    expect(String(check)).toContain("Too small to be seen in this model, so not excluded:");
    expect(checkConditional(model, "beta", laws.beta, few).undetected).toEqual([]);
  });

  test("where rounding hides the verdict there is none; a fault beyond it is still named", () => {
    const groups = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2];
    const away = (distance: number): Model => {
      const X = groups.map((_, row) => [1, ((row * 7) % 5) + distance]);
      return mixedModelFromMatrices({ y: groups.map((_, row) => Math.sin(row)), X, Z: X, groups });
    };
    const far = away(1e5);
    expect(() => checkConditional(far, "beta", conditionals(far).beta, few)).toThrow(
      /lose too many digits for a verdict.*centre and scale the covariates/,
    );
    const near = away(1e3);
    const { beta } = conditionals(near);
    expect(checkConditional(near, "beta", beta, few).ok).toBe(true);
    const without = (s: State) =>
      beta({ ...s, terms: [{ ...s.terms[0], b: s.terms[0].b.map(() => [0, 0]) }] });
    const { faults } = checkConditional(near, "beta", without, few);
    expect(faults.map(({ id }) => id)).toEqual(["b-not-subtracted"]);
  });

  test("faults that are one in a model are all named", () => {
    // With one row a group N is J.
    const one = randomModel(
      seededStream(3, 0),
      {
        beta: normal({ sd: 2 }),
        sigma2: inverseGamma({ shape: 2, scale: 1 }),
        D: inverseWishart({
          df: 4,
          scale: [
            [2, 0],
            [0, 1],
          ],
        }),
      },
      { sizes: [1, 1, 1, 1, 1] },
    );
    expect(groupsOf(one)).toHaveLength(5);
    const { faults, alternatives, diagnosis } = checkConditional(
      one,
      "sigma2",
      (s) => ({ shape: 2 + 5 / 2 - 1.5, scale: conditionals(one).sigma2(s).scale }),
      few,
    );
    // N − p, and no other by one fault: p = 3.
    expect(faults.map(({ id }) => id)).toEqual(["N-minus-p"]);
    expect(alternatives).toEqual([]);
    expect(diagnosis).toContain("N − p");
    const two = checkConditional(
      one,
      "sigma2",
      (s) => ({ shape: 2 + 5 / 2 - 2, scale: conditionals(one).sigma2(s).scale }),
      few,
    );
    // The prior's shape is 2 here, so both explain it.
    expect([two.faults, ...two.alternatives].map(([{ id }]) => id)).toEqual([
      "prior-shape-missing",
      "shape-two-too-small",
    ]);
    expect(two.diagnosis).toContain("In this model that is the same as:");
  });
});

describe("what is printed", () => {
  const wrong = checkConditional(
    model,
    "sigma2",
    (s) => ({ shape: laws.sigma2(s).shape, scale: 2 * laws.sigma2(s).scale - 1.5 }),
    few,
  );

  test("says what is wrong, what is right, and the numbers, within 100 columns", () => {
    const text = String(wrong);
    expect(text).toMatch(/^The law of σ² given β, b is wrong: at 20 random states/);
    expect(text).toContain("The ½ is missing in the scale: twice RSS/2.");
    expect(text).toContain("Right is IG(a₀ + N/2, s₀ + RSS/2), RSS = Σ‖y_i − X_iβ − Z_ib_i‖².");
    expect(text).toMatch(/scale of σ² +[\d.]+ +[\d.]+/);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  test("the same content is data", () => {
    const record = JSON.parse(JSON.stringify(wrong)) as Record<string, unknown>;
    expect(Object.keys(record)).toEqual([
      "ok",
      "block",
      "title",
      "formula",
      "spread",
      "tolerance",
      "states",
      "faults",
      "alternatives",
      "undetected",
      "evidence",
      "diagnosis",
    ]);
    expect(record).toMatchObject({
      ok: false,
      block: "sigma2",
      faults: [{ id: "half-missing-in-scale", says: "the ½ is missing in the scale: twice RSS/2" }],
    });
  });

  test("the same seed gives the same check, another seed other states", () => {
    const spread = (seed: number): number =>
      checkConditional(model, "sigma2", (s) => ({ ...laws.sigma2(s), shape: 3 }) as never, {
        states: 5,
        seed,
      }).spread;
    expect(spread(1)).toBe(spread(1));
    expect(spread(1)).not.toBe(spread(2));
  });
});

// Hostile input to the checker of conditionals: a clear refusal that says what must hold and what came.
import { halfT, inverseGamma, inverseWishart, normal, normalLaw, type State } from "@lmm-gibbs/core";
import { conditionals, seededStream } from "@lmm-gibbs/samplers";
import { checkConditional } from "@lmm-gibbs/verify";
import { describe, expect, test } from "vitest";
import { randomModel, randomState } from "../random-model.ts";

const model = randomModel(seededStream(7, 0), {
  beta: normal({ sd: 2 }),
  sigma2: inverseGamma({ shape: 2, scale: 1 }),
  D: inverseWishart({
    df: 4,
    scale: [
      [2, 0],
      [0, 1],
    ],
  }),
});
const laws = conditionals(model);
const state = randomState(seededStream(8, 0), model);
const anything = checkConditional as (...args: unknown[]) => unknown;
const check = (block: string, candidate: unknown, options: unknown = { states: 3 }): unknown =>
  anything(model, block, candidate, options);

describe("refusals", () => {
  test.each([
    [
      "sigma",
      laws.sigma2,
      undefined,
      'no block "sigma" (beta, betaMarginal, betaCentered, b, sigma2, D, auxiliary, sigma2Auxiliary); did you mean "sigma2"?',
    ],
    ["auxiliary", laws.auxiliary, undefined, "D has no half-t prior, so there is no auxiliary"],
    ["beta", undefined, undefined, "the candidate must be a law, its parameters, or a function of the state"],
    ["beta", 3, undefined, "got 3"],
    ["beta", () => 3, undefined, "at a state it returned 3"],
    ["beta", () => undefined, undefined, "at a state it returned undefined"],
    ["beta", { mean: [1, 2, 3], precision: 1 }, undefined, "hold at one state: give that state, { state }"],
    [
      "beta",
      normalLaw({
        mean: [1, 2, 3],
        precision: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      }),
      undefined,
      "hold at one state",
    ],
    [
      "beta",
      () => ({ mean: [1, 2], precision: [1, 1, 1] }),
      undefined,
      "the candidate's mean must have 3 elements, got 2",
    ],
    [
      "beta",
      () => ({ mean: [1, 2, 3], precision: 1 }),
      undefined,
      "the candidate's precision must be 3 × 3, or 3 numbers for a diagonal, got 1",
    ],
    [
      "beta",
      () => ({
        mean: [1, 2, 3],
        precision: [
          [1, 2, 3],
          [0, 1, 0],
          [0, 0, 1],
        ],
      }),
      undefined,
      "must be symmetric",
    ],
    [
      "beta",
      () => ({ mean: [1, NaN, 3], precision: [1, 1, 1] }),
      undefined,
      "must be an array of finite numbers",
    ],
    [
      "beta",
      () => ({ mean: 0, covariance: [0, 1, 1] }),
      undefined,
      "the candidate's covariance must not be singular",
    ],
    ["beta", () => ({ mean: 0 }), undefined, "needs mean and one of precision, covariance, variance, sd"],
    ["beta", () => ({ mean: 0, sd: 1, variance: 1 }), undefined, "it has mean, sd, variance"],
    ["beta", () => ({ mean: 0, presicion: [1, 1, 1] }), undefined, 'cannot have "presicion"'],
    ["sigma2", () => ({ shape: 1 }), undefined, "needs shape and scale"],
    ["sigma2", () => ({ shape: 1, scale: "2" }), undefined, "must be an array of finite numbers"],
    ["sigma2", () => ({ df: 1, rate: 2 }), undefined, "it has df, rate"],
    ["D", () => ({ df: 4 }), undefined, "needs df and scale; nu and V (MCMCglmm); or df and inverseScale"],
    ["D", () => ({ df: 4, scale: [[1]] }), undefined, "must be 2 × 2"],
    ["D", () => ({ shape: 4, scale: 1 }), undefined, "D is 2 × 2: give df and scale"],
    [
      "sigma2",
      () => {
        throw new Error("boom");
      },
      undefined,
      "the candidate failed at a state: boom",
    ],
    [
      "sigma2",
      () => () => {
        throw new Error("boom");
      },
      undefined,
      "the candidate failed at a state: boom",
    ],
    ["sigma2", laws.sigma2, { states: 0 }, "states must be an integer of at least 1, got 0"],
    ["sigma2", laws.sigma2, { states: 2.5 }, "got 2.5"],
    ["sigma2", laws.sigma2, { sates: 3 }, 'did you mean "states"?'],
    ["sigma2", laws.sigma2, { seed: NaN }, "seed must be a finite number"],
    ["sigma2", laws.sigma2, { of: "std" }, 'of must be "variance", "precision" or "sd", got "std"'],
    ["beta", laws.beta, { of: "precision" }, 'block "beta" has none'],
    ["D", () => () => 0, { of: "sd" }, "D is a covariance matrix"],
    ["sigma2", laws.sigma2, { auxiliaries: 1 }, "auxiliaries must be true or false"],
    ["beta", laws.beta, { centering: { t: true } }, 'centering fits block "betaCentered" only, not "beta"'],
    ["betaCentered", laws.betaCentered, { centering: { x: true } }, '"x" is not a combination'],
    ["betaCentered", laws.betaCentered, { centering: { q: true } }, 'centering cannot have "q"'],
    ["sigma2", laws.sigma2, { group: 1 }, 'group fits block "b" only'],
    ["b", laws.b, { group: 8 }, "no group 8: give an index from 0 to 7 or a level"],
    ["b", laws.b, { group: "g11" }, 'no group "g11"'],
    ["beta", laws.beta, { state: { beta: [1] } }, "a state must be { beta, sigma2, terms: [{ b, D }] }"],
    [
      "beta",
      laws.beta,
      { state: { ...state, sigma2: -1 } },
      "state.sigma2 must be a finite number above 0, got -1",
    ],
  ])("%s, %o, %o", (block, candidate, options, message) => {
    expect(() => check(block, candidate, options)).toThrow(message);
  });

  test("what is no model", () => {
    expect(() => anything({}, "beta", laws.beta)).toThrow(TypeError);
    expect(() => anything(undefined, "beta", laws.beta)).toThrow(TypeError);
  });

  test("names of a prototype are no blocks", () => {
    for (const name of ["__proto__", "constructor", "toString"])
      expect(() => check(name, laws.beta)).toThrow("no block");
  });
});

describe("a law with fixed numbers", () => {
  test("is checked at its state", () => {
    expect(checkConditional(model, "sigma2", laws.sigma2(state), { state }).ok).toBe(true);
    const { mean, covariance } = laws.b(state, 2);
    expect(checkConditional(model, "b", { mean, covariance }, { state, group: 2 }).ok).toBe(true);
    expect(checkConditional(model, "b", { mean, covariance }, { state, group: "g2" }).ok).toBe(true);
    expect(checkConditional(model, "b", { mean, covariance }, { state, group: 3 }).ok).toBe(false);
  });

  test("and its fault is named", () => {
    const { shape, scale } = laws.sigma2(state);
    const { faults } = checkConditional(model, "sigma2", { shape: shape - 0.5, scale }, { state });
    expect(faults.map(({ id }) => id)).toEqual(["shape-half-too-small"]);
  });

  test("without the α of a half-t prior is checked against the half-t itself", () => {
    const halfTs = randomModel(seededStream(7, 0), {
      beta: normal({ sd: 2 }),
      D: halfT({ df: 2, scale: [1, 1] }),
    });
    const { auxiliary: _, ...term } = randomState(seededStream(8, 0), halfTs).terms[0];
    const bare: State = { ...state, terms: [term] };
    const given = conditionals(halfTs).D({ ...bare, terms: [{ ...term, auxiliary: [1, 1] }] });
    const check = checkConditional(halfTs, "D", given, { state: bare });
    expect(check.ok).toBe(false);
    expect(check.diagnosis).toContain("integrated out");
  });
});

test("a candidate cannot change the state it is compared at", () => {
  const vandal = (s: State): ReturnType<typeof laws.sigma2> => {
    const law = laws.sigma2(s);
    s.sigma2 = 1e9;
    s.beta.fill(7);
    s.terms[0].b[0][0] = 9;
    return law;
  };
  expect(checkConditional(model, "sigma2", vandal, { states: 3 }).ok).toBe(true);
  expect(
    checkConditional(
      model,
      "D",
      (s) =>
        ([row, ...rest]) => {
          const value = laws.D(s).logDensity([[...row], ...rest.map((r) => [...r])]);
          row[0] = 77;
          return value;
        },
      { states: 3 },
    ).ok,
  ).toBe(true);
});

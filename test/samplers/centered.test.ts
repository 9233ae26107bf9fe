// Hierarchical centering: which columns are centered, and that β given η is what the joint density says.
import {
  flat,
  halfT,
  inverseWishart,
  mixedModel,
  mixedModelFromMatrices,
  type Model,
  normal,
  type PriorsWritten,
  zellner,
} from "@lmm-gibbs/core";
import { readCsv } from "@lmm-gibbs/core/node";
import { conditionals, sampleSync, seededStream } from "@lmm-gibbs/samplers";
import { checkConditional } from "@lmm-gibbs/verify";
import { describe, expect, test } from "vitest";

const NAMES = ["one", "t", "s", "s:t", "x"];
const SIZES = [4, 1, 5, 3, 2, 6];
/** What a group-level covariate is in each group. */
const levels = SIZES.map((_, i) => [0.5, -1, 2, 1, 0, -0.5][i]);

/** Z = [1, t]; X = [1, t, s_i, s_it, x], of which the first four are centerable; a group of one row. */
function model(priors: PriorsWritten, edit: (X: number[][], groups: number[]) => void = () => {}): Model {
  const stream = seededStream("centered", 0);
  const groups = SIZES.flatMap((n, i) => Array.from({ length: n }, () => i));
  const Z = groups.map(() => [1, stream.normal()]);
  const X = Z.map(([one, t], row) => [one, t, levels[groups[row]], levels[groups[row]] * t, stream.normal()]);
  const y = X.map(([, t, s, , x]) => 1 + t - s + x + stream.normal());
  edit(X, groups);
  return mixedModelFromMatrices({ y, X, Z, groups, names: NAMES, randomNames: ["one", "t"] }, { priors });
}

const D = inverseWishart({
  df: 4,
  scale: [
    [2, 0.3],
    [0.3, 1],
  ],
});

describe.each([
  ["flat", flat()],
  ["normal", normal({ mean: [1, -1, 0.5, 0, 2], sd: [1, 2, 0.5, 3, 1] })],
  ["Zellner's", zellner({ g: 20, mean: [2, 1, 0, 0, 1] })],
] as const)("β %s", (_, beta) => {
  test.each([
    ["every centerable column", undefined],
    ["some", { s: false, t: false }],
    ["none", { one: false, t: false, s: false, "s:t": false }],
  ] as const)("%s: β given η is proportional to the joint density", (__, centering) => {
    const own = model({ beta, D });
    const options = centering === undefined ? {} : { centering };
    const check = checkConditional(own, "betaCentered", conditionals(own, options).betaCentered, options);
    expect(check.ok, String(check)).toBe(true);
  });
});

const centeredOf = (own: Model, more: object = {}): readonly string[] | undefined =>
  sampleSync(own, { sweep: "centered", chains: 1, warmup: 0, draws: 1, seed: 1, ...more }).description
    .centered;

describe("what is centered", () => {
  test("every column that is a combination of Z's columns in every group", () => {
    expect(centeredOf(model({ D }))).toEqual(["one", "t", "s", "s:t"]);
    const orthodont = readCsv(new URL("../../data/orthodont.csv", import.meta.url));
    const dental = mixedModel("distance ~ age * Sex + (age | Subject)", orthodont, { priors: { D } });
    expect(centeredOf(dental)).toEqual(["(Intercept)", "age", "SexMale", "age:SexMale"]);
    const intercepts = mixedModel("distance ~ age * Sex + (1 | Subject)", orthodont);
    expect(centeredOf(intercepts)).toEqual(["(Intercept)", "SexMale"]);
  });

  test("not one that is none in a single group", () => {
    const broken = model({ D }, (X, groups) => {
      X[groups.lastIndexOf(2)][2] += 1e-6;
    });
    expect(centeredOf(broken)).toEqual(["one", "t", "s:t"]);
    expect(() => centeredOf(broken, { centering: { s: true } })).toThrow(
      'centering: "s" is not a combination of the random effects\' columns (one, t) in group 2, so it cannot be centered',
    );
  });

  test("what is asked for, of them", () => {
    expect(centeredOf(model({ D }), { centering: { t: false, "s:t": false, one: true } })).toEqual([
      "one",
      "s",
    ]);
    expect(centeredOf(model({ D }), { sweep: "interweaved", centering: { s: false } })).toEqual([
      "one",
      "t",
      "s:t",
    ]);
    expect(centeredOf(model({ D }), { sweep: "uncentered" })).toBeUndefined();
  });

  test.each([
    ["an unknown name", { S: true }, 'centering cannot have "S" (one, t, s, s:t, x); did you mean "s"?'],
    ["no boolean", { t: 1 }, 'centering["t"] must be true or false, got 1'],
    ["a list", ["t"], "centering must be an object"],
    ["a column that is not centerable", { x: true }, '"x" is not a combination'],
  ])("refuses %s", (_, centering, message) => {
    expect(() => centeredOf(model({ D }), { centering })).toThrow(message);
  });

  test("refuses it where nothing is centered", () => {
    expect(() => centeredOf(model({ D }), { sweep: "marginal", centering: { t: true } })).toThrow(
      'centering refines the sweeps "centered" and "interweaved"',
    );
  });

  test("with no column centered, the centered sweep is the uncentered one", () => {
    const run = { chains: 1, warmup: 0, draws: 50, seed: 1 } as const;
    const none = Object.fromEntries(NAMES.map((name) => [name, false]));
    const own = model({ D: halfT({ df: 2, scale: [2, 1] }) });
    const centered = sampleSync(own, { ...run, sweep: "centered", centering: none });
    const uncentered = sampleSync(own, { ...run, sweep: "uncentered" });
    for (const variable of centered.variables) {
      const [a, b] = [centered.get(variable)[0], uncentered.get(variable)[0]];
      a.forEach((value, t) => expect(b[t]).toBeCloseTo(value, 8));
    }
  });
});

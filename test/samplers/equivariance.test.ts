// Draws follow the data's units, origin, order and names: bit for bit where arithmetic allows, otherwise to 1e-10.
import { inverseGamma, mixedModel, type Model, zellner } from "@lmm-gibbs/core";
import { conditionals, type RunOptions, type SampledDraws, sampleSync } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { dataRows } from "../data-rows.ts";

interface Row {
  y: number;
  x: number;
  g: string;
}
const rows: Row[] = dataRows("sleepstudy").map(({ Reaction, Days, Subject }) => ({
  y: Number(Reaction),
  x: Number(Days),
  g: `S${Subject}`,
}));
/** Unbalanced: the first groups have one, two and three rows. */
const unbalanced = rows.filter((_, i) => i % 10 <= Math.floor(i / 10));

type Transform = (row: Row) => Row;
const formula = "y ~ x + (x | g)";

// Runs of the default priors, which follow the data, for every sweep and engine.
const runs: [string, RunOptions][] = [
  ...(["marginal", "uncentered", "centered", "interweaved"] as const).map((sweep): [string, RunOptions] => [
    `fast, ${sweep}`,
    { sweep },
  ]),
  ["textbook, interweaved", { engine: "textbook", sweep: "interweaved" }],
  ["aggregated, marginal", { engine: "aggregated" }],
  ["aggregated, interweaved", { engine: "aggregated", sweep: "interweaved" }],
];
const short: RunOptions = { chains: 2, warmup: 5, draws: 40, seed: 601 };

const drawsOf = (data: readonly Row[], options: RunOptions, build = mixedModel): SampledDraws =>
  sampleSync(build(formula, [...data]), { ...short, ...options });

/** The factor of a variable when y is multiplied by `ofY` and x by `ofX`. */
function factorOf(variable: string, ofY: number, ofX: number): number {
  const effects = variable.match(/\[(.*)\]/u)?.[1].split(",") ?? [];
  const slopes = effects.filter((name) => name === "x").length;
  if (variable.startsWith("cor_")) return 1;
  const ofVariance = variable === "sigma2" || variable.startsWith("D_");
  return (ofVariance ? ofY * ofY : ofY) / ofX ** slopes;
}

/** Every draw of `after` is the draw of `before` times a factor, the intercept's with `shift` added. */
function expectFollows(
  [before, after]: [SampledDraws, SampledDraws],
  { y = 1, x = 1, shift = 0, tolerance = 0 }: { y?: number; x?: number; shift?: number; tolerance?: number },
): void {
  expect(after.variables).toHaveLength(before.variables.length);
  before.variables.forEach((variable, v) => {
    const factor = factorOf(variable, y, x);
    const added = variable === "beta[(Intercept)]" ? shift : 0;
    const expected = before.get(variable).map((chain) => chain.map((value) => factor * value + added));
    const got = after.get(after.variables[v]);
    const size = Math.max(...expected.flatMap((chain) => [...chain].map(Math.abs)));
    expected.forEach((chain, c) => {
      const worst = Math.max(...chain.map((value, t) => Math.abs(value - got[c][t]) / size));
      expect(worst, variable).toBeLessThanOrEqual(tolerance);
    });
  });
}

describe.each([
  ["balanced", rows],
  ["unbalanced", unbalanced],
])("%s groups", (shape, data) => {
  const each = runs.filter(([name]) => shape === "balanced" || !name.startsWith("aggregated"));

  describe.each(each)("%s", (_, options) => {
    const before = drawsOf(data, options);
    const after = (transform: Transform): [SampledDraws, SampledDraws] => [
      before,
      drawsOf(data.map(transform), options),
    ];

    test.each([2 ** 10, 2 ** -30])("y times %d: bit for bit", (c) => {
      expectFollows(
        after((row) => ({ ...row, y: c * row.y })),
        { y: c },
      );
    });

    test.each([2 ** 7, 2 ** -20])("x times %d: bit for bit", (c) => {
      expectFollows(
        after((row) => ({ ...row, x: c * row.x })),
        { x: c },
      );
    });

    test("y and x times 3 and 0.7: to 1e-10", () => {
      expectFollows(
        after((row) => ({ ...row, y: 3 * row.y, x: 0.7 * row.x })),
        { y: 3, x: 0.7, tolerance: 1e-10 },
      );
    });

    test("y plus 1000: to 1e-10", () => {
      expectFollows(
        after((row) => ({ ...row, y: row.y + 1000 })),
        { shift: 1000, tolerance: 1e-10 },
      );
    });

    test("groups of other names: bit for bit", () => {
      expectFollows(
        after((row) => ({ ...row, g: `${row.g} ✓` })),
        {},
      );
    });
  });
});

describe("rows in another order", () => {
  const g = (row: Row): string => row.g;
  const first = rows.map(g);
  /** Groups take turns, each group's own rows in their order: the order in which groups appear stays. */
  const inTurns = rows.toSorted((a, b) => a.x - b.x || first.indexOf(a.g) - first.indexOf(b.g));
  const backwards = rows.map((_, i) => rows[10 * Math.floor(i / 10) + 9 - (i % 10)]);

  test.each(runs)("%s: interleaved groups, to 1e-10", (_, options) => {
    expectFollows([drawsOf(rows, options), drawsOf(inTurns, options)], { tolerance: 1e-10 });
  });
  test.each(runs)("%s: backwards within groups, to 1e-10", (_, options) => {
    expectFollows([drawsOf(rows, options), drawsOf(backwards, options)], { tolerance: 1e-10 });
  });
});

describe("groups in another order", () => {
  // A group's random numbers are those of its place, so draws differ; what must not differ is every law.
  const turned = unbalanced.toReversed();
  const priors = { beta: zellner({ g: 20 }), sigma2: inverseGamma({ shape: 2, scale: 500 }) };
  const [model, reversed] = [unbalanced, turned].map((data): Model => mixedModel(formula, data, { priors }));
  const J = model.terms[0].levels.length;
  const b = Array.from({ length: J }, (_, i) => [20 * Math.sin(i), 5 * Math.cos(i)]);
  const D = [
    [500, 20],
    [20, 30],
  ];
  const state = { beta: [250, 10], sigma2: 700, terms: [{ b, D }] };
  const reversedState = { ...state, terms: [{ b: b.toReversed(), D }] };

  test("every full conditional is the same law", () => {
    const [laws, others] = [conditionals(model), conditionals(reversed)];
    const near = (a: number, c: number): void => expect(Math.abs(a / c - 1)).toBeLessThan(1e-10);
    const points = [
      [251, 9],
      [240, 13],
    ];
    for (const block of ["beta", "betaMarginal", "betaCentered"] as const) {
      const [law, other] = [laws[block](state), others[block](reversedState)];
      for (const x of points) near(law.logDensity(x), other.logDensity(x));
    }
    near(laws.sigma2(state).logDensity(650), others.sigma2(reversedState).logDensity(650));
    for (let i = 0; i < J; i++) {
      near(laws.b(state, i).logDensity([3, -2]), others.b(reversedState, J - 1 - i).logDensity([3, -2]));
    }
  });

  test("β, σ² and D are the same when b is held at the same values", () => {
    const run = (of: Model, from: typeof state): SampledDraws =>
      sampleSync(of, {
        ...short,
        sweep: ["beta", "sigma2", "D"],
        initial: from,
        keep: ["beta", "sigma2", "D"],
      });
    expectFollows([run(model, state), run(reversed, reversedState)], { tolerance: 1e-10 });
  });
});

// The aggregated engine draws the same posterior from sums over groups, and says when it cannot.
import {
  halfT,
  inverseGamma,
  inverseWishart,
  mixedModelFromMatrices,
  type Model,
  type PriorsWritten,
} from "@lmm-gibbs/core";
import { essMean, mcseMean } from "@lmm-gibbs/diagnostics";
import { sampleSync, type SavedRun, seededStream } from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { randomModel } from "../random-model.ts";

/** 24 groups of 4 rows with one Z, 10 of 3 rows with another, 3 of their own; X's last column is their own too. */
function partlyShared(q: number, priors: PriorsWritten, diagonal = false): Model {
  const stream = seededStream("shared", q);
  const own = (n: number): number[][] =>
    Array.from({ length: n }, () => [1, stream.normal(), stream.normal()].slice(0, q));
  const [four, three] = [own(4), own(3)];
  const designs = [
    ...Array.from({ length: 24 }, () => four),
    ...Array.from({ length: 10 }, () => three),
    own(5),
    own(2),
    own(1),
  ];
  const Z = designs.flat();
  const groups = designs.flatMap((rows, i) => rows.map(() => i));
  const X = Z.map((z) => [...z, stream.normal()]);
  const effects = designs.map(() => Array.from({ length: q }, () => stream.normal()));
  const y = X.map(
    (x, row) =>
      x.reduce((sum, value) => sum + value, 0) +
      Z[row].reduce((sum, z, k) => sum + z * effects[groups[row]][k], 0) +
      stream.normal(),
  );
  return mixedModelFromMatrices({ y, X, Z, groups }, { priors, diagonal });
}

const settings: [string, Model][] = [
  ["q = 1, half-t", partlyShared(1, { D: halfT({ df: 2, scale: 2 }) })],
  [
    "q = 2, inverse-Wishart, half-t σ",
    partlyShared(2, {
      sigma2: halfT({ df: 3, scale: 1 }),
      D: inverseWishart({
        df: 4,
        scale: [
          [1, 0.2],
          [0.2, 1],
        ],
      }),
    }),
  ],
  ["q = 3, half-t", partlyShared(3, { D: halfT({ df: 2, scale: [1, 2, 1] }) })],
  [
    "q = 2, diagonal",
    partlyShared(2, { D: [inverseGamma({ shape: 2, scale: 1 }), halfT({ df: 2, scale: 1 })] }, true),
  ],
];

describe.each(settings)("%s", (_, model) => {
  test.each(["marginal", "interweaved"] as const)(
    "%s sweep: means meet the fast engine's within 4.5 standard errors",
    (sweep) => {
      const run = { sweep, draws: 10_000, warmup: 500, keep: ["beta", "sigma", "sd", "D"] };
      const fast = sampleSync(model, { ...run, engine: "fast", seed: 1 });
      const aggregated = sampleSync(model, { ...run, engine: "aggregated", seed: 2 });
      for (const variable of fast.variables) {
        // Logarithms of scales, whose means exist and mix best.
        const of = (chains: Float64Array[]): Float64Array[] =>
          variable.startsWith("beta") || chains.some((chain) => chain.some((x) => x <= 0))
            ? chains
            : chains.map((chain) => chain.map(Math.log));
        const [a, b] = [of(fast.get(variable)), of(aggregated.get(variable))];
        const mean = (chains: Float64Array[]): number => {
          const all = chains.flatMap((chain) => [...chain]);
          return all.reduce((sum, x) => sum + x, 0) / all.length;
        };
        expect(essMean(b), variable).toBeGreaterThan(100);
        expect(Math.abs(mean(a) - mean(b)) / Math.hypot(mcseMean(a), mcseMean(b)), variable).toBeLessThan(
          4.5,
        );
      }
    },
  );
});

describe("runs", () => {
  const model = settings[1][1];
  const options = { engine: "aggregated", chains: 2, warmup: 5, draws: 40, seed: 3 } as const;

  test.each(["marginal", "interweaved"] as const)(
    "%s sweep: resumed half-way, through JSON, it goes on bit for bit",
    (sweep) => {
      const whole = sampleSync(model, { ...options, sweep });
      const first = sampleSync(model, { ...options, sweep, draws: 25 });
      const second = sampleSync(model, {
        resume: JSON.parse(JSON.stringify(first.saved)) as SavedRun,
        draws: 15,
      });
      for (const variable of whole.variables) {
        expect(second.get(variable)).toEqual(whole.get(variable).map((chain) => chain.slice(25)));
      }
      expect(second.description.engine).toBe("aggregated");
    },
  );

  test("b is not kept", () => {
    expect(sampleSync(model, options).variables.filter((name) => name.startsWith("b_"))).toEqual([]);
    expect(() => sampleSync(model, { ...options, keep: ["b"] })).toThrow('keep: no variable "b"');
  });
});

describe("refused", () => {
  const model = settings[1][1];
  const options = { engine: "aggregated", chains: 1, warmup: 0, draws: 5, seed: 3 } as const;

  test("groups that share too little", () => {
    expect(() => sampleSync(randomModel(seededStream(7, 0), {}), options)).toThrow(
      /engine "aggregated" needs many groups that share Z_i'Z_i, here are \d different ones among 8 groups; use engine "fast"/,
    );
  });

  test("b held fixed", () => {
    const initial = { terms: [{ b: model.terms[0].levels.map(() => [0, 0]) }] };
    expect(() => sampleSync(model, { ...options, sweep: ["beta", "sigma2", "D"], initial })).toThrow(
      "b cannot be held fixed or given to a block of one's own",
    );
  });

  test("a block of one's own", () => {
    const own = { draws: ["sigma2"], given: ["beta", "b"], step: () => ({ sigma2: 1 }) } as const;
    expect(() => sampleSync(model, { ...options, sweep: ["betaMarginal", "b", own, "D"] })).toThrow(
      "b cannot be held fixed",
    );
  });

  test("a saved run without its scratch", () => {
    const { saved } = sampleSync(model, options);
    const [{ scratch: _scratch, ...chain }] = saved.chains;
    expect(() => sampleSync(model, { resume: { ...saved, chains: [chain] } })).toThrow(
      "scratch must be there for the aggregated engine",
    );
    expect(() =>
      sampleSync(model, { resume: { ...saved, chains: [{ ...chain, scratch: [1, 2] }] } }),
    ).toThrow("scratch must have");
  });
});

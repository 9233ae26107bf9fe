// The fast engine draws what the textbook engine draws: one seed gives one chain, up to rounding.
import {
  flat,
  halfT,
  inverseGamma,
  inverseWishart,
  jeffreys,
  mixedModel,
  mixedModelFromMatrices,
  type Model,
  normal,
  type PriorsWritten,
  zellner,
} from "@lmm-gibbs/core";
import { readCsv } from "@lmm-gibbs/core/node";
import {
  type RunOptions,
  type SampledDraws,
  sampleSync,
  seededStream,
  type Sweep,
} from "@lmm-gibbs/samplers";
import { describe, expect, test } from "vitest";
import { randomModel } from "../random-model.ts";

const csv = (name: string): unknown => readCsv(new URL(`../../data/${name}.csv`, import.meta.url));
const orthodont = csv("orthodont");
const sleepstudy = csv("sleepstudy");
const rikz = csv("rikz");

/** Groups of 1 to 6 rows with q random effects, so that some have fewer rows than q; a Z of deficient rank in one. */
function unbalanced(q: number, priors: PriorsWritten, diagonal: boolean): Model {
  const stream = seededStream("unbalanced", q);
  const sizes = [6, 1, 4, 2, 5, 3, 6, 5, 6, 4];
  const groups = sizes.flatMap((n, i) => Array.from({ length: n }, () => i));
  const Z = groups.map((i) =>
    Array.from({ length: q }, (_, k) => (k === 0 ? 1 : i === 4 ? 2 : 10 ** k * stream.normal())),
  );
  const X = Z.map((z) => [1, z[1] ?? stream.normal(), stream.normal() + 50]);
  const y = X.map((x) => 3 + x[1] - x[2] + stream.normal());
  return mixedModelFromMatrices({ y, X, Z, groups }, { priors, diagonal });
}

interface Setting {
  q: number;
  build: (priors: PriorsWritten, diagonal: boolean) => Model;
  /** Scales of the response and of each random effect. */
  sd: number;
  sds: number[];
}

const bar = (diagonal: boolean): string => (diagonal ? "||" : "|");
const settings: Record<string, Setting> = {
  orthodont: {
    q: 2,
    sd: 2,
    sds: [2, 0.2],
    build: (priors, d) => mixedModel(`distance ~ age * Sex + (age ${bar(d)} Subject)`, orthodont, { priors }),
  },
  sleepstudy: {
    q: 2,
    sd: 25,
    sds: [25, 6],
    build: (priors, d) => mixedModel(`Reaction ~ Days + (Days ${bar(d)} Subject)`, sleepstudy, { priors }),
  },
  rikz: {
    q: 1,
    sd: 3,
    sds: [3],
    build: (priors, d) => mixedModel(`Richness ~ NAP + (1 ${bar(d)} Beach)`, rikz, { priors }),
  },
  "random, q = 2": {
    q: 2,
    sd: 1.5,
    sds: [1, 1],
    build: (priors, diagonal) => randomModel(seededStream(7, 0), priors, { diagonal }),
  },
  ...Object.fromEntries(
    [1, 3, 4, 5].map((q): [string, Setting] => [
      `unbalanced, q = ${q}`,
      {
        q,
        sd: 2,
        sds: Array.from({ length: q }, (_, k) => 10 ** -k),
        build: (priors, diagonal) => unbalanced(q, priors, diagonal),
      },
    ]),
  ),
};

function priorsFor({ q, sd, sds }: Setting): { name: string; priors: PriorsWritten; diagonal: boolean }[] {
  const betas = {
    flat: flat(),
    normal: normal({ sd: 100 * sd, mean: 1 }),
    zellner: zellner({ g: 50, mean: 0.5 }),
  };
  const variances = {
    "inverse-gamma": inverseGamma({ shape: 2, scale: sd ** 2 }),
    "1/σ²": jeffreys(),
    "half-t": halfT({ df: 3, scale: sd }),
  };
  const scale = sds.map((s, k) => sds.map((t, l) => (k === l ? s * s : 0.1 * s * t)));
  const covariances = {
    "inverse-Wishart": { diagonal: false, D: inverseWishart({ df: q + 2, scale }) },
    "half-t": { diagonal: false, D: halfT({ df: 2, scale: sds }) },
    diagonal: {
      diagonal: true,
      D: sds.map((s, k) =>
        k % 2 === 0 ? inverseGamma({ shape: 2, scale: s * s }) : halfT({ df: 3, scale: s }),
      ),
    },
  };
  return Object.entries(betas).flatMap(([b, beta]) =>
    Object.entries(variances).flatMap(([v, sigma2]) =>
      Object.entries(covariances).map(([c, { diagonal, D }]) => ({
        name: `β ${b}, σ² ${v}, D ${c}`,
        priors: { beta, sigma2, D },
        diagonal,
      })),
    ),
  );
}

/** The largest difference of two runs, each variable relative to its largest value. */
function disagreement(a: SampledDraws, b: SampledDraws): number {
  expect(b.variables).toEqual(a.variables);
  let worst = 0;
  for (const variable of a.variables) {
    const [x, y] = [a.get(variable), b.get(variable)];
    x.forEach((chain, c) => {
      const size = chain.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      chain.forEach((value, t) => {
        // Math.max lets NaN through, so a draw that is not a number cannot pass.
        worst = Math.max(worst, Math.abs(value - y[c][t]) / size);
      });
    });
  }
  return worst;
}

const both = (model: Model, options: RunOptions): number =>
  disagreement(
    sampleSync(model, { ...options, engine: "textbook" }),
    sampleSync(model, { ...options, engine: "fast" }),
  );

// The long calibration has 200 sweeps of every setting, mutation tests a few: the textbook engine is slow.
const SWEEPS = Number(process.env["SWEEPS"] ?? 30);

describe.each(Object.entries(settings))("%s", (_, setting) => {
  // The marginal sweep and the interweaved one have every block between them.
  test.each(priorsFor(setting))(
    `$name: ${SWEEPS} and ${SWEEPS / 2} sweeps agree to 1e-8, every block`,
    ({ priors, diagonal }) => {
      const model = setting.build(priors, diagonal);
      for (const [sweep, scaleMove, draws] of [
        ["marginal", "sandwich", SWEEPS],
        ["interweaved", "none", SWEEPS / 2],
      ] as const) {
        const worst = both(model, { sweep, scaleMove, chains: 1, warmup: 0, draws, seed: 601 });
        expect(worst, sweep).toBeLessThan(1e-8);
      }
    },
  );

  test.each(["uncentered", "centered"] as const)("default priors: 200 %s sweeps agree to 1e-8", (sweep) => {
    const model = setting.build({ sigma2: inverseGamma({ shape: 2, scale: 2 }) }, false);
    expect(both(model, { sweep, chains: 1, warmup: 0, draws: 200, seed: 601 })).toBeLessThan(1e-8);
  });
});

describe("other orders of the blocks", () => {
  test.each<[string, Sweep]>([
    ["β after b, before σ²", ["b", "beta", "sigma2", "D"]],
    ["D first, b twice", ["D", "b", "beta", "b", "sigma2"]],
    ["variances first", ["sigma2", "D", "beta", "b"]],
    ["σ² twice, β both ways", ["beta", "sigma2", "betaMarginal", "b", "sigma2", "D"]],
    ["σ² after a centered β, D after a scale move", ["b", "betaCentered", "sigma2", "scale", "D"]],
    ["D after a centered β, σ² after a scale move", ["b", "betaCentered", "D", "scale", "sigma2"]],
    ["D and σ² right after a scale move", ["betaMarginal", "b", "scale", "D", "sigma2"]],
    ["β every way", ["betaMarginal", "b", "betaCentered", "beta", "scale", "b", "sigma2", "D"]],
  ])(`%s: ${SWEEPS} sweeps agree to 1e-8`, (_, sweep) => {
    for (const name of ["random, q = 2", "unbalanced, q = 1", "unbalanced, q = 3", "unbalanced, q = 4"]) {
      const model = settings[name].build({ sigma2: inverseGamma({ shape: 2, scale: 2 }) }, false);
      expect(both(model, { sweep, chains: 1, warmup: 0, draws: SWEEPS, seed: 601 }), name).toBeLessThan(1e-8);
    }
  });
});

describe("numbers far apart", () => {
  const stream = seededStream("extreme", 0);
  const rows = Array.from({ length: 72 }, (_, row) => ({ group: Math.floor(row / 6), t: row % 6 }));
  const X = rows.map(({ t }) => [1, t]);
  const groups = rows.map(({ group }) => group);
  const effects = Array.from({ length: 12 }, () => [stream.normal(), stream.normal()]);
  const noise = rows.map(() => stream.normal());
  const build = (tau: number, sigma: number, offset: number): Model => {
    const y = rows.map(({ group, t }, row) => {
      const [intercept, slope] = effects[group];
      return offset + 3 + tau * intercept + (2 + tau * slope) * t + sigma * noise[row];
    });
    return mixedModelFromMatrices({ y, X, Z: X, groups }, { priors: { D: halfT({ df: 2, scale: tau }) } });
  };

  test.each(["marginal", "uncentered", "centered"] as const)(
    "τ/σ = 1e6, %s sweep: the engines agree to 1e-8",
    (sweep) => {
      expect(both(build(1e3, 1e-3, 0), { sweep, chains: 1, warmup: 0, draws: 200, seed: 601 })).toBeLessThan(
        1e-8,
      );
    },
  );

  test("τ/σ = 1e6: σ is what the regressions within groups say, unshaken by the large variances", () => {
    const run = { chains: 2, draws: 2000, warmup: 200, seed: 601, keep: ["sigma"] };
    const mean = (model: Model): number => {
      const all = sampleSync(model, run)
        .get("sigma")
        .flatMap((chain) => [...chain]);
      return all.reduce((sum, x) => sum + x, 0) / all.length;
    };
    // With τ = σ the same noise gives the same within-group residuals, and nearly the same σ.
    expect(mean(build(1e3, 1e-3, 0)) / mean(build(1, 1e-3, 0))).toBeCloseTo(1, 6);
  });

  test.each(["fast", "textbook"] as const)(
    "y + 1e8 with σ = 1e-3, %s engine: the posterior moves by 1e8 and no more",
    (engine) => {
      const run = { engine, chains: 1, warmup: 0, draws: 200, seed: 601 };
      const near = sampleSync(build(1e-3, 1e-3, 0), run);
      const far = sampleSync(build(1e-3, 1e-3, 1e8), run);
      for (const variable of near.variables) {
        const offset = variable === "beta[x1]" ? 1e8 : 0;
        const [a] = near.get(variable);
        const [b] = far.get(variable);
        const size = a.reduce((most, value) => Math.max(most, Math.abs(value - a[0])), 0);
        // y itself is rounded to 1.5e-8, which is 1.5e-5 of σ.
        a.forEach((value, t) => expect(Math.abs(b[t] - offset - value) / size).toBeLessThan(1e-3));
      }
    },
  );
});

test("an inadmissible starting point is named, not repaired", () => {
  const model = settings.orthodont.build({}, false);
  for (const engine of ["fast", "textbook"] as const) {
    expect(() =>
      sampleSync(model, {
        engine,
        sweep: ["b", "sigma2", "D"],
        initial: { beta: [1e200, 1e200, 0, 0] },
        draws: 5,
      }),
    ).toThrow(/\(block \w+, chain 1, iteration 1\)/);
  }
});

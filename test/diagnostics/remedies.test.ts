// What a diagnosis says to do: each remedy is offered on its evidence, and not without it.
import { diagnose, type DiagnoseOptions, type Remedy, rhat } from "@lmm-gibbs/diagnostics";
import { describe, expect, it } from "vitest";
import { ar1, drawsOf, mapped } from "./made-chains.ts";

const slow = ar1(0.97, 1000, 11);
const fast = ar1(0, 1000, 12);

const remedies = (content: Record<string, number[][]>, options?: DiagnoseOptions): Remedy[] =>
  diagnose(drawsOf(content), options).remedies;
const ofKind = (
  kind: string,
  content: Record<string, number[][]>,
  options?: DiagnoseOptions,
): Remedy | undefined => remedies(content, options).find((remedy) => remedy.kind === kind);

describe("the length of the run", () => {
  it("is that of the autocorrelation time, within the error of its estimate", () => {
    // Of an autoregression with coefficient 0.9, 19 draws are worth one.
    for (const seed of [1, 2, 3, 4]) {
      const { draws } = ofKind("length", { x: ar1(0.9, 4000, seed) }, { rhat: 100, essPerChain: 2000 })!;
      expect(Math.abs(draws! / 38_000 - 1)).toBeLessThan(0.3);
    }
  });

  it("is enough: a run half as long again passes", () => {
    for (const seed of [1, 2, 3]) {
      const { draws } = ofKind("length", { x: ar1(0.9, 500, seed) })!;
      expect(draws).toBeGreaterThan(500);
      expect(diagnose(drawsOf({ x: ar1(0.9, 1.5 * draws!, seed + 10) })).ok).toBe(true);
    }
  });

  it("grows as R-hat, effective sample size and the square of the error ask", () => {
    const draws = (options: DiagnoseOptions): number => ofKind("length", { x: slow }, options)!.draws!;
    const onlyEss = (essPerChain: number): number => draws({ rhat: 100, essPerChain });
    // Each is rounded to two digits.
    expect(Math.abs(onlyEss(2000) / onlyEss(1000) / 2 - 1)).toBeLessThan(0.1);
    const onlyError = (mcse: number): number => draws({ rhat: 100, essPerChain: 1e-9, mcse });
    expect(Math.abs(onlyError(0.01) / onlyError(0.02) / 4 - 1)).toBeLessThan(0.1);
    const onlyRhat = (limit: number): number => draws({ rhat: limit, essPerChain: 1e-9 });
    const needed = (1000 * (rhat(slow) ** 2 - 1)) / (1.001 ** 2 - 1);
    expect(onlyRhat(1.001)).toBeGreaterThanOrEqual(needed);
    expect(onlyRhat(1.001)).toBeLessThan(1.1 * needed);
  });

  it("is rounded up to two digits", () => {
    const { draws } = ofKind("length", { x: slow })!;
    expect(draws).toBe(Number(draws!.toPrecision(2)));
  });

  it("comes before another sampler when it is at most five times as long, and after it else", () => {
    const kinds = (x: number[][]): string[] => remedies({ "beta[x]": x }).map(({ kind }) => kind);
    expect(kinds(ar1(0.9, 500, 1))).toEqual(["length", "location"]);
    expect(kinds(ar1(0.99, 1000, 3))).toEqual(["location", "length"]);
  });

  it("comes after what mends the variable with the fewest effective draws", () => {
    const slower = ar1(0.99, 1000, 3);
    const kinds = (content: Record<string, number[][]>): string[] =>
      remedies(content).map(({ kind }) => kind);
    expect(kinds({ "beta[x]": slower, sigma: slow })).toEqual(["location", "scale", "length"]);
    expect(kinds({ "beta[x]": slow, sigma: slower })).toEqual(["scale", "location", "length"]);
  });

  it("is not offered for what a longer run cannot mend", () => {
    const stuck = mapped(slow, (x, j) => (j === 0 ? 1 : x));
    expect(ofKind("length", { stuck })).toBeUndefined();
    expect(ofKind("length", { apart: mapped(fast, (x, j) => x + 5 * j) })).toBeUndefined();
  });
});

describe("chains that disagree though each mixes", () => {
  it("on the place or the spread: two modes or a bad start, not a longer run", () => {
    const place = ofKind("model", { x: mapped(fast, (x, j) => (j === 3 ? x + 2 : x)) })!;
    expect(place.text).toContain("they disagree on its place, and a longer run will hardly join them");
    const spread = ofKind("model", { x: mapped(fast, (x, j) => (j === 3 ? 4 * x : x)) })!;
    expect(spread.text).toContain("they disagree on its spread");
  });

  it("is not said of chains that are only slow", () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const x = ar1(0.99, 1000, seed);
      expect(rhat(x)).toBeGreaterThan(1.01);
      expect(ofKind("model", { x })).toBeUndefined();
    }
  });
});

describe("the warm-up", () => {
  const early = mapped(fast, (x, j, t) => x + (j % 2 === 0 ? 6 : -6) * Math.exp(-t / 80));
  const rising = mapped(fast, (x, _, t) => x + t / 200);

  it("is to be longer when the second halves agree", () => {
    const remedy = ofKind("warmup", { x: early })!;
    const later = rhat(early.map((chain) => chain.slice(500)));
    expect(later).toBeLessThan(1.01);
    expect(remedy.text).toBe(
      "x: lengthen the warm-up by 1000 iterations, or start nearer to the posterior. Of x the second halves of its " +
        `chains agree (R-hat ${later.toFixed(3)}).`,
    );
  });

  it("is to be longer when all chains move in one direction", () => {
    expect(ofKind("warmup", { x: rising })!.text).toContain("all its chains move up from start to end");
    expect(ofKind("warmup", { x: mapped(rising, (x) => -x) })!.text).toContain("move down");
  });

  it("counts the iterations that were not kept, and from the warm-up there was", () => {
    const { remedies: offered } = diagnose(drawsOf({ x: rising }, { description: { warmup: 500, thin: 3 } }));
    expect(offered[0].text).toContain("lengthen the warm-up by 3000 to 3500 iterations");
  });

  it("is not blamed for a trend that is little of the spread, or by chains too short to tell", () => {
    const leaning = mapped(fast, (x, _, t) => x + t / 1000);
    expect(rhat(leaning)).toBeGreaterThan(1.01);
    expect(ofKind("warmup", { x: leaning })).toBeUndefined();
    const everyOf = (step: number, from: number): number[][] =>
      early.map((chain) => chain.filter((_, t) => t % step === from));
    expect(ofKind("warmup", { x: everyOf(5, 0) })!.text).toContain("second halves");
    const short = Array.from({ length: 20 }, (_, from) => everyOf(20, from));
    const agreeing = short.filter((x) => rhat(x) > 1.05 && rhat(x.map((chain) => chain.slice(25))) < 1.01);
    expect(agreeing.length).toBeGreaterThan(0);
    for (const x of agreeing) expect(ofKind("warmup", { x })).toBeUndefined();
  });

  it("is not blamed when the chains are stationary", () => {
    for (const seed of [1, 2, 3, 4, 5, 6])
      expect(ofKind("warmup", { x: ar1(0.9, 500, seed) })).toBeUndefined();
  });
});

describe("variance components", () => {
  const nearZero = mapped(slow, (x) => Math.exp(2 * x - 3));

  it("near 0 get a scale move or a tighter prior, with the quantiles that say so", () => {
    const remedy = ofKind("scale", { "sd_g[x]": nearZero, "cor_g[x,z]": slow })!;
    expect(remedy.variables).toEqual(["sd_g[x]", "cor_g[x,z]"]);
    expect(remedy.text).toMatch(
      /^sd_g\[x\] and cor_g\[x,z\]: sd_g\[x\] reaches towards 0 \(5% quantile 0\.00\d+, median 0\.0\d+\), .*tighter prior on it\.$/,
    );
    expect(ofKind("scale", { "D_g[x,x]": nearZero })!.text).toContain("reaches towards 0");
    expect(ofKind("scale", { sigma2: nearZero })!.text).toContain("reaches towards 0");
  });

  it("are found near 0 behind a slow correlation of their group, and no other", () => {
    const calm = mapped(fast, (x) => Math.exp(2 * x - 3));
    expect(ofKind("scale", { "sd_g[x]": calm, "cor_g[x,z]": slow })!.text).toContain(
      "sd_g[x] reaches towards 0",
    );
    expect(ofKind("scale", { "sd_h[x]": calm, "cor_g[x,z]": slow })!.text).not.toContain("towards 0");
  });

  it("away from 0 get a scale move; a variance counts by its square root", () => {
    const away = mapped(slow, (x) => Math.exp(x / 3));
    for (const name of ["sd_g[x]", "sigma", "tau"]) {
      expect(ofKind("scale", { [name]: away })!.text).toContain("use a scale move (parameter expansion).");
      expect(ofKind("scale", { [name]: away })!.text).not.toContain("towards 0");
    }
    const squared = mapped(slow, (x) => Math.exp(x));
    expect(ofKind("scale", { "sd_g[x]": squared })!.text).toContain("towards 0");
    expect(ofKind("scale", { "D_g[x,x]": squared })!.text).not.toContain("towards 0");
    expect(ofKind("scale", { "D_g[a,b,a,b]": nearZero })!.text).toContain("towards 0");
  });
});

describe("fixed effects", () => {
  const minus = (x: number[][], more: number): number[][] => {
    const noise = ar1(0, 1000, 99);
    return mapped(x, (value, j, t) => -value + more * noise[j][t]);
  };

  it("are to be centred when they follow their random effects, and un-centred when not", () => {
    const tied = { "beta[age]": slow, "b_g[1,age]": minus(slow, 0.3), "b_g[2,age]": minus(slow, 0.4) };
    expect(ofKind("location", tied)!.text).toMatch(
      /^beta\[age\]: the correlation of beta\[age\] with the mean of its random effects is -0\.9\d: centre it on them if it is not, or draw/,
    );
    const free = { "beta[age]": slow, "b_g[1,age]": minus(slow, 4), "b_g[2,age]": minus(slow, 3) };
    expect(ofKind("location", free)!.text).toMatch(
      /random effects is -0\.\d\d: un-centre it if it is centred/,
    );
  });

  it("are told both ways when their random effects are not among the draws", () => {
    const other = { "beta[age]": slow, "b_g[1,x]": fast };
    expect(ofKind("location", other)!.text).toBe(
      "beta[age]: centre it on its group effects, or un-centre it if it is centred, or draw it with the random effects " +
        "integrated out (a marginal sweep).",
    );
  });
});

describe("two variables in step", () => {
  const noise = ar1(0, 1000, 98);
  const near = (scale: number): number[][] => mapped(slow, (x, j, t) => 3 - 2 * x + scale * noise[j][t]);

  it("are to be drawn in one block", () => {
    const remedy = ofKind("joint", { alpha: slow, gamma: near(0.1) })!;
    expect(remedy).toMatchObject({ variables: ["alpha", "gamma"] });
    expect(remedy.text).toContain("alpha and gamma: they move in step (correlation -1.00)");
  });

  it("are not such pairs: weakly tied, one the function of the other, within a covariance, or fast", () => {
    expect(ofKind("joint", { alpha: slow, gamma: near(3) })).toBeUndefined();
    expect(ofKind("joint", { alpha: slow, gamma: mapped(slow, Math.exp) })).toBeUndefined();
    expect(ofKind("joint", { "sd_g[x]": slow, "cor_g[x,z]": near(0.1) })).toBeUndefined();
    expect(
      ofKind("joint", { alpha: fast, gamma: mapped(fast, (x, j, t) => x + 0.01 * noise[j][t]) }),
    ).toBeUndefined();
  });
});

it("what cannot be used comes first, then starts, model, warm-up, sampler and length", () => {
  const all = {
    alpha: slow,
    gone: mapped(fast, (x, j, t) => (j === 0 && t === 0 ? NaN : x)),
    stuck: mapped(fast, (x, j) => (j === 0 ? 9 : x)),
    apart: mapped(fast, (x, j) => x + j),
    rising: mapped(fast, (x, _, t) => x + t / 200),
    "sd_g[x]": slow,
    "beta[x]": slow,
  };
  expect(remedies(all, { rhat: 1.001 }).map(({ kind }) => kind)).toEqual([
    "values",
    "starts",
    "model",
    "warmup",
    "scale",
    "location",
    "length",
  ]);
});

it("what the sampler does already is not offered, nor in part", () => {
  const nearZero = mapped(slow, (x) => Math.exp(2 * x - 3));
  const away = mapped(slow, (x) => Math.exp(x / 3));
  expect(ofKind("prior", { sigma: nearZero })).toBeUndefined();
  expect(ofKind("prior", { sigma: nearZero }, { tried: ["scale"] })!.text).toMatch(
    /small; use a tighter prior on it\.$/,
  );
  expect(ofKind("scale", { sigma: away }, { tried: ["scale"] })).toBeUndefined();
  expect(ofKind("prior", { sigma: nearZero }, { tried: ["scale", "prior"] })).toBeUndefined();
  expect(ofKind("location", { "beta[x]": slow }, { tried: ["location"] })).toBeUndefined();
  expect(remedies({ "beta[x]": slow }, { tried: ["location", "length"] })).toEqual([]);
});

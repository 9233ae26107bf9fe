// coda's diagnostics by their definitions: on draws small enough to see them, at the edges, and for any draws.
import {
  batchStandardError,
  crossCorrelation,
  effectiveSize,
  essBulk,
  essPerChain,
  gelmanRubin,
  gelmanRubinMultivariate,
  geweke,
  hdi,
  heidelbergerWelch,
  initialSequences,
  integratedAutocorrelationTime,
  rafteryLewis,
  rejectionRate,
  rhatBulk,
  rhatFolded,
  rhatNested,
  spectrum0Ar,
} from "@lmm-gibbs/diagnostics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cramerVonMisesPValue } from "../../packages/diagnostics/src/cramer-von-mises.ts";
import { caseNamed, largestError, relativeError } from "./reference-cases.ts";

type Chains = ArrayLike<number>[];

const numbersOf = (records: readonly object[], ...names: string[]): number[] =>
  records.flatMap((record) => names.map((name) => Number(Reflect.get(record, name))));

/** One number a chain, or a few; those of a broken chain are NaN and those of the others as they were. */
const perChain: Record<string, (chains: Chains) => number[]> = {
  essPerChain,
  spectrum0Ar: (x) => numbersOf(spectrum0Ar(x), "spectrum", "order"),
  geweke,
  rafteryLewis: (x) =>
    numbersOf(rafteryLewis(x, { q: 0.4, r: 0.3 }), "burnIn", "total", "dependence", "thin"),
};

/** Numbers of all chains together. */
const together: Record<string, (chains: Chains) => number[]> = {
  effectiveSize: (x) => [effectiveSize(x)],
  integratedAutocorrelationTime: (x) => [integratedAutocorrelationTime(x)],
  initialSequences: (x) => [initialSequences(x).time],
  rhatBulk: (x) => [rhatBulk(x)],
  rhatFolded: (x) => [rhatFolded(x)],
  rhatNested: (x) => [rhatNested(x, { superchains: Array(x.length).fill("one") })],
  gelmanRubin: (x) => numbersOf([gelmanRubin(x)], "psrf", "upper"),
  hdi: (x) => numbersOf([hdi(x)], "low", "high"),
  batchStandardError: (x) => [batchStandardError(x, { batchSize: 3 })],
  rejectionRate: (x) => [rejectionRate(x)],
};
const unit: Record<string, number> = { hdi: 4, batchStandardError: 4 };

/** Chains of one length with ties and any dependence that chance gives; a grid makes sums of them exact. */
const grid = fc.integer({ min: -3000, max: 3000 }).map((k) => k / 16);
const chainsOf = (minLength: number): fc.Arbitrary<number[][]> =>
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: minLength, max: 40 })).chain(([count, length]) =>
    fc.array(fc.array(grid, { minLength: length, maxLength: length }), {
      minLength: count,
      maxLength: count,
    }),
  );

describe.each(Object.entries({ ...perChain, ...together }))("%s", (name, measure) => {
  it("follows the chains when they change places", () => {
    fc.assert(
      fc.property(chainsOf(8), (chains) => {
        const ours = measure(chains);
        const turned = measure(chains.toReversed());
        const size = ours.length / chains.length;
        const expected =
          name in perChain
            ? chains.flatMap((_, j) => ours.slice(ours.length - (j + 1) * size, ours.length - j * size))
            : ours;
        expect(largestError(turned, expected)).toBeLessThan(1e-9);
      }),
    );
  });

  it("is that of the draws moved by an offset, and scales with them if it has a unit", () => {
    fc.assert(
      fc.property(chainsOf(8), (chains) => {
        const moved = measure(chains.map((chain) => chain.map((x) => 4 * x + 2 ** 20)));
        const scaled = measure(chains).map((value, i) => {
          if (name === "spectrum0Ar") return i % 2 === 0 ? 16 * value : value;
          return (unit[name] ?? 1) * value + (name === "hdi" ? 2 ** 20 : 0);
        });
        expect(largestError(moved, scaled)).toBeLessThan(1e-9);
      }),
    );
  });

  it("is NaN where a draw is, and nowhere else", () => {
    fc.assert(
      fc.property(chainsOf(4), fc.nat(), fc.nat(), (chains, chain, draw) => {
        const j = chain % chains.length;
        const broken = chains.map((each) => [...each]);
        broken[j][draw % chains[0].length] = NaN;
        const ours = measure(chains);
        const size = ours.length / chains.length;
        const expected = ours.map((value, i) =>
          name in perChain && Math.floor(i / size) !== j ? value : NaN,
        );
        expect(measure(broken)).toEqual(expected);
      }),
    );
  });

  it("changes no draw, and takes typed arrays and arrays for the same", () => {
    fc.assert(
      fc.property(chainsOf(1), (chains) => {
        const frozen = chains.map((chain) => Object.freeze([...chain]));
        const typed = chains.map((chain) => Float64Array.from(chain));
        expect(measure(typed)).toEqual(measure(frozen));
        expect(typed.map((chain) => Array.from(chain))).toEqual(chains);
      }),
    );
  });
});

describe("effectiveSize", () => {
  it("is not negative, whatever the draws", () => {
    fc.assert(
      fc.property(chainsOf(2), (chains) => {
        expect(effectiveSize(chains)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("adds up what chains stuck in two modes are worth alone, where the bulk sees two modes", () => {
    const { draws } = caseNamed("bimodal_stuck");
    expect(effectiveSize(draws)).toBeGreaterThan(400);
    expect(essBulk(draws)).toBeLessThan(10);
    expect(Math.min(...essPerChain(draws))).toBeGreaterThan(50);
  });

  it("counts nothing for a straight line, and for draws on a scale of 1e-8 or less", () => {
    const noise = Array.from({ length: 50 }, (_, t) => Math.sin(t * t));
    const line = noise.map((_, t) => 3 * t - 7);
    const small = noise.map((x) => 1e-8 * x);
    const larger = noise.map((x) => 1e-7 * x);
    expect(spectrum0Ar([line, small])).toEqual([
      { spectrum: 0, order: 0 },
      { spectrum: 0, order: 0 },
    ]);
    expect(effectiveSize([line, small, larger])).toBe(effectiveSize([larger]));
    expect(relativeError(effectiveSize([larger]), effectiveSize([noise]))).toBeLessThan(1e-9);
  });
});

describe("geweke", () => {
  it("is infinite when both parts stand still at different values, NaN at the same", () => {
    const step = Array.from({ length: 40 }, (_, t) => (t < 10 ? 0.1 : 0.3));
    expect(geweke([step, step.toReversed(), Array(40).fill(0.1)], { last: 0.2 })).toEqual([
      -Infinity,
      Infinity,
      NaN,
    ]);
  });
});

describe("heidelbergerWelch", () => {
  it("takes p-values between 0 and 1, for chains that it can test", () => {
    let tested = 0;
    fc.assert(
      fc.property(chainsOf(10), (chains) => {
        const pValues = heidelbergerWelch(chains).map(({ pValue }) => pValue);
        const defined = pValues.filter((pValue) => !Number.isNaN(pValue));
        tested += defined.length;
        expect(Math.min(0, ...defined)).toBe(0);
        expect(Math.max(1, ...defined)).toBe(1);
      }),
    );
    expect(tested).toBeGreaterThan(100);
  });

  it("keeps no draw that is not finite, and is undefined when one stands in the second half", () => {
    let kept = 0;
    const notFinite = fc.constantFrom(NaN, Infinity, -Infinity);
    fc.assert(
      fc.property(chainsOf(10), fc.nat(), notFinite, (chains, draw, value) => {
        const n = chains[0].length;
        const at = draw % n;
        const broken = chains.map((chain) => chain.map((x, t) => (t === at ? value : x)));
        const results = heidelbergerWelch(broken);
        const passed = results.filter(({ stationary }) => stationary);
        kept += passed.length;
        // Counted from 1, the draw at fault is at + 1.
        expect(passed.every(({ start, mean }) => start > at + 1 && Number.isFinite(mean))).toBe(true);
        const failed = results.filter(({ stationary }) => !stationary);
        expect(numbersOf(failed, "start", "mean", "halfwidth").every(Number.isNaN)).toBe(true);
        const undefinedFrom = Math.ceil(n / 2);
        expect(at < undefinedFrom || results.every(({ pValue }) => Number.isNaN(pValue))).toBe(true);
      }),
    );
    expect(kept).toBeGreaterThan(20);
  });

  it("drops up to half the chain, and tells the p-value of the last stretch", () => {
    const chain = caseNamed("short_n10").draws[0];
    const [{ spectrum }] = spectrum0Ar([chain.slice(4)]);
    const kept = chain.slice(4);
    const center = kept.reduce((sum, x) => sum + x, 0) / 6;
    let [bridge, statistic] = [0, 0];
    for (const x of kept) statistic += (bridge += x - center) ** 2 / 36 / spectrum;
    const [{ pValue, stationary }] = heidelbergerWelch([chain], { significance: 1 - 1e-15 });
    expect(stationary).toBe(false);
    expect(relativeError(pValue, cramerVonMisesPValue(statistic))).toBeLessThan(1e-12);
  });

  it("drops a transient, keeps a shorter half-width waiting, and calls a drift not stationary", () => {
    const noise = Array.from({ length: 400 }, (_, t) => Math.sin(t * t));
    const transient = noise.map((x, t) => x + (t < 30 ? 1000 : 5));
    const [drift] = caseNamed("trend").draws;
    const [[dropped], [drifting]] = [heidelbergerWelch([transient]), heidelbergerWelch([drift])];
    expect(dropped).toMatchObject({ stationary: true, start: 41, halfwidthPassed: true });
    expect(dropped.mean).toBeCloseTo(5, 0);
    expect(drifting).toMatchObject({ stationary: false, start: NaN, halfwidthPassed: false });
    expect(drifting.pValue).toBeLessThan(0.05);
    const [narrow] = heidelbergerWelch([transient], { epsilon: dropped.halfwidth / dropped.mean / 2 });
    expect(narrow).toEqual({ ...dropped, halfwidthPassed: false });
    const [strict] = heidelbergerWelch([drift], { significance: drifting.pValue / 2 });
    expect(strict.stationary).toBe(true);
  });
});

describe("rafteryLewis", () => {
  /** The definition, word by word, on strings of marks. */
  function byHand(chain: number[], q: number, r: number): number[] {
    const sorted = chain.toSorted((a, b) => a - b);
    const at = (chain.length - 1) * q;
    const bound =
      (1 - (at % 1)) * sorted[Math.floor(at)] + (at % 1 === 0 ? 0 : (at % 1) * sorted[Math.ceil(at)]);
    const marks = chain.map((x) => (x <= bound ? "1" : "0"));
    for (let k = 1; ; k++) {
      const kept = marks.filter((_, t) => t % k === 0);
      const triples = kept.slice(2).map((_, t) => kept.slice(t, t + 3).join(""));
      const count = (pattern: RegExp): number => triples.filter((triple) => pattern.test(triple)).length;
      let statistic = 0;
      for (const triple of triples) {
        const [a, b, c] = triple;
        const [o, ab, bc, mid] = [triple, `${a}${b}.`, `.${b}${c}`, `.${b}.`].map((each) =>
          count(RegExp(each)),
        );
        statistic += 2 * Math.log((o * mid) / (ab * bc));
      }
      if (statistic - 2 * Math.log(triples.length) >= 0) continue;
      const pairs = kept.slice(1).map((mark, t) => kept[t] + mark);
      const share = (from: string, to: string): number =>
        pairs.filter((pair) => pair === from + to).length /
        pairs.filter((pair) => pair.startsWith(from)).length;
      const [alpha, beta] = [share("0", "1"), share("1", "0")];
      const sum = alpha + beta;
      const steps = Math.log((0.001 * sum) / Math.max(alpha, beta)) / Math.log(Math.abs(1 - sum));
      const precision = ((2 - sum) * alpha * beta * 1.959963984540054 ** 2) / (sum ** 3 * r ** 2);
      const [M, N] = [k * Math.ceil(steps), k * Math.ceil(steps) + k * Math.ceil(precision)];
      return Number.isFinite(N) ? [M, N, k] : [NaN, NaN, NaN];
    }
  }

  it("is what its definition says, for chains that need some thinning", () => {
    let thinned = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const noise = Array.from({ length: 120 }, (_, t) => Math.sin(seed + 12.9898 * t * t));
      const chain = noise.map((x, t) => x + (noise[t - 1] ?? 0) - 0.9 * (noise[t - 2] ?? 0));
      const [{ burnIn, total, thin }] = rafteryLewis([chain], { q: 0.4, r: 0.1 });
      expect([burnIn, total, thin]).toEqual(byHand(chain, 0.4, 0.1));
      if (thin > 1) thinned++;
    }
    expect(thinned).toBeGreaterThan(20);
  });

  it("asks for a multiple of the thinning, and reports what independent draws would need", () => {
    const { draws } = caseNamed("ar1_rho095");
    for (const run of rafteryLewis(draws, { q: 0.5, r: 0.05, s: 0.9 })) {
      expect(run.burnIn % run.thin).toBe(0);
      expect(run.total % run.thin).toBe(0);
      expect(run.thin).toBeGreaterThan(1);
      expect(run.minimum).toBe(271);
      expect(Math.abs(run.dependence / (run.total / run.minimum) - 1)).toBeLessThan(0.005);
    }
  });

  it("is undefined for a chain that is constant, alternates or is shorter than independent draws need", () => {
    const options = { q: 0.5, r: 0.2 };
    const chains = [Array(60).fill(1), Array.from({ length: 60 }, (_, t) => t % 2)];
    const none = { burnIn: NaN, total: NaN, minimum: 25, dependence: NaN, thin: NaN };
    expect(rafteryLewis(chains, options)).toEqual([none, none]);
    const [{ draws }] = [caseNamed("ar1_rho000")];
    expect(rafteryLewis([draws[0].slice(0, 24)], options)).toEqual([none]);
    expect(rafteryLewis([draws[0].slice(0, 25)], options)[0].total).toBeGreaterThan(0);
  });
});

describe("gelmanRubin", () => {
  const uniform = [1, 2, 3].map((j) =>
    Array.from({ length: 60 }, (_, t) => 0.5 + 0.49 * Math.sin(j + t * t)),
  );

  it("takes logits between 0 and 1, logarithms of positive draws, and others as they are", () => {
    const logits = uniform.map((chain) => chain.map((x) => Math.log(x / (1 - x))));
    expect(gelmanRubin(uniform, { transform: true })).toEqual(gelmanRubin(logits));
    expect(gelmanRubin(uniform, { transform: true })).not.toEqual(gelmanRubin(uniform));
    const positive = uniform.map((chain) => chain.map((x) => 8 * x));
    const logs = positive.map((chain) => chain.map(Math.log));
    expect(gelmanRubin(positive, { transform: true })).toEqual(gelmanRubin(logs));
    const signed = uniform.map((chain) => chain.map((x) => x - 0.5));
    expect(gelmanRubin(signed, { transform: true })).toEqual(gelmanRubin(signed));
  });

  it("drops the first half when asked, so that what stands there does not count", () => {
    const late = uniform.map((chain) => chain.slice(30));
    expect(gelmanRubin(uniform, { autoburnin: true })).toEqual(gelmanRubin(late));
    const broken = uniform.map((chain) => [NaN, ...chain.slice(1)]);
    expect(gelmanRubin(broken, { autoburnin: true })).toEqual(gelmanRubin(late));
    expect(gelmanRubin(broken)).toEqual({ psrf: NaN, upper: NaN });
  });

  it("has a limit that grows with the confidence, and the same factor", () => {
    const results = [0.5, 0.9, 0.99].map((confidence) => gelmanRubin(uniform, { confidence }));
    expect(results[0].upper).toBeLessThan(results[1].upper);
    expect(results[1].upper).toBeLessThan(results[2].upper);
    expect(new Set(results.map(({ psrf }) => psrf)).size).toBe(1);
  });

  it("is undefined for one chain and for chains that are all the same", () => {
    expect(gelmanRubin([uniform[0]])).toEqual({ psrf: NaN, upper: NaN });
    expect(gelmanRubin([uniform[0], uniform[0]])).toEqual({ psrf: NaN, upper: NaN });
  });
});

describe("gelmanRubinMultivariate", () => {
  const columns = [1, 2, 3].map((v) =>
    [1, 2, 3].map((j) => Array.from({ length: 50 }, (_, t) => Math.sin(v * t * t + j) + (j * v) / 9)),
  );
  const variables = ["x", "y", "z"];
  const drawsOf = (content: number[][][], names = variables) => ({
    variables: names,
    get: (name: string) => content[names.indexOf(name)],
  });
  const combined = (weights: number[]): number[][] =>
    columns[0].map((chain, j) =>
      chain.map((_, t) => weights.reduce((sum, weight, v) => sum + weight * columns[v][j][t], 0)),
    );

  it("is that of any linear combinations of the variables that lose none", () => {
    expect(gelmanRubinMultivariate(drawsOf(columns))).toBeGreaterThan(1);
    const turned = [combined([1, 2, 0]), combined([0, 1, -1e6]), combined([1e-6, 0, 1e-6])];
    expect(
      relativeError(gelmanRubinMultivariate(drawsOf(turned)), gelmanRubinMultivariate(drawsOf(columns))),
    ).toBeLessThan(1e-8);
  });

  it("is no smaller than the uncorrected factor of each variable, and that of one alone", () => {
    const joint = gelmanRubinMultivariate(drawsOf(columns));
    for (const [v, chains] of columns.entries()) {
      const n = chains[0].length;
      const means = chains.map((chain) => chain.reduce((sum, x) => sum + x, 0) / n);
      const center = means.reduce((sum, x) => sum + x, 0) / 3;
      const between = means.reduce((sum, m) => sum + (m - center) ** 2, 0) / 2;
      const within = chains.reduce(
        (sum, chain, j) => sum + chain.reduce((s, x) => s + (x - means[j]) ** 2, 0) / (n - 1) / 3,
        0,
      );
      const alone = Math.sqrt((n - 1) / n + ((4 / 3) * between) / within);
      const ours = gelmanRubinMultivariate(drawsOf(columns), { variables: [variables[v]] });
      expect(relativeError(ours, alone)).toBeLessThan(1e-12);
      expect(joint).toBeGreaterThanOrEqual(alone * (1 - 1e-12));
    }
  });

  it("is undefined when a variable is constant, a sum of others or missing, and for one chain", () => {
    const sum = combined([1, 1, 0]).map((chain) => chain.map((x) => x + 1e6));
    const undefinedOnes = [
      drawsOf([columns[0], columns[1], sum]),
      drawsOf([columns[0], columns[1], combined([0, 0, 0])]),
      drawsOf([columns[0], columns[1], columns[2].map((chain) => [NaN, ...chain.slice(1)])]),
      drawsOf([columns[0], columns[1], columns[2].map((chain) => [Infinity, ...chain.slice(1)])]),
      drawsOf(columns.map((chains) => [chains[0]])),
      drawsOf(columns.map((chains) => chains.map((chain) => chain.slice(0, 1)))),
      drawsOf(columns.map((chains) => chains.slice(0, 2).map((chain) => chain.slice(0, 2)))),
    ];
    for (const draws of undefinedOnes) expect(gelmanRubinMultivariate(draws)).toBeNaN();
  });
});

describe("hdi", () => {
  it("is the shortest of the intervals that are g order statistics apart, the first of several", () => {
    expect(
      hdi(
        [
          [10, 1],
          [3, 2],
        ],
        { probability: 0.5 },
      ),
    ).toEqual({ low: 1, high: 3 });
    expect(hdi([[1, 2, 3, 4, 5]], { probability: 0.6 })).toEqual({ low: 1, high: 4 });
    expect(hdi([[5, 4]], { probability: 0.01 })).toEqual({ low: 4, high: 5 });
    expect(hdi([[5, 4, 9]], { probability: 0.999 })).toEqual({ low: 4, high: 9 });
    expect(hdi([[5]])).toEqual({ low: NaN, high: NaN });
  });

  it("rounds half a draw to the even number of them, where ArviZ always takes the smaller", () => {
    expect(hdi([[1, 2, 3, 4, 9]], { probability: 0.5 })).toEqual({ low: 1, high: 3 });
    expect(hdi([[1, 2, 3, 4, 9, 12, 15]], { probability: 0.5 })).toEqual({ low: 1, high: 9 });
  });

  it("keeps infinite draws outside as long as it can", () => {
    expect(hdi([[-Infinity, 1, 2, 3, Infinity]], { probability: 0.4 })).toEqual({ low: 1, high: 3 });
    expect(hdi([[-Infinity, 1, Infinity]], { probability: 0.7 })).toEqual({ low: -Infinity, high: Infinity });
    expect(hdi([[Infinity, Infinity]])).toEqual({ low: Infinity, high: Infinity });
  });
});

describe("batchStandardError", () => {
  it("is sqrt(b var(batch means) / n), without the draws after the last whole batch", () => {
    const chain = [1, 3, 2, 6, 0, 4, 100];
    // Batch means 2, 4, 2.
    const expected = Math.sqrt((2 * (4 / 3)) / 7);
    expect(batchStandardError([chain], { batchSize: 2 })).toBeCloseTo(expected, 14);
    expect(batchStandardError([chain], { batchSize: 4 })).toBeNaN();
    expect(batchStandardError([[1, 2, 3]])).toBeNaN();
  });

  it("adds up the squared errors of chains, so that each alone counts", () => {
    const chains = caseNamed("ar1_rho050").draws;
    const alone = chains.map((chain) => batchStandardError([chain], { batchSize: 50 }));
    const joint = Math.sqrt(alone.reduce((sum, error) => sum + error ** 2, 0)) / chains.length;
    expect(relativeError(batchStandardError(chains, { batchSize: 50 }), joint)).toBeLessThan(1e-12);
  });
});

describe("rejectionRate", () => {
  it("is the part of the transitions that stay, over all chains", () => {
    expect(
      rejectionRate([
        [1, 1, 2, 2, 2],
        [1, 2, 3, 4, 5],
      ]),
    ).toBe(3 / 8);
    expect(rejectionRate([[7]])).toBeNaN();
  });
});

describe("crossCorrelation", () => {
  const drawsOf = (columns: Record<string, number[][]>) => ({
    variables: Object.keys(columns),
    get: (name: string) => columns[name],
  });

  it("is that of the pooled draws", () => {
    const { correlations } = crossCorrelation(
      drawsOf({
        x: [
          [1, 2],
          [3, 4],
        ],
        y: [
          [1, 3],
          [2, 4],
        ],
      }),
    );
    expect(correlations[0][1]).toBeCloseTo(0.8, 14);
    expect(correlations[1][0]).toBe(correlations[0][1]);
    expect([correlations[0][0], correlations[1][1]]).toEqual([1, 1]);
  });

  it("is 1 or -1 at most, on any scale", () => {
    const x = [
      [0.1, 0.7, 0.3],
      [0.9, 0.2, 0.4],
    ];
    const scaled = (factor: number): number[][] => x.map((chain) => chain.map((value) => factor * value));
    const { correlations } = crossCorrelation(
      drawsOf({ x, negative: scaled(-3), huge: scaled(1e300), tiny: scaled(1e-300) }),
    );
    for (const row of correlations) {
      for (const value of row) expect(Math.abs(Math.abs(value) - 1)).toBeLessThan(1e-14);
      expect(Math.max(...row.map(Math.abs))).toBeLessThanOrEqual(1);
    }
    expect(correlations[0].map(Math.sign)).toEqual([1, -1, 1, 1]);
    // The sum of products of these rounds to 1 + 2^-52.
    const y = Array.from({ length: 7 }, (_, t) => Math.sin(3 + t * t));
    const rounded = crossCorrelation(drawsOf({ y: [y], z: [y.map((value) => 3 * value)] }));
    expect(rounded.correlations[0]).toEqual([1, 1]);
  });

  it("is undefined for a variable that is constant or not finite, and for no other", () => {
    const { variables, correlations } = crossCorrelation(
      drawsOf({ x: [[1, 2, 4]], held: [[3, 3, 3]], y: [[1, 0, 0]], far: [[0, Infinity, 1]] }),
    );
    expect(variables).toEqual(["x", "held", "y", "far"]);
    expect(correlations.map((row) => row.map(Number.isNaN))).toEqual([
      [false, true, false, true],
      [true, true, true, true],
      [false, true, false, true],
      [true, true, true, true],
    ]);
  });

  it("leaves random effects out unless asked", () => {
    const draws = drawsOf({ "beta[x]": [[1, 2, 4]], "b_g[1,x]": [[2, 1, 1]] });
    expect(crossCorrelation(draws).variables).toEqual(["beta[x]"]);
    expect(crossCorrelation(draws, { variables: ["b", "beta"] }).variables).toEqual(["b_g[1,x]", "beta[x]"]);
  });
});

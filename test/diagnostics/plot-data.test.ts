// Data for plots: what is drawn against what, and that it is what the diagnostics say.
import {
  autocorrelation,
  autocorrelationCurves,
  essAgainstIterations,
  essBulk,
  essByQuantile,
  essQuantile,
  essTail,
  mcseQuantile,
  quantile,
  rankHistogram,
  runningMeans,
  traces,
} from "@lmm-gibbs/diagnostics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ar1, mapped } from "./made-chains.ts";

const chains = ar1(0.5, 200, 21, 3);
const every = {
  rankHistogram,
  runningMeans,
  essAgainstIterations,
  essByQuantile,
  autocorrelationCurves,
  traces,
};

describe("the rank histogram", () => {
  it("counts every draw once, in bins of equally many ranks", () => {
    const { edges, expected, chains: counts } = rankHistogram(chains);
    expect(edges).toEqual(Array.from({ length: 21 }, (_, k) => 0.5 + 30 * k));
    expect(expected).toBe(10);
    expect(counts).toHaveLength(3);
    for (const own of counts) expect(own.reduce((sum, count) => sum + count, 0)).toBe(200);
    // Without ties each bin holds 30 of the 600 ranks.
    for (let k = 0; k < 20; k++) expect(counts.reduce((sum, own) => sum + own[k], 0)).toBe(30);
  });

  it("puts a draw in the bin of its rank among all draws", () => {
    const order = chains.flat().toSorted((a, b) => a - b);
    const { edges, chains: counts } = rankHistogram(chains, { bins: 7 });
    const byHand = chains.map((chain) => {
      const ranks = chain.map((x) => 1 + order.indexOf(x));
      return edges.slice(1).map((high, k) => ranks.filter((rank) => rank > edges[k] && rank <= high).length);
    });
    expect(counts).toEqual(byHand);
  });

  it("shows which chain lies higher or is wider", () => {
    const shifted = rankHistogram(mapped(chains, (x, j) => (j === 2 ? x + 1 : x))).chains[2];
    expect(shifted[0]).toBeLessThan(5);
    expect(shifted[19]).toBeGreaterThan(20);
    const wider = rankHistogram(mapped(chains, (x, j) => (j === 2 ? 5 * x : x))).chains[2];
    expect(wider[0] + wider[19]).toBeGreaterThan(50);
    expect(wider[10]).toBeLessThan(10);
  });

  it("gives tied draws their mean rank, and fewer bins when there are fewer draws", () => {
    expect(rankHistogram([[1, 1, 1, 2]], { bins: 4 }).chains).toEqual([[0, 3, 0, 1]]);
    expect(rankHistogram([[5], [3]])).toEqual({
      edges: [0.5, 1.5, 2.5],
      expected: 0.5,
      chains: [
        [0, 1],
        [1, 0],
      ],
    });
  });

  it("has no counts when a draw is missing, and takes an infinite one for the largest", () => {
    expect(rankHistogram([[1, NaN]], { bins: 2 }).chains).toEqual([[NaN, NaN]]);
    expect(rankHistogram([[1, Infinity, -Infinity]], { bins: 3 }).chains).toEqual([[1, 1, 1]]);
    expect(rankHistogram([[Infinity], [1]], { bins: 2 }).chains).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it.each([0, 2.5, 601, NaN, "7"])("refuses %j bins of 600 draws", (bins) => {
    const call = (): unknown => Reflect.apply(rankHistogram, undefined, [chains, { bins }]);
    expect(call).toThrow(RangeError);
    expect(call).toThrow("bins must be a whole number from 1 to 600, the number of draws");
  });
});

describe("running means", () => {
  it("are the means of the draws so far", () => {
    const { iterations, chains: means } = runningMeans(chains);
    expect(iterations).toEqual(Array.from({ length: 200 }, (_, t) => t + 1));
    for (const [j, chain] of chains.entries()) {
      for (const t of [0, 1, 57, 199]) {
        const mean = chain.slice(0, t + 1).reduce((sum, x) => sum + x, 0) / (t + 1);
        expect(means[j][t]).toBeCloseTo(mean, 13);
      }
    }
  });

  it("keep their digits under a large offset", () => {
    const moved = runningMeans(mapped(chains, (x) => Math.round(x * 1024) / 1024 + 2 ** 30));
    const still = runningMeans(mapped(chains, (x) => Math.round(x * 1024) / 1024));
    for (const [j, means] of moved.chains.entries()) {
      for (const [t, mean] of means.entries()) expect(mean - 2 ** 30).toBeCloseTo(still.chains[j][t], 6);
    }
  });

  it("are NaN from a draw on that is not finite", () => {
    expect(runningMeans([[1, 2, NaN, 4]]).chains).toEqual([[1, 1.5, NaN, NaN]]);
  });
});

describe("points", () => {
  it("are evenly spaced and end with the last iteration, all by default", () => {
    expect(traces(chains).chains).toEqual(chains);
    const few = traces(chains, { points: 4 });
    expect(few).toEqual({
      iterations: [50, 100, 150, 200],
      chains: chains.map((chain) => [49, 99, 149, 199].map((t) => chain[t])),
    });
    expect(runningMeans(chains, { points: 1 }).iterations).toEqual([200]);
    expect(traces([[1, 2, 3]], { points: 50 }).iterations).toEqual([1, 2, 3]);
    const seven = traces(chains, { points: 7 }).iterations;
    expect(seven).toHaveLength(7);
    for (const [i, t] of seven.entries()) expect(Math.abs(t - ((i + 1) * 200) / 7)).toBeLessThanOrEqual(0.5);
  });

  it.each([0, -1, 1.5, NaN, "3"])("cannot be %j", (points) => {
    for (const plot of [traces, runningMeans, essAgainstIterations]) {
      const call = (): unknown => Reflect.apply(plot, undefined, [chains, { points }]);
      expect(call).toThrow(RangeError);
      expect(call).toThrow("points must be a whole number from 1");
    }
  });
});

it("effective sample sizes against iterations are those of the first draws of every chain", () => {
  const { iterations, bulk, tail } = essAgainstIterations(chains, { points: 5 });
  expect(iterations).toEqual([40, 80, 120, 160, 200]);
  const first = iterations.map((n) => chains.map((chain) => chain.slice(0, n)));
  expect(bulk).toEqual(first.map((x) => essBulk(x)));
  expect(tail).toEqual(first.map((x) => essTail(x)));
  expect(essAgainstIterations(chains).iterations).toHaveLength(20);
  expect(essAgainstIterations([[1, 2, 3, 5, 4, 7]]).bulk.slice(0, 5)).toEqual([NaN, NaN, NaN, NaN, NaN]);
});

it("effective sample sizes by quantile come with the quantiles and their errors", () => {
  const probabilities = [0.01, 0.3, 1];
  expect(essByQuantile(chains, { probabilities })).toEqual({
    probabilities,
    quantiles: probabilities.map((p) => quantile(chains, p)),
    ess: probabilities.map((p) => essQuantile(chains, p)),
    mcse: probabilities.map((p) => mcseQuantile(chains, p)),
  });
  expect(essByQuantile(chains).probabilities).toEqual(Array.from({ length: 19 }, (_, k) => (k + 1) / 20));
  expect(() => essByQuantile(chains, { probabilities: [] })).toThrow("at least one");
  expect(() => essByQuantile(chains, { probabilities: [2] })).toThrow("from 0 to 1; it is 2");
});

it("autocorrelation curves are those of each chain, up to lag 20 or the last", () => {
  const { lags, chains: curves } = autocorrelationCurves(chains);
  expect(lags).toEqual(Array.from({ length: 21 }, (_, k) => k));
  expect(curves).toEqual(autocorrelation(chains, { maxLag: 20 }).map((curve) => Array.from(curve)));
  expect(autocorrelationCurves(chains, { maxLag: 3 }).lags).toEqual([0, 1, 2, 3]);
  expect(autocorrelationCurves([[1, 2, 4]]).lags).toEqual([0, 1, 2]);
  expect(() => autocorrelationCurves(chains, { maxLag: 200 })).toThrow("from 0 to 199");
});

describe.each(Object.entries(every))("%s", (name, plot) => {
  it("is plain data that JSON keeps, and changes no draw", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 12, maxLength: 30 }), (chain) => {
        const frozen = [Object.freeze([...chain]), Object.freeze(chain.map((x, t) => x + t))];
        const typed = frozen.map((each) => Float64Array.from(each));
        const data = plot(frozen);
        expect(plot(typed)).toEqual(data);
        expect(typed.map((each) => Array.from(each))).toEqual(frozen);
        // Nothing but plain arrays and numbers, of which JSON makes null what is undefined.
        const undefinedAsNull: unknown = JSON.parse(JSON.stringify(data));
        expect(JSON.parse(JSON.stringify(structuredClone(data)))).toEqual(undefinedAsNull);
        for (const value of Object.values(data).flat(2)) expect(typeof value).toBe("number");
      }),
      { numRuns: 20 },
    );
  });

  it("trims chains when asked, and says what it cannot take", () => {
    const uneven = chains.map((chain, j) => chain.slice(0, 200 - 10 * j));
    expect(() => plot(uneven)).toThrow("they have 200, 190, 180 draws");
    expect(plot(uneven, { trim: true })).toEqual(plot(chains.map((chain) => chain.slice(0, 180))));
    const call =
      (...args: unknown[]) =>
      (): unknown =>
        Reflect.apply(plot, undefined, args);
    expect(call()).toThrow(TypeError);
    expect(call([])).toThrow("chains is empty");
    expect(call(chains, { size: 3 })).toThrow(`${name} has no option "size"`);
    expect(call(chains, 3)).toThrow(`the options of ${name} must be an object`);
  });
});

// What must hold of every diagnostic for any draws.
import {
  essBulk,
  essMean,
  essMedian,
  essQuantile,
  essSd,
  essTail,
  mcseMean,
  mcseMedian,
  mcseQuantile,
  mcseSd,
  quantile,
  rhat,
  rhatBasic,
} from "@lmm-gibbs/diagnostics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { relativeError } from "./reference-cases.ts";

type Measure = (chains: ArrayLike<number>[]) => number;

const effectiveSizes: Record<string, Measure> = {
  essBulk,
  essTail: (x) => essTail(x),
  essMean,
  essSd,
  essMedian,
  essQuantile: (x) => essQuantile(x, 0.9),
};
const ofRanks: Record<string, Measure> = {
  "bulk effective sample size": essBulk,
  "tail effective sample size": (x) => essTail(x),
  "effective sample size of a quantile": (x) => essQuantile(x, 0.25),
};
const ofMixing: Record<string, Measure> = {
  ...effectiveSizes,
  rhat,
  rhatBasic: (x) => rhatBasic(x),
  rhatBasicWhole: (x) => rhatBasic(x, { split: false }),
  mcseMean,
  mcseSd,
  mcseMedian,
  mcseQuantile: (x) => mcseQuantile(x, 0.1),
};
const all: Record<string, Measure> = { ...ofMixing, quantile: (x) => quantile(x, 0.3) };

/** Chains of one length with ties, outliers and any dependence that chance gives; `grid` makes sums of them exact. */
const chainsOf = (draw: fc.Arbitrary<number>, minLength = 4): fc.Arbitrary<number[][]> =>
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: minLength, max: 40 })).chain(([count, length]) =>
    fc.array(fc.array(draw, { minLength: length, maxLength: length }), {
      minLength: count,
      maxLength: count,
    }),
  );
const grid = fc.integer({ min: -3000, max: 3000 }).map((k) => k / 16);
const anyDraw = fc.oneof(grid, fc.double({ min: -1e6, max: 1e6, noNaN: true }));

describe("measures of ranks", () => {
  // The type-7 quantile interpolates between draws, which a transform may move past a draw only if one lies between.
  it.each(Object.entries(ofRanks))(
    "%s is that of any strictly increasing transform of the draws",
    (_, measure) => {
      fc.assert(
        fc.property(chainsOf(grid), (chains) => {
          const transformed = chains.map((chain) => chain.map((x) => x ** 3 + x));
          expect(measure(transformed)).toBe(measure(chains));
        }),
      );
    },
  );

  it("bulk effective sample size is that of the mirrored draws", () => {
    fc.assert(
      fc.property(chainsOf(grid, 8), (chains) => {
        const mirrored = chains.map((chain) => chain.map((x) => -x));
        expect(relativeError(essBulk(mirrored), essBulk(chains))).toBeLessThan(1e-9);
      }),
    );
  });
});

describe.each(Object.entries(ofMixing))("%s", (name, measure) => {
  it("does not depend on the order of the chains", () => {
    fc.assert(
      fc.property(chainsOf(grid, 8), fc.nat(), (chains, by) => {
        const turned = [...chains.slice(by % chains.length), ...chains.slice(0, by % chains.length)];
        expect(relativeError(measure(turned.toReversed()), measure(chains))).toBeLessThan(1e-9);
      }),
    );
  });

  it("is that of the draws moved by an offset, and scales with them if it has a unit", () => {
    fc.assert(
      fc.property(chainsOf(grid, 8), (chains) => {
        const moved = chains.map((chain) => chain.map((x) => 4 * x + 2 ** 20));
        const unit = name.startsWith("mcse") ? 4 : 1;
        expect(relativeError(measure(moved), unit * measure(chains))).toBeLessThan(1e-9);
      }),
    );
  });

  it("is NaN below 4 iterations", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }), (length, count) => {
        const chains = Array.from({ length: count }, (__, j) =>
          Array.from({ length }, (___, t) => t * t + j),
        );
        expect(measure(chains)).toBeNaN();
      }),
    );
  });

  it("is NaN for draws that are all equal", () => {
    expect(measure([Array(20).fill(0.1), Array(20).fill(0.1)])).toBeNaN();
  });
});

describe.each(Object.entries(all))("%s", (_, measure) => {
  it("is NaN when one draw is, wherever it stands", () => {
    fc.assert(
      fc.property(chainsOf(anyDraw), fc.nat(), fc.nat(), (chains, j, t) => {
        const broken = chains.map((chain) => [...chain]);
        broken[j % chains.length][t % chains[0].length] = NaN;
        expect(measure(broken)).toBeNaN();
      }),
    );
  });

  it("changes no draw, and takes typed arrays and arrays for the same", () => {
    fc.assert(
      fc.property(chainsOf(anyDraw), (chains) => {
        const frozen = chains.map((chain) => Object.freeze([...chain]));
        const typed = chains.map((chain) => Float64Array.from(chain));
        expect(measure(typed)).toBe(measure(frozen));
        expect(typed.map((chain) => Array.from(chain))).toEqual(chains);
      }),
    );
  });
});

it.each(Object.entries(all))(
  "%s is NaN when the missing draw is the middle one, which belongs to neither half",
  (_, measure) => {
    const chain = Array.from({ length: 41 }, (__, t) => (t === 20 ? NaN : Math.sin(t * t)));
    expect(measure([chain])).toBeNaN();
  },
);

describe.each(Object.entries(effectiveSizes))("%s", (_, measure) => {
  it("is positive and at most S log10(S), S the draws that splitting keeps", () => {
    let defined = 0;
    fc.assert(
      fc.property(chainsOf(anyDraw, 6), (chains) => {
        const size = chains.length * 2 * Math.floor(chains[0].length / 2);
        const ess = measure(chains);
        if (Number.isNaN(ess)) return;
        defined++;
        expect(ess).toBeGreaterThan(0);
        expect(ess).toBeLessThanOrEqual(size * Math.log10(size) * (1 + 1e-12));
      }),
    );
    expect(defined).toBeGreaterThan(50);
  });

  it("is half the draws for chains of 6 to 11 iterations, too short to estimate it", () => {
    for (const length of [6, 8, 10]) {
      const chains = [0, 1, 2].map((j) => Array.from({ length }, (__, t) => Math.sin(7 * t + j) + t / 1e3));
      expect(measure(chains)).toBe((3 * length) / 2);
    }
  });
});

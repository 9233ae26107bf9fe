// Random streams: a function of seed and chain alone, independent, and restored bit for bit.
import { seededStream } from "@lmm-gibbs/samplers";
import { expect, test } from "vitest";

const some = (stream: ReturnType<typeof seededStream>): number[] =>
  Array.from({ length: 50 }, (_, i) => [stream.normal(), stream.gamma(0.3 + i), stream.uniform()]).flat();

test("the numbers are a function of seed and chain", () => {
  expect(some(seededStream(601, 0))).toEqual(some(seededStream(601, 0)));
  expect(some(seededStream("601", 0))).toEqual(some(seededStream(601, 0)));
  expect(some(seededStream(601, 1))).not.toEqual(some(seededStream(601, 0)));
  expect(some(seededStream(602, 0))).not.toEqual(some(seededStream(601, 0)));
});

test("a saved state goes on bit for bit, through JSON", () => {
  const stream = seededStream("text seeds too", 3);
  some(stream);
  const saved = JSON.parse(JSON.stringify(stream.save())) as ReturnType<typeof stream.save>;
  const next = some(stream);
  expect(some(seededStream("another", 9, saved))).toEqual(next);
});

test("a state that was not saved here is refused", () => {
  expect(() => seededStream(1, 0, { normal: [1], gamma: [2], uniform: [3] })).toThrow(
    "the saved state of a random stream is not one that was saved here",
  );
});

function correlation(a: number[], b: number[]): number {
  const [ma, mb] = [a, b].map((v) => v.reduce((s, x) => s + x, 0) / v.length) as [number, number];
  const cov = (u: number[], mu: number, v: number[], mv: number): number =>
    u.reduce((s, x, i) => s + (x - mu) * (v[i] - mv), 0);
  return cov(a, ma, b, mb) / Math.sqrt(cov(a, ma, a, ma) * cov(b, mb, b, mb));
}

test("nearby seeds and chains give uncorrelated normals, within 4 standard errors", () => {
  const n = 20_000;
  const normals = (seed: number, chain: number): number[] => {
    const stream = seededStream(seed, chain);
    return Array.from({ length: n }, () => stream.normal());
  };
  const streams = [normals(1, 0), normals(2, 0), normals(1, 1), normals(11, 0)];
  for (let i = 0; i < streams.length; i++) {
    for (let j = 0; j < i; j++) {
      expect(Math.abs(correlation(streams[i], streams[j])) * Math.sqrt(n)).toBeLessThan(4);
    }
  }
});

test("the first normal, gamma and uniform of a chain are uncorrelated over chains, in value and in size", () => {
  // Two generators with one seed would replay one stream, and a gamma is made from a normal.
  const streams = Array.from({ length: 2000 }, (_, chain) => seededStream(1, chain));
  const firsts = [
    streams.map((stream) => stream.normal()),
    streams.map((stream) => stream.gamma(100) - 100),
    streams.map((stream) => stream.uniform() - 0.5),
  ];
  const features = firsts.map((values) => [values, values.map(Math.abs)]);
  for (let i = 0; i < features.length; i++) {
    for (let j = 0; j < i; j++) {
      for (const a of features[i]) {
        for (const b of features[j]) expect(Math.abs(correlation(a, b)) * Math.sqrt(2000)).toBeLessThan(4);
      }
    }
  }
});

test("normals, gammas and uniforms have their first four moments, within 4 standard errors", () => {
  const stream = seededStream(5, 0);
  const n = 200_000;
  const check = (draw: () => number, power: number, mean: number, square: number): void => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += draw() ** power;
    expect(Math.abs(sum / n - mean) / Math.sqrt((square - mean ** 2) / n)).toBeLessThan(4);
  };
  check(() => stream.normal(), 1, 0, 1);
  check(() => stream.normal(), 2, 1, 3);
  check(() => stream.normal(), 3, 0, 15);
  check(() => stream.normal(), 4, 3, 105);
  for (const a of [0.3, 1, 7.5, 400]) {
    check(() => stream.gamma(a), 1, a, a * (a + 1));
    check(() => stream.gamma(a), 2, a * (a + 1), a * (a + 1) * (a + 2) * (a + 3));
  }
  check(() => stream.uniform(), 1, 1 / 2, 1 / 3);
  check(() => stream.uniform(), 2, 1 / 3, 1 / 5);
});

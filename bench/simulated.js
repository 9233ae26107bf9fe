// Simulated models of any size, every number from a seeded stream.
import { inverseWishart, mixedModelFromMatrices, seededStream } from "lmm-gibbs";

/**
 * A model of J groups of n rows, X = [1, z, x…], Z = [1, z…].
 *
 * @param {{ J: number, n: number, p: number, q: number, balanced?: boolean }} size - balanced: every Z_i the same
 * @returns {import("lmm-gibbs").Model}
 */
export function simulated({ J, n, p, q, balanced = false }) {
  const stream = seededStream(`bench/${J}/${n}/${p}/${q}`, 0);
  const shared = Array.from({ length: n }, () => [
    1,
    ...Array.from({ length: q - 1 }, () => stream.normal()),
  ]);
  const X = [];
  const Z = [];
  const y = [];
  const groups = [];
  for (let i = 0; i < J; i++) {
    const b = Array.from({ length: q }, () => stream.normal());
    for (let j = 0; j < n; j++) {
      const z = balanced ? shared[j] : [1, ...Array.from({ length: q - 1 }, () => stream.normal())];
      const x = [...z.slice(0, p), ...Array.from({ length: Math.max(0, p - q) }, () => stream.normal())];
      Z.push(z);
      X.push(x);
      y.push(
        x.reduce((sum, value) => sum + value, 0) +
          z.reduce((sum, value, k) => sum + value * b[k], 0) +
          stream.normal(),
      );
      groups.push(i);
    }
  }
  const scale = Array.from({ length: q }, (_, k) => Array.from({ length: q }, (__, l) => (k === l ? 1 : 0)));
  return mixedModelFromMatrices({ y, X, Z, groups }, { priors: { D: inverseWishart({ df: q + 2, scale }) } });
}

// Models of random intercepts and slopes whose propriety is judged.
import {
  halfT,
  inverseWishart,
  mixedModelFromMatrices,
  type Model,
  type PriorsWritten,
  zellner,
} from "@lmm-gibbs/core";

/** p(D) ∝ 1, for q = 2. */
export const flatD = inverseWishart({ df: -3, scale: 0, improper: true });

/** J groups of four rows with X_i ⊇ Z_i = [1, x], and more columns of the group, of x and of the row. */
export function slopes(
  J: number,
  priors: PriorsWritten,
  extra: (group: number, x: number, row: number) => number[] = () => [],
  diagonal = false,
): Model {
  const groups = Array.from({ length: 4 * J }, (_, row) => Math.floor(row / 4));
  const x = groups.map((_, row) => (row % 4) - 1.5 + 0.1 * Math.sin(row));
  return mixedModelFromMatrices(
    {
      y: groups.map((g, row) => Math.sin(7 * g) + Math.cos(3 * row) + x[row] * Math.sin(g)),
      X: groups.map((g, row) => [1, x[row], ...extra(g, x[row], row)]),
      Z: groups.map((_, row) => [1, x[row]]),
      groups,
    },
    { priors, diagonal },
  );
}

/** A line of X and random intercepts fit exactly, with Zellner's prior about a mean. */
export function zellnerLine(mean: number[]): Model {
  const groups = [0, 0, 1, 1, 2, 2];
  const X = [-2, 2, -2, 2, -2, 2].map((x) => [1, x]);
  const y = X.map(([, x], row) => [1, 4, -2][groups[row]] + 2 * x);
  return mixedModelFromMatrices(
    { y, X, Z: X.map(() => [1]), groups },
    { priors: { beta: zellner({ g: 4, mean }), D: halfT({ df: 2, scale: 1 }) } },
  );
}

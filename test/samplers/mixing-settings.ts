// Models and variances at which the theory of mixing is tested, and the blocks of each sweep that draw β and b.
import {
  inverseWishart,
  mixedModel,
  mixedModelFromMatrices,
  type Model,
  type PriorsWritten,
} from "@lmm-gibbs/core";
import { readCsv } from "@lmm-gibbs/core/node";
import { seededStream, type SweepName } from "@lmm-gibbs/samplers";

const csv = (name: string): unknown => readCsv(new URL(`../../data/${name}.csv`, import.meta.url));

/** Unbalanced groups, some of fewer rows than q; X's third column is not centerable, its second is but in one group. */
export function unbalanced(priors: PriorsWritten = {}): Model {
  const stream = seededStream("mixing", 0);
  const sizes = [5, 1, 7, 2, 3, 9, 4, 2];
  const groups = sizes.flatMap((n, i) => Array.from({ length: n }, () => i));
  const Z = groups.map(() => [1, stream.normal()]);
  const X = Z.map(([one, t], row) => [
    one,
    t,
    groups[row] % 2,
    row === 2 ? 1 : groups[row] > 3 ? 1 : 0,
    stream.normal(),
  ]);
  const y = X.map((x) => x[0] + x[1] - x[2] + x[4] + stream.normal());
  const names = ["one", "t", "s", "broken", "x"];
  const D = inverseWishart({
    df: 4,
    scale: [
      [1, 0],
      [0, 1],
    ],
  });
  return mixedModelFromMatrices({ y, X, Z, groups, names }, { priors: { D, ...priors } });
}

export interface Setting {
  model: Model;
  sigma2: number;
  D: number[][];
}

export const settings: Record<string, Setting> = {
  sleepstudy: {
    model: mixedModel("Reaction ~ Days + (Days | Subject)", csv("sleepstudy")),
    sigma2: 655,
    D: [
      [612, 10],
      [10, 35],
    ],
  },
  orthodont: {
    model: mixedModel("distance ~ age * Sex + (age | Subject)", csv("orthodont")),
    sigma2: 1.7,
    D: [
      [5.8, -0.3],
      [-0.3, 0.03],
    ],
  },
  rikz: { model: mixedModel("Richness ~ NAP + (1 | Beach)", csv("rikz")), sigma2: 9.4, D: [[8.7]] },
  unbalanced: {
    model: unbalanced(),
    sigma2: 1.3,
    D: [
      [0.9, 0.2],
      [0.2, 0.5],
    ],
  },
};

export const BLOCKS: Record<SweepName, readonly ("beta" | "betaCentered" | "betaMarginal" | "b")[]> = {
  marginal: ["betaMarginal", "b"],
  uncentered: ["beta", "b"],
  centered: ["betaCentered", "b"],
  interweaved: ["beta", "betaCentered", "b"],
};
export const SWEEPS = Object.keys(BLOCKS) as SweepName[];

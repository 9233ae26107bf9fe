// What the search for a model's maximum is given, and squares of factors, for tests of that search and of profiles.
import type { Model } from "@lmm-gibbs/core";
import { Matrix } from "ml-matrix";
import { balancedBasis, inBasis } from "../../../packages/core/src/likelihood/basis.ts";
import { standardMap } from "../../../packages/core/src/likelihood/factor-map.ts";
import { requireIdentified, type WithinFit } from "../../../packages/core/src/likelihood/identified.ts";
import {
  likelihoodData,
  type LikelihoodData,
} from "../../../packages/core/src/likelihood/likelihood-data.ts";
import type { Objective } from "../../../packages/core/src/likelihood/objective.ts";

/** The reduced data and options of `maximumOf`, and the objective that it minimises. */
export function searchOf(
  model: Model,
  restricted: boolean,
): {
  data: LikelihoodData;
  options: { diagonal: boolean; restricted: boolean; within: WithinFit };
  objective: Objective;
} {
  const { names, diagonal } = model.terms[0];
  const data = likelihoodData(model);
  const within = requireIdentified(model, data, restricted);
  const map = standardMap(names.length, diagonal);
  const turned = inBasis(data, balancedBasis(data, diagonal));
  return {
    data,
    options: { diagonal, restricted, within },
    objective: { data: turned, map, restricted, residual: "profiled" },
  };
}

/** LL', row-major, for L q × q row-major. */
export function squareOf(L: ArrayLike<number>, q: number): number[] {
  const factor = Matrix.from1DArray(q, q, Array.from(L));
  return factor.mmul(factor.transpose()).to1DArray();
}

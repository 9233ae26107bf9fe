// What a model's data say to the rules of propriety, computed when a rule asks and kept.
import type { Model } from "../model.ts";
import { type LeftOver, leftOver } from "./left-over.ts";

/** The data and the prior of β as the rules see them. */
export interface Evidence {
  readonly model: Model;
  /** N − p under a flat β, else N: the likelihood falls as (σ²)^(−count/2) far out. */
  readonly count: number;
  /** How `count` is written. */
  readonly countText: string;
  /** The rank that columns of Z add far out: beside X under a flat β, else alone. */
  readonly rankOf: (columns: readonly number[]) => number;
  /** What X and columns of Z leave of y; under Zellner's prior what Z leaves of y − Xm₀. */
  readonly leftBy: (columns: readonly number[]) => LeftOver & { readonly degreesOfFreedom: number };
}

/** What rules conclude. */
export interface Finding {
  readonly verdict: "proper" | "improper" | "not covered";
  readonly rule: string;
  readonly why: string;
}

/**
 * The evidence of a model.
 *
 * @param model - the model, X of full column rank unless β has a normal prior
 * @returns ranks and residuals by columns of Z
 */
export function evidenceOf(model: Model): Evidence {
  const { names, rows, X, y, priors } = model;
  const p = names.length;
  const { beta } = priors;
  const isFlat = beta.kind === "flat";
  const isZellner = beta.kind === "zellner";
  const response = isZellner
    ? y.map((value, row) => beta.mean.reduce((left, m, c) => left - m * X[row * p + c], value))
    : y;
  const known = new Map<string, LeftOver>();
  const left = (columns: readonly number[], withX: boolean): LeftOver => {
    const key = `${columns.join()} ${withX}`;
    const found = known.get(key) ?? leftOver(model, columns, response, withX);
    known.set(key, found);
    return found;
  };
  return {
    model,
    count: isFlat ? rows - p : rows,
    countText: isFlat ? "N − p" : "N",
    rankOf: (columns) => {
      const { rankZ, rankX } = left(columns, isFlat);
      return isFlat ? rankZ + rankX - p : rankZ;
    },
    leftBy: (columns) => {
      const one = left(columns, !isZellner);
      return { ...one, degreesOfFreedom: rows - one.rankZ - one.rankX };
    },
  };
}

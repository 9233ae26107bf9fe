// The scale move of one random effect, as its theorem states it: b_k and the row and column k of D times c.
import type { RandomStream, State } from "@lmm-gibbs/core";
import { logCovariancePrior } from "@lmm-gibbs/core/internal";
import exp from "@stdlib/math-base-special-exp";
import { Matrix } from "ml-matrix";
import { sliceStep } from "../slice-step.ts";
import type { TextbookData } from "./textbook-data.ts";

/**
 * The log density of log c, up to a constant: log p(D_c) + (m + 1) log c − RSS(b_c)/2σ², half-t auxiliaries integrated out.
 *
 * With J groups the Jacobian of b → b_c is c^J, which p(b_c | D_c) = c^(−J)·p(b | D) cancels; that of D → D_c is c² for the
 * diagonal element and c for each of the others that D has in row k, m − 1 = q − 1, or none when D is diagonal.
 * RSS(b_c) = Σ‖r_i − (c − 1)z_ikb_ik‖², r_i = y_i − X_iβ − Z_ib_i.
 *
 * @param data - the model's matrices
 * @param state - β, σ², b, D
 * @param k - index of the random effect
 * @returns a function of log c
 * @see Liu & Sabatti 2000, theorem 1
 */
export function scaleLogDensity(
  { model, groups }: TextbookData,
  { beta, sigma2, terms }: State,
  k: number,
): (logC: number) => number {
  const { diagonal, names } = model.terms[0];
  const [{ b, D }] = terms;
  const jacobian = diagonal ? 2 : names.length + 1;
  const columnBeta = Matrix.columnVector(beta);
  let [rz, zz] = [0, 0];
  groups.forEach(({ y, X, Z }, i) => {
    const r = Matrix.sub(y, X.mmul(columnBeta)).sub(Z.mmul(Matrix.columnVector(b[i])));
    const zb = Z.getColumnVector(k).mul(b[i][k]);
    rz += r.dot(zb);
    zz += zb.dot(zb);
  });
  return (logC) => {
    const step = exp(logC) - 1;
    // The residual sum of squares, less what it is at c = 1.
    const rss = step ** 2 * zz - 2 * step * rz;
    const scaled = scaledD(D, k, exp(logC));
    // A variance that is no number above 0 any more cannot be moved to; a half-t prior would be infinite there.
    if (!(scaled[k][k] > 0 && scaled[k][k] < Infinity)) return -Infinity;
    return logCovariancePrior(model.priors.D[0], scaled) + jacobian * logC - rss / (2 * sigma2);
  };
}

/**
 * Scales every random effect in turn by a slice step of log c from 0.
 *
 * @param data - the model's matrices
 * @param stream - the chain's random numbers
 * @param state - β, σ², b, D; not changed
 * @returns the state with b and D moved, without half-t auxiliaries of D: their law given D is another now
 * @see Liu & Sabatti 2000; Neal 2003
 */
export function scaleMove(data: TextbookData, stream: RandomStream, state: State): State {
  const { auxiliary: _, ...term } = state.terms[0];
  return data.model.terms[0].names.reduce(
    (present: State, __, k) => {
      const logC = sliceStep({ at: scaleLogDensity(data, present, k) }, stream);
      return scaledState(present, k, exp(logC));
    },
    { ...state, terms: [term] },
  );
}

/** The state with b_k times c, and D scaled likewise. */
function scaledState(state: State, k: number, c: number): State {
  const [{ b, D }] = state.terms;
  const scaledB = b.map((row) => row.map((value, l) => (l === k ? c * value : value)));
  return { ...state, terms: [{ b: scaledB, D: scaledD(D, k, c) }] };
}

/** D with its row and its column k times c each. */
function scaledD(D: readonly (readonly number[])[], k: number, c: number): number[][] {
  const factor = (l: number): number => (l === k ? c : 1);
  return D.map((row, r) => row.map((value, l) => value * (factor(r) * factor(l))));
}

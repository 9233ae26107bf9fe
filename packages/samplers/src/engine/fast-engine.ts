// The fast engine: the same draws as the textbook's, from cross-products a group, allocating nothing in a sweep.
import { type Model, NumericalError, type RandomStream, type State } from "@lmm-gibbs/core";
import { reducedGroups } from "@lmm-gibbs/core/internal";
import type { BlockName } from "../block.ts";
import type { Engine, Kernel } from "../engine.ts";
import { flatLayout } from "../flat-state.ts";
import { type AggregatedGroups, aggregatedGroups, drawEmptyGroups } from "./aggregated-groups.ts";
import { centeredGroups, withOwnEffects } from "./centered-groups.ts";
import { drawBetaCentered } from "./draw-beta-centered.ts";
import { drawBetaGivenB, drawBetaMarginal } from "./draw-beta.ts";
import { drawRandomEffects } from "./draw-random-effects.ts";
import { scaleMove } from "./draw-scale.ts";
import { drawCovariance, drawResidualVariance } from "./draw-variances.ts";
import { factorPrecisions } from "./factor-precisions.ts";
import { sumResidual, sumSquares } from "./random-effect-sums.ts";
import { scaledBetaPrior, scaledCovariancePrior } from "./scaled-priors.ts";
import { factorInPlace, invertFactoredInto } from "./small-matrix.ts";
import { workspace } from "./workspace.ts";

/**
 * The engine that computes on flat arrays of cross-products: a sweep's cost does not grow with the rows.
 *
 * @param model - the model
 * @param centered - indices of the columns of X that a centered update of β centers
 * @returns an engine whose kernels draw, from the same random numbers, what the textbook engine draws, up to rounding
 */
export function fastEngine(model: Model, centered: readonly number[]): Engine {
  const data = reducedGroups(model);
  return { name: "fast", kernel: kernelOn(model, centered, { data, carrying: data.J, empty: [] }) };
}

/**
 * The engine that draws the sums a sweep needs, not every b_i: its cost does not grow with the groups either, where few
 * Z_i'Z_i differ. b is not kept, and the order of its random numbers is its own.
 *
 * @param model - the model
 * @param centered - indices of the columns of X that a centered update of β centers
 * @returns an engine whose states have zeros in place of b
 * @throws {RangeError} when too few groups share Z_i'Z_i
 */
export function aggregatedEngine(model: Model, centered: readonly number[]): Engine {
  return {
    name: "aggregated",
    withoutEffects: true,
    kernel: kernelOn(model, centered, aggregatedGroups(reducedGroups(model))),
  };
}

function kernelOn(
  model: Model,
  centered: readonly number[],
  { data, carrying, empty }: AggregatedGroups,
): Engine["kernel"] {
  const betaPrior = scaledBetaPrior(model, data);
  const covariancePrior = scaledCovariancePrior(model, data);
  const layout = flatLayout(model);
  const { J, levels, p, q, xScale, zScale, shift, within } = data;
  const keepsEffects = empty.length === 0;
  const withData = { ...data, J: carrying };
  const centeredColumns = centeredGroups(withData, centered);

  return (start, scratch): Kernel => {
    const w = workspace(data);
    const centering = withOwnEffects(centeredColumns);
    const scaling = scaleMove(data, covariancePrior);
    /** β in the user's units is the state; the scaled one is a function of it, so that a saved chain goes on bit for bit. */
    const beta = new Float64Array(p);

    const settleBeta = (): void => {
      for (let k = 0; k < p; k++) w.beta[k] = (beta[k] - shift[k]) * xScale[k];
      w.residualIsCurrent = false;
    };
    const invertD = (): void => {
      w.factor.set(w.D);
      require(factorInPlace(w.factor, q), "D");
      invertFactoredInto(w.factor, q, w.inverseD, w.column);
    };
    const residualSumOfSquares = (): number => {
      if (!w.residualIsCurrent) sumResidual(data, w);
      let rss = w.residual;
      for (let r = 0; r < within.rank; r++) {
        let rest = within.R[r * (p + 1) + p];
        for (let k = 0; k < p; k++) rest -= within.R[r * (p + 1) + k] * w.beta[k];
        rss += rest * rest;
      }
      return rss;
    };

    const steps: Record<BlockName, (stream: RandomStream) => void> = {
      beta: (stream) => {
        require(drawBetaGivenB(withData, betaPrior, w, stream), "the precision of beta");
        unscaleBeta();
      },
      betaMarginal: (stream) => {
        require(drawBetaMarginal(withData, betaPrior, w, stream), "the precision of beta or a V_i");
        unscaleBeta();
      },
      betaCentered: (stream) => {
        const drawn = drawBetaCentered(withData, centering, betaPrior, w, stream);
        require(drawn, "the precision of beta or D");
        unscaleBeta();
      },
      b: (stream) => {
        require(factorPrecisions(data, w), "the precision of b");
        drawRandomEffects(withData, w, stream);
        drawEmptyGroups(empty, data, w, stream);
      },
      sigma2: (stream) => {
        drawResidualVariance(data, model.priors.sigma2, betaPrior, residualSumOfSquares(), w, stream);
        if (!(w.sigma2 > 0 && w.sigma2 < Infinity)) throw new NumericalError(`sigma2 is ${w.sigma2}`);
      },
      D: (stream) => {
        if (!w.bbIsCurrent) sumSquares(data, w);
        require(drawCovariance(data, covariancePrior, w, stream), "the scale of D");
        invertD();
      },
      scale: (stream) => {
        scaling.move(w, stream);
        invertD();
      },
    };
    const unscaleBeta = (): void => {
      for (let k = 0; k < p; k++) beta[k] = shift[k] + w.beta[k] / xScale[k];
      settleBeta();
    };
    const load = (state: State): void => {
      const [{ b, D }] = state.terms;
      beta.set(state.beta);
      settleBeta();
      w.sigma2 = state.sigma2;
      for (let k = 0; k < q; k++) {
        for (let l = 0; l < q; l++) w.D[k * q + l] = D[k][l] * zScale[k] * zScale[l];
      }
      if (keepsEffects) {
        for (let i = 0; i < J; i++) {
          for (let k = 0; k < q; k++) w.b[i * q + k] = b[i][k] * zScale[k];
        }
      }
      w.bbIsCurrent = false;
      invertD();
    };
    load(start);
    if (!keepsEffects && scratch !== undefined) {
      if (scratch.length !== J * q) {
        throw new RangeError(`scratch must have ${J * q} numbers, got ${scratch.length}`);
      }
      w.b.set(scratch);
    }
    return {
      step: (block, stream) => steps[block](stream),
      endSweep: () => {
        // Summed anew they may differ in the last bit from the sums that a draw of b leaves.
        w.residualIsCurrent = false;
        w.bbIsCurrent = false;
      },
      load,
      save: () => ({
        beta: Array.from(beta),
        sigma2: w.sigma2,
        terms: [
          {
            b: Array.from({ length: levels }, (_, i) =>
              Array.from(zScale, (scale, k) => (keepsEffects ? w.b[i * q + k] / scale : 0)),
            ),
            D: Array.from(zScale, (scale, k) =>
              Array.from(zScale, (other, l) => w.D[k * q + l] / (scale * other)),
            ),
          },
        ],
      }),
      ...(keepsEffects ? {} : { scratch: () => [...w.b] }),
      write: (flat, withEffects) => {
        flat.set(beta);
        flat[layout.sigma2] = w.sigma2;
        for (let k = 0; k < q; k++) {
          for (let l = 0; l < q; l++) flat[layout.D + k * q + l] = w.D[k * q + l] / (zScale[k] * zScale[l]);
          if (withEffects) {
            for (let i = 0; i < J; i++) flat[layout.b + i * q + k] = w.b[i * q + k] / zScale[k];
          }
        }
      },
    };
  };
}

function require(isPositiveDefinite: boolean, what: string): void {
  if (!isPositiveDefinite) throw new NumericalError(`${what} is not positive definite`);
}

// The kernels of q = 1, 2, 3 that are written out, against the loops that serve any q.
import { seededStream } from "lmm-gibbs";
import { drawAny, drawRandomEffects } from "../packages/samplers/dist/engine/draw-random-effects.js";
import { factorPrecisions, factorPrecisionsAny } from "../packages/samplers/dist/engine/factor-precisions.js";
import {
  addMarginal,
  addMarginalAny,
  whiten,
  whitenAny,
} from "../packages/samplers/dist/engine/marginal-precision.js";
import { reducedGroups } from "../packages/core/dist/reduction/reduced-groups.js";
import { workspace } from "../packages/samplers/dist/engine/workspace.js";

/**
 * Both kinds of kernels on a model's data: what a marginal sweep does over the groups, σ² and D held at 1.
 *
 * @param {import("lmm-gibbs").Model} model
 * @param {number} times
 * @returns {{ writtenOut: () => number, loops: () => number }} nanoseconds a time
 */
export function kernelTimes(model, times) {
  const data = reducedGroups(model);
  const { J, p, q, patterns, patternOf, R, Bc } = data;
  const timed = (pass) => () => {
    const w = workspace(data);
    const stream = seededStream("kernels", 0);
    w.sigma2 = 1;
    for (let k = 0; k < q; k++) {
      w.D[k * q + k] = 1;
      w.inverseD[k * q + k] = 1;
    }
    const start = performance.now();
    for (let time = 0; time < times; time++) pass(w, stream);
    return (1e6 * (performance.now() - start)) / times;
  };
  return {
    writtenOut: timed((w, stream) => {
      whiten(data, w);
      addMarginal(data, w);
      factorPrecisions(data, w);
      drawRandomEffects(data, w, stream);
    }),
    loops: timed((w, stream) => {
      whitenAny(patterns, q, R, w);
      addMarginalAny(J, p + 1, q, patternOf, Bc, w);
      factorPrecisionsAny(patterns, q, R, w);
      drawAny(data, w, stream);
    }),
  };
}

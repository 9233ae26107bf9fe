// Unbalanced random models and states for tests, every number from a seeded stream.
import {
  inverseWishart,
  type Model,
  mixedModelFromMatrices,
  type PriorsWritten,
  type RandomStream,
  type State,
  wishartLaw,
} from "@lmm-gibbs/core";

/** A proper prior of D for two random effects. */
export const properD = inverseWishart({
  df: 5,
  scale: [
    [2, 0],
    [0, 2],
  ],
});

const SIZES = [1, 2, 5, 3, 4, 1, 6, 2];

/** A model of 8 groups with 1 to 6 rows, p = 3 or 2, q = 2, 1 or 3; X's third column is in the span of Z only for q = 3. */
export function randomModel(
  stream: RandomStream,
  priors: PriorsWritten,
  options: { diagonal?: boolean; sizes?: readonly number[]; effects?: 1 | 2 | 3; fixed?: 2 | 3 } = {},
): Model {
  const sizes = options.sizes ?? SIZES;
  const rows = sizes.flatMap((n, i) => Array.from({ length: n }, () => i));
  const inner = rows.map(() => [1, 2 * stream.normal()]);
  const X = inner.map((z) => [...z, stream.normal()]);
  const { effects: q = 2, fixed: p = 3 } = options;
  const Z = X.map((x) => x.slice(0, q));
  const y = X.map((x) => 3 + 2 * x[1] - x[2] + 1.5 * stream.normal());
  return mixedModelFromMatrices(
    {
      y,
      X: X.map((x) => x.slice(0, p)),
      Z,
      groups: rows.map((i) => `g${i}`),
      names: ["one", "t", "x"].slice(0, p),
      randomNames: ["one", "t", "x"].slice(0, q),
    },
    { priors, diagonal: options.diagonal ?? false },
  );
}

/** A random state of a model, auxiliaries included where its priors have them. */
export function randomState(stream: RandomStream, model: Model): State {
  const { levels, names, diagonal } = model.terms[0];
  const q = names.length;
  const scale = names.map((_, k) => names.map((__, l) => (k === l ? 0.5 + k : 0.2)));
  const full = wishartLaw({ df: q + 2, scale }).sample(stream);
  const D = diagonal ? full.map((row, k) => row.map((value, l) => (k === l ? value : 0))) : full;
  const state: State = {
    beta: model.names.map(() => 2 * stream.normal()),
    sigma2: stream.gamma(2),
    terms: [{ b: levels.map(() => names.map(() => stream.normal())), D }],
  };
  const prior = model.priors.D[0];
  const auxiliaries =
    prior.kind === "half-t"
      ? q
      : prior.kind === "diagonal"
        ? prior.columns.filter(({ kind }) => kind === "half-t").length
        : 0;
  if (auxiliaries > 0)
    state.terms[0].auxiliary = Array.from({ length: auxiliaries }, () => stream.gamma(1.5));
  if (model.priors.sigma2.kind === "half-t") state.auxiliary = stream.gamma(1.5);
  return state;
}

// What goes wrong in the law of an inverse-gamma block, IG(prior + data), whatever the block.
import { componentsOf, type LogDensity, logDensityOf, type NaturalInverseGamma } from "../natural-law.ts";
import { type Derivation, derivation, type KnownFault } from "./recipe.ts";

/** What one source adds to shapes and scales, a component each. */
export interface ShapeAndScale {
  readonly shape: readonly number[];
  readonly scale: readonly number[];
}

/** The parts of an inverse-gamma law. */
export interface InverseGammaParts {
  readonly prior: ShapeAndScale;
  readonly data: ShapeAndScale;
  /** What β's own prior adds when it is scaled by σ². */
  readonly coupled?: ShapeAndScale;
  /** Added to every shape: 0. */
  readonly offset: number;
  /** What is made of shape and scale at last. */
  readonly finish: (law: NaturalInverseGamma) => LogDensity;
}

/** How messages call the parts. */
export interface InverseGammaWords {
  /** Such as "σ²". */
  readonly symbol: string;
  /** Such as ["a₀", "s₀"]. */
  readonly prior: readonly [shape: string, scale: string];
  /** Such as ["N/2", "RSS/2"]. */
  readonly data: readonly [shape: string, scale: string];
}

type GammaFault = KnownFault<InverseGammaParts>;

/** A part with both, or one, of its halves multiplied. */
export function scaled(
  part: ShapeAndScale,
  shape: number,
  scale: number,
): { shape: number[]; scale: number[] } {
  return {
    shape: part.shape.map((value) => value * shape),
    scale: part.scale.map((value) => value * scale),
  };
}

/**
 * The derivation of an inverse-gamma block.
 *
 * @param parts - the right parts
 * @param words - how messages call them
 * @param own - faults of this block only, which come first
 * @returns the derivation
 */
export function inverseGammaDerivation(
  parts: Omit<InverseGammaParts, "offset" | "finish">,
  words: InverseGammaWords,
  own: readonly GammaFault[],
): Derivation {
  const law = ({ prior, data, coupled, offset }: InverseGammaParts): NaturalInverseGamma => ({
    family: "inverse-gamma",
    shape: prior.shape.map((a, k) => a + data.shape[k] + (coupled?.shape[k] ?? 0) + offset),
    scale: prior.scale.map((s, k) => s + data.scale[k] + (coupled?.scale[k] ?? 0)),
  });
  return derivation<InverseGammaParts>(
    { ...parts, offset: 0, finish: logDensityOf },
    [...own, ...partFaults(words), ...lastFaults(words.symbol)],
    law,
    (given) => given.finish(law(given)),
  );
}

function partFaults({ symbol, prior: [a, s], data: [n, rss] }: InverseGammaWords): GammaFault[] {
  const both = (
    part: "prior" | "data",
    id: string,
    says: string,
    shape: number,
    scale: number,
  ): GammaFault => ({
    id,
    says,
    change: (parts) => ({ ...parts, [part]: scaled(parts[part], shape, scale) }),
  });
  const offset = (id: string, says: string, by: number): GammaFault => ({
    id,
    says,
    change: (parts) => ({ ...parts, offset: parts.offset + by }),
  });
  return [
    both("prior", "prior-shape-missing", `the prior's shape ${a} is missing from the shape`, 0, 1),
    both("prior", "prior-scale-missing", `the prior's scale ${s} is missing from the scale`, 1, 0),
    both("prior", "prior-missing", `the prior is missing: ${a} from the shape, ${s} from the scale`, 0, 0),
    both("prior", "prior-shape-twice", `the prior's shape ${a} is counted twice`, 2, 1),
    both("prior", "prior-scale-twice", `the prior's scale ${s} is counted twice`, 1, 2),
    both("prior", "prior-twice", `the prior is counted twice: ${a} in the shape, ${s} in the scale`, 2, 2),
    both("prior", "prior-halved", `the prior's shape ${a} and scale ${s} are halved`, 0.5, 0.5),
    both("prior", "prior-shape-halved", `the prior's shape ${a} is halved`, 0.5, 1),
    both("prior", "prior-scale-halved", `the prior's scale ${s} is halved`, 1, 0.5),
    {
      id: "prior-rate-for-scale",
      says: `the prior's scale stands inverted: 1/(${s}) for ${s}`,
      change: (parts) => ({
        ...parts,
        prior: { ...parts.prior, scale: parts.prior.scale.map((scale) => 1 / scale) },
      }),
    },
    both("data", "data-shape-missing", `${n} is missing from the shape`, 0, 1),
    both("data", "data-scale-missing", `${rss} is missing from the scale`, 1, 0),
    both("data", "half-missing-in-shape", `the ½ is missing in the shape: twice ${n}`, 2, 1),
    both("data", "half-missing-in-scale", `the ½ is missing in the scale: twice ${rss}`, 1, 2),
    both(
      "data",
      "half-missing",
      `the ½ is missing: twice ${n} in the shape, twice ${rss} in the scale`,
      2,
      2,
    ),
    both("data", "half-twice-in-scale", `half of ${rss} stands in the scale where ${rss} belongs`, 1, 0.5),
    both("data", "data-scale-sign", `${rss} has the wrong sign in the scale`, 1, -1),
    offset("shape-half-too-large", "the shape is ½ too large", 0.5),
    offset(
      "shape-half-too-small",
      `the shape is ½ too small, as when a density of √${symbol} is taken for one of ${symbol}`,
      -0.5,
    ),
    offset("shape-one-too-large", "the shape is 1 too large", 1),
    offset(
      "shape-one-too-small",
      `the shape is 1 too small, as when x^(−shape) is read for x^(−shape−1)`,
      -1,
    ),
    offset(
      "shape-two-too-small",
      `the shape is 2 too small, as when a density of 1/${symbol} is taken for one of ${symbol} without the Jacobian`,
      -2,
    ),
  ];
}

function lastFaults(symbol: string): GammaFault[] {
  const last = (id: string, says: string, finish: InverseGammaParts["finish"]): GammaFault => ({
    id,
    says,
    change: (parts) => ({ ...parts, finish }),
  });
  const gamma =
    (scaleOf: (scale: number) => number): InverseGammaParts["finish"] =>
    ({ shape, scale }) =>
    (x) =>
      componentsOf(x).reduce(
        (sum, one, k) => sum + (shape[k] - 1) * Math.log(one) - scaleOf(scale[k]) * one,
        0,
      );
  const times =
    (shape: number, scale: number): InverseGammaParts["finish"] =>
    (law) =>
      logDensityOf({ ...law, ...scaled(law, shape, scale) });
  return [
    last("df-for-shape", "degrees of freedom are given as the shape: twice what it should be", times(2, 1)),
    last(
      "df-for-shape-and-sum-for-scale",
      "degrees of freedom and a sum of squares are given as shape and scale: both are twice what they should be",
      times(2, 2),
    ),
    last("scale-doubled", "the scale is twice what it should be", times(1, 2)),
    last("scale-halved", "the scale is half what it should be", times(1, 0.5)),
    last("rate-for-scale", "the scale stands inverted: a rate is given where the scale belongs", (law) =>
      logDensityOf({ ...law, scale: law.scale.map((scale) => 1 / scale) }),
    ),
    last("shape-and-scale-exchanged", "shape and scale are exchanged", (law) =>
      logDensityOf({ family: "inverse-gamma", shape: law.scale, scale: law.shape }),
    ),
    last(
      "law-of-the-inverse",
      `this is the gamma law of 1/${symbol}, evaluated at ${symbol}; say so with { of: "precision" }, or invert it`,
      gamma((scale) => scale),
    ),
    last(
      "law-of-the-inverse-and-scale-for-rate",
      `this is a gamma law evaluated at ${symbol}, where 1/${symbol} has one, and with the scale for the rate`,
      gamma((scale) => 1 / scale),
    ),
  ];
}

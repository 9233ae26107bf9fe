// What a remedy is, and what remedies are chosen from.
import type { DiagnosisTest } from "./diagnosis-tests.ts";
import type { DrawsLike } from "./draws-like.ts";
import type { Examined } from "./examine.ts";
import type { MixingFault } from "./mixing-fault.ts";

/**
 * What a remedy changes: "values" that are not finite, the "starts" of stuck chains, the "unit" of draws on a tiny scale,
 * the "model" that chains in different places may have two modes of, the "warmup", the "scale" moves of variance components or
 * the "prior" of one near 0, the "location" parameterisation of effects, a "joint" block, the "length" of the run.
 */
export type RemedyKind =
  | "values"
  | "starts"
  | "unit"
  | "model"
  | "warmup"
  | "scale"
  | "prior"
  | "location"
  | "joint"
  | "length";

/** One thing to do. */
export interface Remedy {
  kind: RemedyKind;
  /** The variables it is for. */
  variables: string[];
  /** What to do and why, in words. */
  text: string;
  /** Draws a chain that should do, when the run is too short. */
  draws?: number;
}

/** What remedies are chosen from. */
export interface Evidence {
  readonly tests: readonly DiagnosisTest[];
  readonly examined: readonly Examined[];
  /** The fault of every failing variable whose draws are finite and whose chains all move. */
  readonly faults: ReadonlyMap<Examined, MixingFault>;
  /** Draws a chain. */
  readonly iterations: number;
  /** Iterations before them, when that is known. */
  readonly warmup: number | undefined;
  /** Iterations for each of them. */
  readonly thin: number;
  readonly draws: DrawsLike;
  readonly trim: boolean;
  /** What the sampler does already. */
  readonly tried: ReadonlySet<RemedyKind>;
}

/** A remedy as a record. */
export function remedy(kind: RemedyKind, variables: readonly string[], text: string): Remedy {
  return { kind, variables: [...variables], text };
}

/** The names of variables. */
export function namesOf(examined: readonly Examined[]): string[] {
  return examined.map(({ variable }) => variable);
}

// The table of engines.
import type { Model } from "@lmm-gibbs/core";
import type { Engine } from "./engine.ts";
import { aggregatedEngine, fastEngine } from "./engine/fast-engine.ts";
import { textbookEngine } from "./textbook-engine.ts";

/** Of a model, and the indices of the columns of X that a centered update of β centers. */
type MakeEngine = (model: Model, centered: readonly number[]) => Engine;

/** The engines, by name. */
export const ENGINES: {
  readonly fast: MakeEngine;
  readonly textbook: MakeEngine;
  readonly aggregated: MakeEngine;
} = { fast: fastEngine, textbook: textbookEngine, aggregated: aggregatedEngine };

/** The name of an engine. */
export type EngineName = keyof typeof ENGINES;

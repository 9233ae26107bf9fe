// The table of engines.
import type { Model } from "@lmm-gibbs/core";
import type { Engine } from "./engine.ts";
import { aggregatedEngine, fastEngine } from "./engine/fast-engine.ts";
import { textbookEngine } from "./textbook-engine.ts";

/** The engines, by name. */
export const ENGINES: {
  readonly fast: (model: Model) => Engine;
  readonly textbook: (model: Model) => Engine;
  readonly aggregated: (model: Model) => Engine;
} = { fast: fastEngine, textbook: textbookEngine, aggregated: aggregatedEngine };

/** The name of an engine. */
export type EngineName = keyof typeof ENGINES;

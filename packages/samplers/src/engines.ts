// The table of engines.
import type { Model } from "@lmm-gibbs/core";
import type { Engine } from "./engine.ts";
import { textbookEngine } from "./textbook-engine.ts";

/** The engines, by name. */
export const ENGINES: { readonly textbook: (model: Model) => Engine } = { textbook: textbookEngine };

/** The name of an engine. */
export type EngineName = keyof typeof ENGINES;

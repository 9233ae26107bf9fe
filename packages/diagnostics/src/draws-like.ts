// What these functions need to know of a set of draws, and which of its variables a caller means.

import { type ChainsOptions } from "./chains.ts";
import { shown } from "./shown.ts";

/** Any MCMC output: named variables, one array of draws a chain for each. */
export interface DrawsLike {
  /** Names in the order they are shown. */
  readonly variables: readonly string[];
  /** The draws of a variable, one array a chain, all of one length unless they are to be trimmed. */
  get(variable: string): readonly ArrayLike<number>[];
  /** Wall time of the sampling. */
  readonly seconds?: number | undefined;
  readonly seed?: number | string | undefined;
  /** What was run; of it a summary shows numbers called `warmup` and `thin`. */
  readonly description?: unknown;
}

/** Which variables a summary or a comparison shows. */
export interface VariableSelection extends ChainsOptions {
  /**
   * Names, or families of names: "beta" is every "beta[...]", "b" every "b_..." (an exact name comes first). They are
   * shown in this order. Default: every variable but the random effects, "b_...".
   */
  variables?: readonly string[] | undefined;
}

const isRandomEffect = (variable: string): boolean => variable.startsWith("b_");

/** At most eight families that exist, for an error message. */
function known(variables: readonly string[]): string {
  if (variables.length === 0) return "they hold none";
  const families = [...new Set(variables.map((variable) => variable.split("[")[0]))];
  const more = families.length > 8 ? `, and ${families.length - 8} more` : "";
  return `they hold ${families.slice(0, 8).join(", ")}${more}`;
}

/** The variables one entry of a selection stands for. */
function namedBy(asked: string, variables: readonly string[]): readonly string[] {
  if (variables.includes(asked)) return [asked];
  const family = (typeof asked === "string" ? variables : []).filter(
    (variable) => variable.startsWith(`${asked}[`) || variable.startsWith(`${asked}_`),
  );
  if (family.length === 0) {
    throw new RangeError(`variable ${shown(asked)} is not in the draws; ${known(variables)}`);
  }
  return family;
}

/**
 * Refuses what is not a set of draws.
 *
 * @param draws - what somebody passed
 * @param name - what it is called in the message
 * @throws TypeError when there are no names, or no way to get their draws
 */
export function requireDraws(draws: unknown, name: string): asserts draws is DrawsLike {
  if (!isDrawsLike(draws)) {
    throw new TypeError(`${name} must be draws, { variables, get(variable) }, with names in variables`);
  }
}

function isDrawsLike(draws: unknown): boolean {
  try {
    const { variables, get } = (draws ?? {}) as Partial<DrawsLike>;
    const areNames =
      Array.isArray(variables) && variables.every((variable: unknown) => typeof variable === "string");
    return areNames && typeof get === "function";
  } catch {
    return false;
  }
}

/**
 * The variables a selection stands for.
 *
 * @param draws - the draws
 * @param selection - what the caller asked for
 * @returns names, each once
 * @throws RangeError when a name is neither a variable nor a family, or nothing is selected
 * @throws TypeError when the draws are none, or the selection is not an array
 */
export function selectVariables(draws: DrawsLike, selection: VariableSelection): string[] {
  requireDraws(draws, "the argument");
  const { variables } = selection ?? {};
  if (variables === undefined) {
    const fixed = draws.variables.filter((variable) => !isRandomEffect(variable));
    if (fixed.length > 0) return fixed;
    throw new RangeError(
      draws.variables.length === 0
        ? "the draws hold no variables"
        : 'the draws hold only random effects, b_..., which are left out unless asked for; write variables: ["b"]',
    );
  }
  if (!Array.isArray(variables)) {
    throw new TypeError(`variables must be an array of names; it is ${shown(variables)}`);
  }
  if (variables.length === 0) {
    throw new RangeError(
      `variables is empty; nothing is selected from the draws, and ${known(draws.variables)}`,
    );
  }
  return [...new Set(variables.flatMap((asked: string) => namedBy(asked, draws.variables)))];
}

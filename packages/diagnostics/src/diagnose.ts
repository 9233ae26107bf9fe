// Whether draws can be believed: tests with numbers, why what is undefined is so, and what to do.
import { LEAST_ESS_A_CHAIN, MOST_RHAT } from "./advice.ts";
import { type DiagnosisTest, runTests } from "./diagnosis-tests.ts";
import { diagnosisText } from "./diagnosis-text.ts";
import { type DrawsLike, selectVariables, type VariableSelection } from "./draws-like.ts";
import { type Examined, examine } from "./examine.ts";
import { type Json, toJson } from "./json-number.ts";
import { mixingFault } from "./mixing-fault.ts";
import { notesOn } from "./diagnosis-notes.ts";
import { checkOptions } from "./options.ts";
import { remediesFor } from "./remedies.ts";
import type { Remedy, RemedyKind } from "./remedy.ts";
import { type RunRecord, runOf } from "./run-line.ts";
import { selectChains } from "./select-chains.ts";
import { shown } from "./shown.ts";
import { verdictOf } from "./verdict.ts";
import type { UndefinedMeasures } from "./why-undefined.ts";

/** A verdict on draws as data. */
export interface DiagnosisRecord extends RunRecord {
  /** Whether every test passed, some variable varies, and nothing is undefined that should not be. */
  ok: boolean;
  /** The outcome in one sentence. */
  verdict: string;
  /** Every test, with its worst variable. */
  tests: DiagnosisTest[];
  /** The variables with undefined measures, and why. */
  undefined: UndefinedMeasures[];
  /** What else should be known, such as a capped effective sample size. */
  notes: string[];
  /** What to do, in the order to do it; empty when all is well. */
  remedies: Remedy[];
}

/** A verdict on draws as data that also prints itself. */
export interface Diagnosis extends DiagnosisRecord {
  /** The data alone, as JSON keeps it: "NaN", "Infinity" and "-Infinity" as text. */
  toJSON(): Json<DiagnosisRecord>;
  /**
   * A line on the run, then the verdict, the worst variable of each test, what is undefined, notes and remedies, in lines
   * of at most 100 characters; names of more than 60 are shown by their beginning and end.
   */
  toString(): string;
}

/** Which variables are judged, and by which limits. */
export interface DiagnoseOptions extends VariableSelection {
  /** The largest R-hat that passes. Default: 1.01. */
  rhat?: number | undefined;
  /** The least bulk and tail effective sample size that passes, for each chain. Default: 100. */
  essPerChain?: number | undefined;
  /**
   * The largest Monte Carlo standard error of a mean that passes, in standard deviations: 0.05 asks for 400 effective
   * draws, 0.01 for 10,000. Default: no such test.
   */
  mcse?: number | undefined;
  /** Variables, or families of them, that are held fixed on purpose. */
  held?: readonly string[] | undefined;
  /** What the sampler does already, and is not told to do: such as "scale" when it has a scale move. */
  tried?: readonly RemedyKind[] | undefined;
}

const OPTIONS = ["variables", "trim", "rhat", "essPerChain", "mcse", "held", "tried"];

function checkLimit(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (typeof value === "number" && value > least && value < Infinity)) return;
  throw new RangeError(`${name} must be a number above ${least}; it is ${shown(value)}`);
}

/**
 * Judges draws: R-hat, bulk and tail effective sample size against the limits that the field advises, draws that are not
 * finite, chains that do not move; says why what is undefined is so, and what to do in a Gibbs sampler.
 *
 * @param draws - named variables, one array of draws a chain for each, all of one shape
 * @param options - which variables and limits, what is held fixed, and which remedies are in use; random effects, "b_...",
 * are left out unless asked for
 * @returns a plain record; `String(diagnosis)` tells it in a few lines
 * @throws RangeError when a variable is not in the draws, none is selected, chains are empty, or differ in length and are
 * not trimmed, or a limit is no number above what is possible
 * @throws TypeError when draws are not numbers
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, section 4; Gelfand, Sahu & Carlin 1995; Liu & Sabatti 2000
 */
export function diagnose(draws: DrawsLike, options: DiagnoseOptions = {}): Diagnosis {
  checkOptions(options, OPTIONS, "diagnose");
  const { rhat = MOST_RHAT, essPerChain = LEAST_ESS_A_CHAIN, mcse, held = [], tried = [] } = options;
  checkLimit("rhat", rhat, 1);
  checkLimit("essPerChain", essPerChain, 0);
  checkLimit("mcse", mcse, 0);
  for (const [name, list] of Object.entries({ held, tried })) {
    if (!Array.isArray(list)) throw new TypeError(`${name} must be an array of names; it is ${shown(list)}`);
  }
  const selected = selectChains(draws, options);
  const fixed = new Set(held.length === 0 ? [] : selectVariables(draws, { variables: held }));
  const examined = selected.variables.map(({ variable, chains }) =>
    examine(variable, chains, fixed.has(variable)),
  );
  const tests = runTests(examined, { rhat, ess: essPerChain * selected.chains, mcse });
  const failing = new Set(tests.flatMap((test) => test.failing.map(({ variable }) => variable)));
  const canMix = ({ notFinite, stuck }: Examined): boolean => notFinite === 0 && stuck.length === 0;
  const faults = new Map(
    examined
      .filter((each) => failing.has(each.variable) && canMix(each))
      .map((each) => [each, mixingFault(each, rhat, essPerChain)] as const),
  );
  const run = runOf(draws, selected);
  const undefinedMeasures = examined.flatMap((each) => each.undefined ?? []);
  const remedies = remediesFor({
    tests,
    examined,
    faults,
    iterations: selected.iterations,
    warmup: run.warmup,
    thin: run.thin ?? 1,
    draws,
    trim: options.trim ?? false,
    tried: new Set(tried),
  }).filter(({ kind }) => !tried.includes(kind));
  const outcome = {
    iterations: selected.iterations,
    variables: examined.length,
    tests,
    undefined: undefinedMeasures,
  };
  const record: DiagnosisRecord = {
    ...run,
    ...verdictOf(outcome),
    tests,
    undefined: undefinedMeasures,
    notes: notesOn(examined, selected, fixed),
    remedies,
  };
  return { ...record, toJSON: () => toJson(record), toString: () => diagnosisText(record) };
}

// Runs one input the whole way, table → formula → model → draws → summary → CSV, and says what was wrong with the answer.
import {
  mixedModel,
  mixedModelFromMatrices,
  NumericalError,
  parseCsv,
  report,
  sampleSync,
  summarize,
  toCsv,
} from "lmm-gibbs";

/** An input as a user might give it, hostile or not. */
export interface Input {
  /** The classes of hostility in it, such as "cell: Date". */
  readonly classes: readonly string[];
  /** How the data come: as they are, as CSV text, or as matrices. */
  readonly via: "data" | "csv" | "matrices";
  readonly data: unknown;
  readonly formula: unknown;
  readonly modelOptions: unknown;
  readonly runOptions: unknown;
}

/** What came of an input. */
export interface Verdict {
  /** "draws", or the constructor of the error. */
  readonly outcome: string;
  readonly message: string;
  /** Processor time, user and system, of all threads of the process. */
  readonly seconds: number;
  /** What must not be: empty when the answer is good. */
  readonly faults: readonly string[];
}

const MOST_SECONDS = 2;
/** Errors of the language itself, which tell a user nothing. */
const RAW =
  /\(reading '|is not a function|is not iterable|[Cc]annot destructure|^Cannot |Maximum call stack|Invalid (?:array length|typed array)|Array buffer|is not an object|circular structure|BigInt|is not defined|before initialization/u;

/**
 * Judges one input.
 *
 * @param input - what a user gives
 * @param withReport - whether the report of the draws is made too, which takes as long as all the rest
 * @returns what came of it
 */
export function judge(input: Input, withReport = false): Verdict {
  const before = [shapeOf(input.data), shapeOf(input.modelOptions), shapeOf(input.runOptions)];
  const prototypes = prototypesNow();
  const faults: string[] = [];
  const start = process.cpuUsage();
  let outcome = "draws";
  let message = "";
  try {
    faults.push(...wholeWay(input, withReport));
  } catch (error) {
    const named = error as { constructor?: { name?: string }; message?: string } | null | undefined;
    outcome = named?.constructor?.name ?? typeof error;
    message = String(named?.message ?? error);
    const isTyped =
      error instanceof RangeError || error instanceof TypeError || error instanceof NumericalError;
    if (!isTyped) faults.push(`an untyped throw: ${outcome}`);
    if (message === "") faults.push("an error without a message");
    if (RAW.test(message) && !message.includes("reading it throws")) faults.push("an error of the language");
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  if (seconds > MOST_SECONDS) faults.push(`${seconds.toFixed(1)} s`);
  const after = [shapeOf(input.data), shapeOf(input.modelOptions), shapeOf(input.runOptions)];
  if (after.some((shape, i) => shape !== before[i])) faults.push("the caller's data changed");
  if (!prototypesNow().every((value, i) => Object.is(value, prototypes[i]))) {
    faults.push("a prototype changed");
  }
  return { outcome, message, seconds, faults };
}

function wholeWay({ via, data, formula, modelOptions, runOptions }: Input, withReport: boolean): string[] {
  const table = via === "csv" ? parseCsv(data as string) : data;
  const model =
    via === "matrices"
      ? mixedModelFromMatrices(data as never, modelOptions as never)
      : mixedModel(formula as string, table, modelOptions as never);
  const draws = sampleSync(model, runOptions as never);
  const faults: string[] = [];
  for (const variable of draws.variables) {
    const bad = draws.get(variable).some((chain) => !chain.every(Number.isFinite));
    if (bad) faults.push(`a draw of ${variable.slice(0, 40)} is not finite`);
  }
  if (draws.variables.some((name) => !name.startsWith("b_"))) {
    String(summarize(draws));
  }
  if (withReport) report(draws);
  // Read back, it is the same numbers under the same names.
  const read = parseCsv(toCsv(draws));
  if (read.rows !== draws.chains * draws.iterations) faults.push("the CSV has other rows");
  return faults;
}

/** An object's own properties at every depth, getters unread, as text; what cannot be looked at is "opaque". */
function shapeOf(value: unknown, seen: Set<object> = new Set()): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 1000 ? [value.length, value.slice(0, 50)] : value);
  if (typeof value === "bigint") return `${value}n`;
  if ((typeof value !== "object" && typeof value !== "function") || value === null) {
    return Object.is(value, -0) ? "-0" : String(value);
  }
  if (seen.has(value)) return "again";
  seen.add(value);
  try {
    const frozen = Object.isFrozen(value) ? "frozen" : "";
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      return `${frozen}${Object.prototype.toString.call(value)}${new Uint8Array(buffer, byteOffset, byteLength).join()}`;
    }
    const map = value instanceof Map ? [...value].map((pair) => shapeOf(pair, seen)).join() : "";
    const keys = Reflect.ownKeys(value);
    const parts = keys.map((key) => {
      const own = Object.getOwnPropertyDescriptor(value, key) ?? {};
      return `${String(key)}:${"value" in own ? shapeOf(own.value, seen) : "getter"}`;
    });
    return `${frozen}${map}{${parts.join()}}`;
  } catch {
    return "opaque";
  }
}

const PROTOTYPES = [Object, Array, Map, Function, String, Number, Float64Array].map(
  (of): object => of.prototype as object,
);

function prototypesNow(): unknown[] {
  return PROTOTYPES.flatMap((prototype) =>
    Reflect.ownKeys(prototype).flatMap((key) => {
      const own = Object.getOwnPropertyDescriptor(prototype, key) ?? {};
      return [key, ...Object.values(own)];
    }),
  );
}

// A run as bytes: a line that tells length and checksum, a line of JSON, then every number as a double.
import { shown } from "@lmm-gibbs/core/internal";
import { platform } from "#platform";
import type { SavedChain } from "./chain.ts";
import { keptBy, type SavedPart } from "./chain-part.ts";
import { now, otherTasks } from "./clock.ts";
import { type Skeleton, withNumbers, withoutNumbers } from "./number-leaves.ts";
import { putDraws } from "./kept-values.ts";
import type { SavedRun } from "./saved-run.ts";
import { type Way, unfinishedRun } from "./unfinished-run.ts";

declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

/** A saved run without its chains. */
export interface RunHead extends Omit<SavedRun, "chains" | "unfinished"> {
  readonly way: Way;
}

/** What the line of JSON says. */
interface Described extends RunHead {
  readonly bytes: "little" | "big";
  readonly chains: readonly { readonly chain: Skeleton; readonly numbers: number; readonly done: number }[];
}

/** To be raised with every change of the format, and of the draws that a saved run goes on to. */
const VERSION = 1;
const NAME = "lmm-gibbs checkpoint";
const LENGTH_DIGITS = 16;
const FIRST_LINE = /^lmm-gibbs checkpoint (\d+) (\d{16}) ([\da-f]{64})\n/u;
const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
/** How long copying goes on before other tasks have a turn. */
const TURN_MS = 20;

/**
 * A run as bytes.
 *
 * @param head - what it is a run of
 * @param parts - its chains, in order, as they are now; their values may be added to meanwhile
 * @returns the bytes, and the milliseconds of this thread that they took
 */
export async function encodeCheckpoint(
  head: RunHead,
  parts: readonly SavedPart[],
): Promise<{ content: Uint8Array<ArrayBuffer>; busy: number }> {
  let turn = now();
  let busy = 0;
  const othersTurn = async (): Promise<void> => {
    if (now() - turn < TURN_MS) return;
    busy += now() - turn;
    await otherTasks();
    turn = now();
  };
  const { warmup, draws, thin, variables } = head.way;
  const kept = parts.map(({ done }) => keptBy(done, { warmup }, thin));
  const numbers: number[][] = parts.map(() => []);
  const chains: Described["chains"][number][] = [];
  for (const [i, { saved, done }] of parts.entries()) {
    const chain = withoutNumbers(saved, numbers[i]);
    chains.push({ chain, numbers: numbers[i].length, done });
    await othersTurn();
  }
  const described: Described = { ...head, bytes: LITTLE ? "little" : "big", chains };
  const text = new TextEncoder().encode(JSON.stringify(described));
  const firstLine = lineOf(0, "0".repeat(64)).length;
  // Doubles start at multiples of 8; JSON may end in spaces.
  const start = Math.ceil((firstLine + text.length + 1) / 8) * 8;
  const count = parts.reduce((sum, _, i) => sum + numbers[i].length + variables.length * kept[i], 0);
  const content = new Uint8Array(start + 8 * count).fill(0x20, 0, start - 1);
  content.set(text, firstLine);
  content[start - 1] = 0x0a;
  const doubles = new Float64Array(content.buffer, start);
  let at = 0;
  for (const [i, { values }] of parts.entries()) {
    doubles.set(numbers[i], at);
    at += numbers[i].length;
    // A chain keeps its draws where it once put them, so those up to `kept` may be copied later than now.
    const room = doubles.subarray(at, at + variables.length * kept[i]);
    if (kept[i] > 0) putDraws(room, kept[i], 0, values, draws, 0, kept[i]);
    at += room.length;
    await othersTurn();
  }
  busy += now() - turn;
  const hashing = now();
  const sum = await platform.sha256(content.subarray(firstLine));
  content.set(new TextEncoder().encode(lineOf(content.length, sum)));
  return { content, busy: busy + now() - hashing };
}

function lineOf(length: number, sum: string): string {
  return `${NAME} ${VERSION} ${String(length).padStart(LENGTH_DIGITS, "0")} ${sum}\n`;
}

/**
 * The run that `encodeCheckpoint` wrote, with everything it had kept.
 *
 * @param given - all its bytes
 * @returns the run
 * @throws {RangeError} when a byte is missing, too many or another, or when it is of another format
 */
export async function decodeCheckpoint(given: Uint8Array): Promise<SavedRun> {
  // A copy, which nobody changes meanwhile.
  const content = new Uint8Array(given);
  if (content.length === 0) throw refusal("is empty");
  const firstLine = lineOf(0, "0".repeat(64)).length;
  const beginning = String.fromCharCode(...content.subarray(0, firstLine));
  if (!beginning.startsWith(NAME.slice(0, content.length))) {
    throw refusal(`starts with ${shown(beginning.slice(0, 20))}, not with "${NAME}"`);
  }
  const version = /^lmm-gibbs checkpoint (\d+) /u.exec(beginning)?.[1];
  if (version !== undefined && version !== String(VERSION)) {
    throw refusal(`is of format ${version}, this release reads format ${VERSION}`);
  }
  const line = FIRST_LINE.exec(beginning);
  if (line === null) {
    throw refusal(content.length < firstLine ? "is cut short" : "has no first line of length and checksum");
  }
  const length = Number(line[2]);
  if (content.length < length) throw refusal(`is cut short: it has ${content.length} of its ${length} bytes`);
  if (content.length > length) throw refusal(`has ${content.length - length} bytes after its end`);
  if ((await platform.sha256(content.subarray(firstLine))) !== line[3]) {
    throw refusal("does not have its checksum: some of its bytes have changed");
  }
  try {
    return decoded(content, firstLine);
  } catch (error) {
    throw refusal("does not hold what it describes", error);
  }
}

function decoded(content: Uint8Array<ArrayBuffer>, firstLine: number): SavedRun {
  const start = content.indexOf(0x0a, firstLine) + 1;
  const text = new TextDecoder().decode(content.subarray(firstLine, start));
  const { way, chains, bytes, ...head } = JSON.parse(text) as Described;
  if (bytes !== (LITTLE ? "little" : "big")) throw new RangeError(`its doubles have the ${bytes} end first`);
  const doubles = new Float64Array(content.buffer, start);
  let at = 0;
  const next = (count: number): Float64Array => doubles.subarray(at, (at += count));
  const parts = chains.map(({ chain, numbers, done }) => {
    const own = next(numbers);
    let taken = 0;
    const saved = withNumbers(chain, (count) => Array.from(own.subarray(taken, (taken += count))));
    return { saved, done, values: next(way.variables.length * keptBy(done, way, way.thin)).slice() };
  });
  if (at !== doubles.length) throw new RangeError(`it has ${doubles.length} numbers, not ${at}`);
  return {
    ...head,
    chains: parts.map(({ saved }) => saved as SavedChain),
    unfinished: unfinishedRun(
      way,
      parts.map(({ done }) => done),
      parts.map(({ values }) => values),
    ),
  };
}

function refusal(what: string, cause?: unknown): RangeError {
  return new RangeError(
    `the checkpoint ${what}; nothing of it is used, nor overwritten: put it away to start anew`,
    cause === undefined ? {} : { cause },
  );
}

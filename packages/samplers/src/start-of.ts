// Where the chains of a run start, as a short text by which two runs are told apart.
import { platform } from "#platform";
import type { Plan } from "./plan.ts";

declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };

/**
 * Where a plan's chains start.
 *
 * @param plan - the plan
 * @returns "overdispersed", or a checksum of the states or the saved run that were given
 * @throws {TypeError} when they are no plain data
 */
export async function startOf({ initial, resume }: Plan): Promise<string> {
  if (resume?.unfinished !== undefined) return resume.unfinished.start;
  if (resume === undefined && initial.every((state) => state === undefined)) return "overdispersed";
  const plain = (_: string, value: unknown): unknown =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  let text: string;
  try {
    text = JSON.stringify(resume ?? initial, plain);
  } catch (error) {
    throw new TypeError("initial must be plain numbers and arrays of them", { cause: error });
  }
  return platform.sha256(new TextEncoder().encode(text));
}

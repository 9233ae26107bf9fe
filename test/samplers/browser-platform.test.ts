// What a browser's platform has beside its threads, as far as Node has it too.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { platform as node } from "../../packages/samplers/src/platform/node.ts";

const file = new URL("../../packages/samplers/dist/platform/default.js", import.meta.url).href;
const { platform: browser } = (await import(file)) as { platform: typeof node };

describe.each([
  ["node", node],
  ["browser", browser],
])("the platform of %s", (_, platform) => {
  test.each([0, 1, 63, 64, 9_000_000])("sums %i bytes by SHA-256, a view's alone", async (length) => {
    const all = new Uint8Array(length + 3).fill(7);
    all.fill(8, length / 2);
    const bytes = all.subarray(2, length + 2);
    expect(await platform.sha256(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  test("a turn lets messages in", async () => {
    const came: number[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => came.push(1));
    port1.start();
    port2.postMessage(1);
    for (let turns = 0; turns < 1000 && came.length === 0; turns++) await platform.turn();
    port1.close();
    expect(came).toEqual([1]);
  });
});

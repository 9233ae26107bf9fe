// Ten thousand generated inputs, most of them valid but for one or two changes: each gets a right answer or a clear error,
// in time, and nothing of the caller's is changed. `npm test` runs 300 of them, `npm run calibrate` all.
import fc from "fast-check";
import { expect, test } from "vitest";
import { changedInputs, CLASSES, randomInputs } from "./generated-input.ts";
import { judge, type Verdict } from "./judge.ts";

const isLong = process.env["CALIBRATE"] === "1";
const INPUTS = isLong ? 10_000 : 300;
const SEED = isLong ? 2026 : 7;

test(`${INPUTS} inputs: draws that are finite or an error of ours, within 2 s, nothing changed`, () => {
  const verdicts: (Verdict & { classes: readonly string[] })[] = [];
  fc.assert(
    fc.property(
      fc.oneof({ weight: 9, arbitrary: changedInputs }, { weight: 1, arbitrary: randomInputs }),
      (input) => {
        const verdict = judge(input, isLong && verdicts.length % 4 === 0);
        verdicts.push({ ...verdict, classes: input.classes });
        // An input that hangs is found by the count at which it stands still.
        if (isLong && verdicts.length % 1000 === 0)
          process.stdout.write(`${verdicts.length} inputs judged\n`);
      },
    ),
    { numRuns: INPUTS, seed: SEED },
  );
  const faulty = verdicts.filter(({ faults }) => faults.length > 0);
  expect(
    faulty.map(({ faults, classes, message }) => `${faults.join("; ")} ← ${classes.join(" & ")}: ${message}`),
  ).toEqual([]);
  if (isLong) process.stdout.write(figures(verdicts));
  // The campaign would prove nothing if hardly an input came as far as draws, or as an error.
  const drawn = verdicts.filter(({ outcome }) => outcome === "draws").length;
  expect(drawn / verdicts.length).toBeGreaterThan(0.25);
  expect(drawn / verdicts.length).toBeLessThan(0.75);
  const met = new Set(verdicts.flatMap(({ classes }) => classes));
  expect(isLong ? CLASSES.filter((name) => !met.has(name)) : []).toEqual([]);
}, 1_800_000);

function figures(verdicts: readonly (Verdict & { classes: readonly string[] })[]): string {
  const outcomes = new Map<string, number>();
  for (const { outcome } of verdicts) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const kinds = new Map<string, Map<string, number>>();
  for (const { outcome, classes } of verdicts) {
    for (const name of classes.length === 0 ? ["valid"] : classes) {
      const kind = name.split(":")[0];
      const counts = kinds.get(kind) ?? new Map<string, number>();
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      kinds.set(kind, counts);
    }
  }
  const slowest = verdicts.reduce((a, b) => (b.seconds > a.seconds ? b : a));
  const counted = (counts: Map<string, number>): string =>
    [...counts].map(([outcome, count]) => `${outcome} ${count}`).join(", ");
  return [
    `${verdicts.length} inputs: ${counted(outcomes)}`,
    ...[...kinds].map(([kind, counts]) => `  ${kind}: ${counted(counts)}`),
    `slowest: ${slowest.seconds.toFixed(2)} s, ${slowest.classes.join(" & ")}: ${slowest.outcome} ${slowest.message.slice(0, 80)}`,
    "",
  ].join("\n");
}

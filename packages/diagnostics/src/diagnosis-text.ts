// A diagnosis in lines of at most 100 characters.
import type { DiagnosisRecord } from "./diagnose.ts";
import type { DiagnosisTest, TestName } from "./diagnosis-tests.ts";
import { shorten } from "./printable.ts";
import { threeDecimals, twoDigits, wholeDraws } from "./round-to-error.ts";
import { runLine } from "./run-line.ts";
import type { UndefinedMeasures } from "./why-undefined.ts";
import { nameList, toDigits } from "./words.ts";
import { wrap } from "./wrap.ts";

const SHOWN: Readonly<Record<TestName, { title: string; text: (value: number) => string }>> = {
  finite: { title: "not finite", text: String },
  moving: { title: "stuck chains", text: String },
  rhat: { title: "R-hat", text: threeDecimals },
  essBulk: { title: "bulk ESS", text: wholeDraws },
  essTail: { title: "tail ESS", text: wholeDraws },
  mcseMean: { title: "mcse/sd", text: twoDigits },
};

/** The text of a worst value; one beyond its limit gets as many digits as it takes to show that. */
function worstText({ test, side, limit, ok }: DiagnosisTest, value: number): string {
  const text = SHOWN[test].text(value);
  if (ok || side === "at least" || Number(text) > limit) return text;
  return (
    [4, 5, 6, 8, 10, 12, 15, 17]
      .map((digits) => value.toPrecision(digits))
      .find((each) => Number(each) > limit) ?? text
  );
}

/** One line a test that says something: those of draws not finite and of stuck chains only when they fail. */
function testLines(tests: readonly DiagnosisTest[]): string[] {
  const told = tests.filter(
    ({ test, ok, worst }) => worst !== null && !(ok && (test === "finite" || test === "moving")),
  );
  const cells = told.map((each) => [
    SHOWN[each.test].title,
    worstText(each, each.worst!.value) + (each.ok ? " " : "!"),
    `${each.side} ${toDigits(each.limit, 10)}`,
    each.ok ? "" : `${each.failing.length} of ${each.judged} fail`,
  ]);
  const widths = [0, 1, 2, 3].map((c) => Math.max(0, ...cells.map((row) => row[c].length)));
  const margin = widths.reduce((sum, width) => sum + (width > 0 ? width + 2 : 0), 2);
  return cells.map(([title, value, limit, count], i) => {
    const columns = [
      title.padEnd(widths[0]),
      value.padStart(widths[1]),
      limit.padEnd(widths[2]),
      count.padStart(widths[3]),
    ];
    const left = columns.filter((_, c) => widths[c] > 0).join("  ");
    return `  ${left}  ${shorten(told[i].worst!.variable, 100 - margin)}`;
  });
}

/** Undefined measures, variables with one reason together. */
function undefinedLines(all: readonly UndefinedMeasures[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { variable, reason } of all) reasons.set(reason, [...(reasons.get(reason) ?? []), variable]);
  return [...reasons].map(([reason, variables]) => `${nameList(variables)}: ${reason}.`);
}

/** A title and indented items, or nothing when there are none. */
function section(title: string, items: readonly string[], isNumbered = false): string[] {
  if (items.length === 0) return [];
  return [
    "",
    title,
    ...items.map((item, i) =>
      wrap(`  ${isNumbered ? `${i + 1}. ` : ""}${item}`, isNumbered ? "     " : "    "),
    ),
  ];
}

/**
 * A diagnosis as text: the run, and after an empty line the verdict, the tests, what is undefined, notes, and what to do.
 *
 * @param diagnosis - the data
 * @returns lines separated by newlines
 */
export function diagnosisText(diagnosis: DiagnosisRecord): string {
  const { verdict, tests, undefined: undefinedMeasures, notes, remedies } = diagnosis;
  return [
    wrap(runLine(diagnosis), "  "),
    "",
    wrap(`Verdict: ${verdict}`, "  "),
    ...testLines(tests),
    ...section("No value", undefinedLines(undefinedMeasures)),
    ...section("Notes", notes),
    ...section(
      "What to do",
      remedies.map(({ text }) => text),
      true,
    ),
  ].join("\n");
}

// What the package exports: the names the documentation promises, and nothing by accident.
import * as diagnostics from "@lmm-gibbs/diagnostics";
import { expect, it } from "vitest";

it("exports these functions", () => {
  expect(Object.keys(diagnostics).toSorted()).toEqual([
    "autocorrelation",
    "autocovariance",
    "compareMixing",
    "essBulk",
    "essMean",
    "essMedian",
    "essQuantile",
    "essSd",
    "essTail",
    "mcseMean",
    "mcseMedian",
    "mcseQuantile",
    "mcseSd",
    "quantile",
    "rhat",
    "rhatBasic",
    "roundToError",
    "summarize",
    "textTable",
    "threeDecimals",
    "wholeDraws",
  ]);
  expect(Object.values(diagnostics).every((value) => typeof value === "function")).toBe(true);
});

// Every public function, at every argument and option, is given what it cannot take: a TypeError or RangeError of ours.
import * as library from "lmm-gibbs";
import { describe, expect, test } from "vitest";

type Call = (value: never) => unknown;

const data = {
  y: [1.2, 4.1, 2.3, 7.7, 3.1, 9.4, 4.2, 6.6, 5.5, 2.1],
  x: [0, 1, 2, 3, 0, 1, 2, 3, 4, 5],
  s: ["u", "v", "u", "v", "u", "v", "u", "v", "u", "v"],
  g: ["a", "a", "a", "b", "b", "b", "b", "c", "c", "d"],
};
const FORMULA = "y ~ x + (1 | g)";
const run = { chains: 2, warmup: 3, draws: 8, seed: 1 };
const l = library;
const model = l.mixedModel(FORMULA, data);
const draws = l.sampleSync(model, run);
const { state } = draws.saved.chains[0];
const estimate = l.estimate(model, { method: "ML" });
const chains = draws.get("sigma2");
const laws = l.conditionals(model);
const at = { sigma2: 1, D: [[1]] };
const small = { y: [1, 2, 4, 3], X: [[1], [1], [1], [1]], Z: [[1], [1], [1], [1]], groups: [1, 1, 2, 2] };
const byGroup = {
  y: [
    [1, 2],
    [4, 3],
  ],
  X: [
    [[1], [1]],
    [[1], [1]],
  ],
  Z: [
    [[1], [1]],
    [[1], [1]],
  ],
  groups: [1, 2],
};

/** Each of some options of a function, given alone or beside valid ones. */
const options = (
  name: string,
  call: (options: never) => unknown,
  keys: readonly string[],
  beside: object = {},
): [string, Call][] =>
  keys.map((key) => [`${name}.${key}`, (value) => call({ ...beside, [key]: value } as never)]);

const DIAGNOSTICS = [
  "autocorrelation",
  "autocorrelationCurves",
  "autocovariance",
  "batchStandardError",
  "effectiveSize",
  "essAgainstIterations",
  "essBulk",
  "essByQuantile",
  "essCap",
  "essMean",
  "essMedian",
  "essPerChain",
  "essSd",
  "essTail",
  "gelmanRubin",
  "geweke",
  "hdi",
  "heidelbergerWelch",
  "initialSequences",
  "integratedAutocorrelationTime",
  "mcseMean",
  "mcseMedian",
  "mcseSd",
  "rafteryLewis",
  "rankHistogram",
  "rejectionRate",
  "rhat",
  "rhatBasic",
  "rhatBulk",
  "rhatFolded",
  "rhatNested",
  "runningMeans",
  "spectrum0Ar",
  "traces",
] as const;

const CALLS: readonly [string, Call][] = [
  ["mixedModel's formula", (v) => l.mixedModel(v, data)],
  ["mixedModel's data", (v) => l.mixedModel(FORMULA, v)],
  ["mixedModel's options", (v) => l.mixedModel(FORMULA, data, v)],
  ...options("mixedModel", (o) => l.mixedModel(FORMULA, data, o), ["priors", "contrasts", "na", "aliased"]),
  ...options("priors", (o) => l.mixedModel(FORMULA, data, { priors: o }), ["beta", "sigma2", "D"]),
  ...options("contrasts", (o) => l.mixedModel("y ~ s + (1 | g)", data, { contrasts: { s: o } }), [
    "type",
    "reference",
  ]),
  ["contrasts of s", (v) => l.mixedModel("y ~ s + (1 | g)", data, { contrasts: { s: v } })],
  ["mixedModelFromMatrices", (v) => l.mixedModelFromMatrices(v)],
  ["mixedModelFromMatrices's options", (v) => l.mixedModelFromMatrices(small, v)],
  ...options(
    "matrices",
    (o) => l.mixedModelFromMatrices(o),
    ["y", "X", "Z", "groups", "names", "randomNames", "group", "response"],
    small,
  ),
  ...options("matrices by group", (o) => l.mixedModelFromMatrices(o), ["y", "X", "Z", "groups"], byGroup),
  ...options("mixedModelFromMatrices", (o) => l.mixedModelFromMatrices(small, o), [
    "priors",
    "diagonal",
    "aliased",
  ]),
  ["parseCsv", (v) => l.parseCsv(v)],
  ["normal", (v) => l.normal(v)],
  ...options("normal", l.normal, ["mean", "precision", "covariance"], { sd: 1 }),
  ["zellner", (v) => l.zellner(v)],
  ...options("zellner", l.zellner, ["g", "delta"]),
  ["inverseGamma", (v) => l.inverseGamma(v)],
  ...options("inverseGamma", l.inverseGamma, ["shape", "scale"], { shape: 1, scale: 1 }),
  ["halfT", (v) => l.halfT(v)],
  ...options("halfT", l.halfT, ["df", "scale"], { df: 2, scale: 1 }),
  ["inverseWishart", (v) => l.inverseWishart(v)],
  ...options("inverseWishart", l.inverseWishart, ["df", "scale"], { df: 2, scale: 1 }),
  ...options("inverseWishart", l.inverseWishart, ["nu", "V"], { nu: 2, V: 1 }),
  ["wishartPrecision", (v) => l.wishartPrecision(v)],
  ["scaledInverseChiSquared", (v) => l.scaledInverseChiSquared(v)],
  ["gammaPrecision", (v) => l.gammaPrecision(v)],
  ["hoffPriors", (v) => l.hoffPriors(v)],
  ["sampleSync's model", (v) => l.sampleSync(v, run)],
  ["sampleSync's options", (v) => l.sampleSync(model, v)],
  ...options(
    "run",
    (o) => l.sampleSync(model, o),
    [
      "sweep",
      "centering",
      "scaleMove",
      "chains",
      "warmup",
      "draws",
      "thin",
      "seed",
      "initial",
      "keep",
      "engine",
      "resume",
      "onProgress",
      "allowImproper",
    ],
    run,
  ),
  ...options("initial", (o) => l.sampleSync(model, { ...run, initial: o }), ["beta", "sigma2", "terms"]),
  ...options("initial.terms[0]", (o) => l.sampleSync(model, { ...run, initial: { terms: [o] } }), ["b", "D"]),
  ...options(
    "resume",
    (o) => l.sampleSync(model, { draws: 2, resume: o }),
    ["seed", "sweep", "scaleMove", "engine", "model", "chains"],
    draws.saved,
  ),
  ["a block", (v) => l.sampleSync(model, { ...run, sweep: ["beta", v] })],
  ["conditionals' model", (v) => l.conditionals(v)],
  ["conditionals' options", (v) => l.conditionals(model, v)],
  ...(["beta", "betaMarginal", "betaCentered", "sigma2", "D"] as const).map((block): [string, Call] => [
    `the state of ${block}`,
    (v) => laws[block](v),
  ]),
  ["a group", (v) => laws.b(state, v)],
  ["a stream", (v) => laws.beta(state).sample(v)],
  ["a vector", (v) => laws.beta(state).logDensity(v)],
  ["a matrix", (v) => laws.D(state).logDensity(v)],
  ["toText's options", (v) => laws.beta(state).toText(v)],
  ...options("toLatex", (o) => laws.beta(state).toLatex(o), ["notation", "numbers"]),
  ["logJoint's state", (v) => l.logJoint(model, v)],
  ["logPrior's state", (v) => l.logPrior(model, v)],
  ["logMarginal's parameters", (v) => l.logMarginal(model, v)],
  ["logRestricted's parameters", (v) => l.logRestricted(model, v)],
  ["logConditional's parameters", (v) => l.logConditional(model, v)],
  ["estimate's model", (v) => l.estimate(v)],
  ...options("estimate", (o) => l.estimate(model, o), ["method"]),
  ["likelihoodRatioTest's smaller", (v) => l.likelihoodRatioTest(v, estimate)],
  ["likelihoodRatioTest's larger", (v) => l.likelihoodRatioTest(estimate, v)],
  ["profileInterval's parameter", (v) => l.profileInterval(model, v)],
  ["waldInterval's estimate", (v) => l.waldInterval(v, "sigma")],
  ["waldInterval's parameter", (v) => l.waldInterval(estimate, v)],
  ...options("waldInterval", (o) => l.waldInterval(estimate, "beta[x]", o), ["level"]),
  ["linearHypothesis's estimate", (v) => l.linearHypothesis(v, [[0, 1]])],
  ["linearHypothesis's L", (v) => l.linearHypothesis(estimate, v)],
  ...options("linearHypothesis", (o) => l.linearHypothesis(estimate, [[0, 1]], o), [
    "value",
    "denominatorDf",
  ]),
  ["gls's parameters", (v) => l.gls(model, v)],
  ["blup's parameters", (v) => l.blup(model, v)],
  ["information's parameters", (v) => l.information(model, v)],
  ["residuals's parameters", (v) => l.residuals(model, v)],
  ["marginalCovariance's level", (v) => l.marginalCovariance(model, at, v)],
  ["intraclassCorrelation's parameters", (v) => l.intraclassCorrelation(model, v)],
  ["predict's model", (v) => l.predict(v, at)],
  ["predict's source", (v) => l.predict(model, v)],
  ["predict's rows", (v) => l.predict(model, at, v)],
  ["predict's options", (v) => l.predict(model, at, data, v)],
  ...options("predict", (o) => l.predict(model, at, data, o), ["target", "level"]),
  ["regression's formula", (v) => l.regression(v, data)],
  ["regression's data", (v) => l.regression("y ~ x", v)],
  ["regression's options", (v) => l.regression("y ~ x", data, v)],
  ...options("regression", (o) => l.regression("y ~ x", data, o), ["contrasts", "na", "aliased"]),
  ["pooledRegression", (v) => l.pooledRegression(v)],
  ["separateRegressions", (v) => l.separateRegressions(v)],
  ["withResponse's model", (v) => l.withResponse(v, data.y)],
  ["withResponse's y", (v) => l.withResponse(model, v)],
  ["groupsOf", (v) => l.groupsOf(v)],
  ["drawsFromJson", (v) => l.drawsFromJson(v)],
  ...options(
    "drawsFromJson",
    (o) => l.drawsFromJson(o),
    ["variables", "values", "iterations", "description"],
    draws.toJSON(),
  ),
  ["mapDraws's draws", (v) => l.mapDraws(v, { z: () => 1 })],
  ["mapDraws's value", (v) => l.mapDraws(draws, { z: () => v })],
  ["toCsv", (v) => l.toCsv(v)],
  ["a variable of draws", (v) => draws.get(v)],
  ["mixingTheory's model", (v) => l.mixingTheory(v, at)],
  ["mixingTheory's variances", (v) => l.mixingTheory(model, v)],
  ["balancedOneWay", (v) => l.balancedOneWay(v)],
  ["besideEstimates's model", (v) => l.besideEstimates(v, draws)],
  ["besideEstimates's draws", (v) => l.besideEstimates(model, v)],
  ["report", (v) => l.report(v)],
  ["seededStream's chain", (v) => l.seededStream(1, v)],
  ["normalLaw", (v) => l.normalLaw(v)],
  ["halfTLaw", (v) => l.halfTLaw(v)],
  ["inverseGammaLaw", (v) => l.inverseGammaLaw(v)],
  ["inverseWishartLaw", (v) => l.inverseWishartLaw(v)],
  ["wishartLaw", (v) => l.wishartLaw(v)],
  ...DIAGNOSTICS.flatMap((name): [string, Call][] => {
    const call = l[name] as (of: unknown, options?: unknown) => unknown;
    return [
      [`${name}'s chains`, (v) => call(v)],
      [`a chain of ${name}`, (v) => call([v, v])],
      [`${name}'s options`, (v) => call(chains, v)],
    ];
  }),
  ["quantile's probability", (v) => l.quantile(chains, v)],
  ["essQuantile's probability", (v) => l.essQuantile(chains, v)],
  ["mcseQuantile's probability", (v) => l.mcseQuantile(chains, v)],
  ["essMultivariate's draws", (v) => l.essMultivariate(v)],
  ["crossCorrelation's draws", (v) => l.crossCorrelation(v)],
  ["gelmanRubinMultivariate's draws", (v) => l.gelmanRubinMultivariate(v)],
  ["minimumEss's variables", (v) => l.minimumEss(v)],
  ["summarize's draws", (v) => l.summarize(v)],
  ...options("summarize", (o) => l.summarize(draws, o), ["variables", "measures", "probabilities", "hdi"]),
  ["a variable of summarize", (v) => l.summarize(draws, { variables: [v] })],
  ["a measure of summarize", (v) => l.summarize(draws, { measures: [v] })],
  ["what get gives", (v) => l.summarize({ variables: ["a"], get: () => v })],
  ["diagnose's draws", (v) => l.diagnose(v)],
  ["diagnose's options", (v) => l.diagnose(draws, v)],
  ["compareMixing's draws", (v) => l.compareMixing(v)],
  ["draws in compareMixing", (v) => l.compareMixing({ a: draws, b: v })],
  ["checkConditional's model", (v) => l.checkConditional(v, "sigma2", laws.sigma2)],
  ["checkConditional's block", (v) => l.checkConditional(model, v, laws.sigma2)],
  ["simulationBasedCalibration's model", (v) => l.simulationBasedCalibration(v)],
  ["jointDistributionTest's model", (v) => l.jointDistributionTest(v)],
];

const cyclic: unknown[] = [];
cyclic.push(cyclic);

const VALUES: readonly [string, unknown][] = [
  ["null", null],
  ["−1", -1],
  ["NaN", Number.NaN],
  ["text", "x"],
  ["a bigint", 5n],
  ["a symbol", Symbol("value")],
  ["a function", () => 1],
  ["an object of another name", { other: 1 }],
  ["an object without prototype", Object.create(null)],
  ["an array of a symbol", [Symbol("value")]],
  ["an array of itself", cyclic],
  ["a Date", new Date(Number.NaN)],
];

/** Errors of the language, which tell a user nothing. */
const RAW =
  /\(reading '|is not a function|is not iterable|[Cc]annot destructure|^Cannot |Maximum call stack|Invalid (?:array length|typed array)|circular structure|serialize a BigInt|is not an object/u;

/** What a call throws that it should not, or null: an option may also take a value, such as null for left out. */
function faultOf(call: Call, value: unknown): string | null {
  try {
    call(value as never);
    return null;
  } catch (error) {
    const { name, message } = error as Error;
    const isTyped =
      error instanceof TypeError || error instanceof RangeError || error instanceof l.NumericalError;
    return isTyped && message !== "" && !RAW.test(message) ? null : `${name}: ${message}`;
  }
}

describe("an error of ours, or a right answer, of every function given", () => {
  test.each(VALUES)("%s", (_, value) => {
    const faults = CALLS.flatMap(([name, call]) => {
      const fault = faultOf(call, value);
      return fault === null ? [] : [`${name}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });
});

test("an option of another name is refused by every function of diagnostics", () => {
  for (const name of DIAGNOSTICS) {
    const call = l[name] as (of: unknown, options: unknown) => unknown;
    expect(() => call(chains, { trimm: true }), name).toThrow(RangeError);
  }
});

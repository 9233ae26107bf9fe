// Plants one fault after another in the sources and reports whether a test fails: `npm run faults`, or
// `npm run faults -- centered` for those whose title has a word.
// With --check it only makes sure that every fault can still be planted.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const CORE = "packages/core/src/";
const LIKELIHOOD = `${CORE}likelihood/`;
const SAMPLERS = "packages/samplers/src/";
const DIAGNOSTICS = "packages/diagnostics/src/";
const CONDITIONALS = `${SAMPLERS}conditionals/`;
const ENGINE = "packages/samplers/src/engine/";
const VERIFY = "packages/verify/src/";
const DERIVATIONS = `${SAMPLERS}derivations/`;
const DERIVED = ["test/samplers/derivations", "test/samplers/write-formula"];
const EQUAL = ["test/samplers/engines"];
const DENSE = ["test/core/likelihood/densities"];
const DERIVATIVES = ["test/core/likelihood/derivatives"];
const INFERENCE = ["test/core/likelihood/inference"];
const CENTERED = ["test/samplers/centered"];
const SCALE = ["test/samplers/scale-move"];
const ALIASED = ["test/core/aliased"];
const MISSING = ["test/core/missing-values"];
const HOSTILE = ["test/campaign/by-hand"];
const THEORY = ["test/samplers/mixing-theory"];
const PROPRIETY = `${CORE}propriety/`;
const PROPER = ["test/core/propriety"];
const INTERRUPTED = ["test/samplers/interrupt.test"];
const CHECKPOINT = ["test/samplers/checkpoint.test"];
const QUICK = ["test/core/laws", "test/core/density", "test/samplers/ratio", "test/samplers/sweep"];

/** @type {[string, [string, string, string][], string[]?][]} title, edits [file, text, replacement], and the tests that must notice where the quick ones are not meant to. */
const FAULTS = [
  [
    "σ² shape off by ½",
    [[`${CONDITIONALS}residual-variance.ts`, "model.rows / 2;", "model.rows / 2 + 0.5;"]],
  ],
  [
    "Zellner's p/2 left out of σ²",
    [[`${CONDITIONALS}residual-variance.ts`, "shape += beta.length / 2;", ""]],
  ],
  [
    "S⁻¹ for S in D | b",
    [
      [
        `${CONDITIONALS}random-covariance.ts`,
        "sumOfSquares.add(new Matrix(prior.scale))",
        "sumOfSquares.add(invertFactored(choleskyFactor(new Matrix(prior.scale))))",
      ],
    ],
  ],
  [
    "S⁻¹ for S in a draw of D",
    [
      [
        `${CORE}laws/inverse-wishart.ts`,
        "solveLower(bartlettFactor(streamOf(stream), df, q), L.transpose())",
        "solveLower(bartlettFactor(streamOf(stream), df, q), solveLower(L, Matrix.eye(q)))",
      ],
    ],
  ],
  [
    "b's covariance without D⁻¹",
    [[`${CONDITIONALS}random-effects.ts`, ".div(sigma2).add(inverseD)", ".div(sigma2)"]],
  ],
  [
    "J for N in the marginal likelihood",
    [
      [
        `${LIKELIHOOD}log-likelihoods.ts`,
        "logNormal(data.N, data, sigma, whitened.logDeterminant + squares",
        "logNormal(data.J, data, sigma, whitened.logDeterminant + squares",
      ],
    ],
  ],
  ["N for n_i in the likelihood", [[`${CORE}density.ts`, "-0.5 * (y.length *", "-0.5 * (model.rows *"]]],
  [
    "N for J in D | b",
    [[`${CONDITIONALS}random-covariance.ts`, "df: prior.df + J", "df: prior.df + model.rows"]],
  ],
  ["J for N in σ² | β, b", [[`${CONDITIONALS}residual-variance.ts`, "model.rows / 2", "groups.length / 2"]]],
  [
    "transposed Cholesky factor, by precision",
    [[`${CORE}laws/normal.ts`, "solveLowerTransposed(L, z)", "solveLower(L, z)"]],
  ],
  [
    "transposed Cholesky factor, by covariance",
    [[`${CORE}laws/normal.ts`, ": L.mmul(z)", ": L.transpose().mmul(z)"]],
  ],
  [
    "transposed Cholesky factor of an inverse-Wishart",
    [[`${CORE}laws/inverse-wishart.ts`, "L.transpose())", "L)"]],
  ],
  [
    "β's prior precision dropped, b given",
    [[`${CONDITIONALS}beta-given-b.ts`, "  data.groups.forEach(", "  P.mul(0);\n  data.groups.forEach("]],
  ],
  [
    "β's prior precision dropped, b integrated out",
    [
      [
        `${CONDITIONALS}beta-marginal.ts`,
        "  const D = new Matrix(terms[0].D);\n  for",
        "  const D = new Matrix(terms[0].D);\n  P.mul(0);\n  for",
      ],
    ],
  ],
  [
    "β's prior mean dropped",
    [
      [
        `${CONDITIONALS}beta-prior.ts`,
        "precision.mmul(Matrix.columnVector(prior.mean))",
        "Matrix.zeros(p, 1)",
      ],
    ],
  ],
  [
    "σ² divided by twice in β",
    [[`${CONDITIONALS}beta-given-b.ts`, "Xt.mmul(X).div(sigma2)", "Xt.mmul(X).div(sigma2).div(sigma2)"]],
  ],
  [
    "rate for scale in σ² | β, b",
    [
      [
        `${CONDITIONALS}residual-variance.ts`,
        "return inverseGammaLaw({ shape, scale });",
        "return inverseGammaLaw({ shape, scale: 1 / scale });",
      ],
    ],
  ],
  [
    "rate for scale in a draw of an inverse-gamma",
    [
      [
        `${CORE}laws/inverse-gamma.ts`,
        "scale / streamOf(stream).gamma(shape)",
        "1 / (scale * stream.gamma(shape))",
      ],
    ],
  ],
  [
    "scale for rate in a draw of a gamma",
    [[`${CORE}laws/gamma.ts`, "streamOf(stream).gamma(shape) / rate", "stream.gamma(shape) * rate"]],
  ],
  [
    "half-t auxiliary's shape without q",
    [[`${CONDITIONALS}half-t-auxiliary.ts`, "(df + q) / 2", "(df + 1) / 2"]],
  ],
  [
    "A for A² in the half-t auxiliary",
    [[`${CONDITIONALS}half-t-auxiliary.ts`, "1 / scale ** 2", "1 / scale"]],
  ],
  [
    "half-t inverse-Wishart without the 2",
    [[`${CONDITIONALS}random-covariance.ts`, "(2 * prior.df) / alpha", "prior.df / alpha"]],
  ],
  [
    "b not subtracted in β | b",
    [[`${CONDITIONALS}beta-given-b.ts`, "Matrix.sub(y, Z.mmul(b))", "Matrix.add(y, Z.mmul(b))"]],
  ],
  [
    "the order of a sweep not checked",
    [[`${SAMPLERS}sweep.ts`, "const stale = staleBefore(laws);", "const stale = laws.map(() => []);"]],
  ],
  [
    "b not redrawn after a marginal β, and nobody checks",
    [
      [`${SAMPLERS}sweep.ts`, "const stale = staleBefore(laws);", "const stale = laws.map(() => []);"],
      [`${SAMPLERS}sweep.ts`, '["betaMarginal", "b", "sigma2", "D"]', '["betaMarginal", "sigma2", "b", "D"]'],
    ],
    ["test/samplers/exact-rikz"],
  ],
  [
    "σ's half-t auxiliary not redrawn",
    [
      [
        `${SAMPLERS}textbook-engine.ts`,
        "const auxiliary = residualAuxiliary(data, state)?.sample(stream);",
        "const auxiliary = state.auxiliary ?? residualAuxiliary(data, state)?.sample(stream);",
      ],
    ],
    EQUAL,
  ],
  [
    "what is stale not hidden from a user's step",
    [[`${SAMPLERS}own-step.ts`, "withHidden(state, stale)", "withHidden(state, [])"]],
  ],
  [
    "half-t auxiliaries not redrawn",
    [
      [
        `${SAMPLERS}textbook-engine.ts`,
        "const auxiliary = covarianceAuxiliary(data, state)?.sample(stream);",
        "const auxiliary = state.terms[0].auxiliary ?? covarianceAuxiliary(data, state)?.sample(stream);",
      ],
    ],
    EQUAL,
  ],
  [
    "one seed for all generators",
    [[`${SAMPLERS}seeded-stream.ts`, "alea(`${seed}/${chain}/${purpose}`)", "alea(`${seed}/${chain}`)"]],
    ["test/samplers/stream"],
  ],
  [
    "one seed for all chains",
    [[`${SAMPLERS}seeded-stream.ts`, "alea(`${seed}/${chain}/${purpose}`)", "alea(`${seed}/${purpose}`)"]],
    ["test/samplers/stream"],
  ],
  [
    "a stream's gamma state not restored",
    [[`${SAMPLERS}seeded-stream.ts`, "gamma.state = wordsOf(saved.gamma);", ""]],
    ["test/samplers/stream"],
  ],
  [
    "fast engine: Bartlett's degrees of freedom off by one",
    [[`${ENGINE}draw-variances.ts`, "(df - i) / 2", "(df - i - 1) / 2"]],
    EQUAL,
  ],
  [
    "fast engine: transposed Cholesky factor of β",
    [
      [
        `${ENGINE}draw-beta.ts`,
        "solveLowerTransposedInPlace(P, p, 0, beta, 0)",
        "solveLowerInPlace(P, p, 0, beta, 0)",
      ],
    ],
    EQUAL,
  ],
  [
    "fast engine: β's prior precision dropped",
    [[`${ENGINE}draw-beta.ts`, "if (l <= k) P[k * p + l] += prior;", ""]],
    EQUAL,
  ],
  [
    "fast engine: b's precision without D⁻¹",
    [[`${ENGINE}factor-precisions.ts`, "inverseD[i * q + j] + sum / sigma2", "sum / sigma2"]],
    EQUAL,
  ],
  [
    "fast engine: what is orthogonal to Z left out of RSS",
    [[`${ENGINE}fast-engine.ts`, "rss += rest * rest;", ""]],
    EQUAL,
  ],
  [
    "fast engine: residuals of an old β",
    [[`${ENGINE}fast-engine.ts`, "      w.residualIsCurrent = false;\n    };", "    };"]],
    EQUAL,
  ],
  [
    "fast engine: sums kept over the end of a sweep",
    [
      [
        `${ENGINE}fast-engine.ts`,
        "        w.residualIsCurrent = false;\n        w.bbIsCurrent = false;\n",
        "",
      ],
    ],
    ["test/samplers/sample"],
  ],
  [
    "aggregated engine: empty groups left out of Σbb'",
    [[`${ENGINE}aggregated-groups.ts`, "bb[r * q + k] += b[from + r] * b[from + k]", "bb[r * q + k] += 0"]],
    ["test/samplers/aggregated"],
  ],
  [
    "aggregated engine: empty groups left out of RSS",
    [[`${ENGINE}aggregated-groups.ts`, "w.residual += shifted * shifted", "w.residual += 0"]],
    ["test/samplers/aggregated"],
  ],
  [
    "aggregated engine: rounding counted as data",
    [[`${ENGINE}aggregated-groups.ts`, "const ROUNDING = 1e-12;", "const ROUNDING = 0;"]],
    ["test/samplers/equivariance"],
  ],
  [
    "aggregated engine: one empty group too many",
    [[`${ENGINE}aggregated-groups.ts`, "groups.length - factor.rank;", "groups.length - factor.rank + 5;"]],
    ["test/samplers/aggregated"],
  ],
  [
    "trimmed chains keep their last draws",
    [[`${DIAGNOSTICS}chains.ts`, "chain.subarray(0, shortest)", "chain.subarray(chain.length - shortest)"]],
    ["test/diagnostics/input"],
  ],
  [
    "autoregression: no correction for its order",
    [[`${DIAGNOSTICS}autoregression.ts`, "(n - coefficients.length - 1)", "(n - 1)"]],
    ["test/diagnostics/reference-coda"],
  ],
  [
    "autoregression: coefficients not turned round",
    [[`${DIAGNOSTICS}autoregression.ts`, "before[order - j - 1]", "before[j - 1]"]],
    ["test/diagnostics/reference-coda"],
  ],
  [
    "Akaike's penalty halved",
    [[`${DIAGNOSTICS}spectrum0.ts`, "+ 2 * k", "+ k"]],
    ["test/diagnostics/reference-coda"],
  ],
  [
    "Geweke's beginning one draw short",
    [[`${DIAGNOSTICS}geweke.ts`, "Math.ceil(1 + first * (n - 1))", "Math.floor(1 + first * (n - 1))"]],
    ["test/diagnostics/reference-coda"],
  ],
  [
    "Heidelberger-Welch: spectrum of the whole chain",
    [[`${DIAGNOSTICS}heidelberger-welch.ts`, "chain.subarray(Math.ceil(n / 2) - 1)", "chain"]],
    ["test/diagnostics/reference-coda"],
  ],
  [
    "Heidelberger-Welch: coda's p-value of a huge transient",
    [[`${DIAGNOSTICS}cramer-von-mises.ts`, "const SERIES_END = 2;", "const SERIES_END = 1e9;"]],
    ["test/diagnostics/reference-coda"],
  ],
  [
    "Raftery-Lewis: half the statistic of a second order",
    [[`${DIAGNOSTICS}raftery-lewis.ts`, "2 * observed * Math.log", "observed * Math.log"]],
    ["test/diagnostics/reference-coda"],
  ],
  [
    "Gelman-Rubin: covariance of variances and means left out",
    [[`${DIAGNOSTICS}gelman-rubin.ts`, "2 * (n - 1) * more * shared", "0"]],
    ["test/diagnostics/reference-coda"],
  ],
  [
    "multivariate factor with coda's count",
    [[`${DIAGNOSTICS}gelman-rubin.ts`, 'factor === "chains" ? count', 'factor !== "chains" ? count']],
    ["test/diagnostics/reference-mcmcse"],
  ],
  [
    "nested R-hat without the spread of chain means",
    [[`${DIAGNOSTICS}rhat-nested.ts`, "group.length > 1 ?", "group.length > 99 ?"]],
    ["test/diagnostics/rhat-nested"],
  ],
  [
    "multivariate ESS without the lugsail correction",
    [[`${DIAGNOSTICS}ess-multivariate.ts`, "2 * value - short[i][j]", "value"]],
    ["test/diagnostics/reference-mcmcse"],
  ],
  [
    "interval rounded down",
    [[`${DIAGNOSTICS}hdi.ts`, "below % 2 === 0 ? below : below + 1", "below"]],
    ["test/diagnostics/coda"],
  ],
  [
    "likelihood: what is orthogonal to Z left out of GLS",
    [
      [
        `${LIKELIHOOD}reduced-gls.ts`,
        "for (let r = 0; r < withinRank; r++) rotateRowInto",
        "for (let r = 0; r < 0; r++) rotateRowInto",
      ],
    ],
    DENSE,
  ],
  [
    "likelihood: the scale of X's columns left out of REML",
    [[`${LIKELIHOOD}log-likelihoods.ts`, "rest) - sumOfLogs(data.xScale)", "rest)"]],
    DENSE,
  ],
  [
    "likelihood: |X'V⁻¹X| left out of REML",
    [
      [
        `${LIKELIHOOD}log-likelihoods.ts`,
        "whitened.logDeterminant + logDeterminantX + rss",
        "whitened.logDeterminant + rss",
      ],
    ],
    DENSE,
  ],
  [
    "likelihood: the response's scale left out",
    [[`${LIKELIHOOD}log-likelihoods.ts`, "(Math.log(sigma) + Math.log(yScale))", "Math.log(sigma)"]],
    DENSE,
  ],
  [
    "likelihood: β's uncertainty left out of Var(b | y)",
    [
      [
        `${LIKELIHOOD}blup.ts`,
        "sum(covariance, sandwich(slope, covBeta), 1)",
        "sum(covariance, sandwich(slope, covBeta), 0)",
      ],
    ],
    DENSE,
  ],
  [
    "likelihood: rows of zeros counted in the information about σ²",
    [[`${LIKELIHOOD}variance-components.ts`, "add(traces, 0, 0, N - J * q);", ""]],
    DENSE,
  ],
  [
    "likelihood: REML's Hessian without its second trace",
    [[`${LIKELIHOOD}criterion-derivatives.ts`, "gram(sums.t, m, p * p, 1)", "gram(sums.t, m, p * p, 0)"]],
    DERIVATIVES,
  ],
  [
    "likelihood: Λ's own curvature left out of the Hessian",
    [[`${LIKELIHOOD}factor-map.ts`, "if (one.column !== other.column) continue;", "continue;"]],
    DERIVATIVES,
  ],
  [
    "estimate: REML divides by N",
    [[`${LIKELIHOOD}estimate.ts`, "restricted ? data.N - data.p : data.N", "data.N"]],
    ["test/core/likelihood/lme4"],
  ],
  [
    "estimate: boundaries not searched at their own rank",
    [[`${LIKELIHOOD}maximum.ts`, "lowerRank(full, q, diagonal)", "null as ReturnType<typeof lowerRank>"]],
    ["test/core/likelihood/estimate"],
  ],
  [
    "estimate: a search from one start",
    [[`${LIKELIHOOD}starts.ts`, "return [...regular, ...scattered];", "return regular.slice(0, 1);"]],
    ["test/core/likelihood/starts"],
  ],
  [
    "trust region: the hard case taken for the easy one",
    [[`${LIKELIHOOD}trust-region.ts`, "if (missing >= 0) {", "if (missing > Infinity) {"]],
    ["test/core/likelihood/trust-region"],
  ],
  [
    "estimate: data that cannot tell the variances apart let through",
    [[`${LIKELIHOOD}identified.ts`, "if (Math.min(...realEigenvalues) > UNTOLD) return;", "return;"]],
    ["test/core/likelihood/estimate"],
  ],
  [
    "likelihood-ratio test: χ² where the mixture belongs",
    [[`${LIKELIHOOD}likelihood-ratio-test.ts`, "q1 === q0", "q1 >= q0"]],
    INFERENCE,
  ],
  [
    "likelihood-ratio test: REML fits of other fixed effects let through",
    [[`${LIKELIHOOD}likelihood-ratio-test.ts`, "if (restricted && !(p0", "if (!restricted && !(p0"]],
    INFERENCE,
  ],
  [
    "Satterthwaite: the factor 2",
    [[`${LIKELIHOOD}satterthwaite.ts`, "(2 * variance ** 2)", "variance ** 2"]],
    INFERENCE,
  ],
  [
    "profile: σ² held without its n log σ²",
    [[`${LIKELIHOOD}objective.ts`, "value: n * Math.log(sigma2) + rss / sigma2", "value: rss / sigma2"]],
    INFERENCE,
  ],
  [
    "prediction: σ² left out of a response",
    [[`${LIKELIHOOD}predict.ts`, `spread + (target === "response" ? sigma2 : 0)`, "spread"]],
    ["test/core/likelihood/predict"],
  ],
  [
    "prediction: b̂'s dependence on β left out",
    [[`${LIKELIHOOD}predict.ts`, "own === null\n        ? x", "own !== undefined\n        ? x"]],
    ["test/core/likelihood/predict"],
  ],
  [
    "rank histogram: a bin's draws in the next one",
    [[`${DIAGNOSTICS}rank-histogram.ts`, "(rank - 0.5) * bins", "rank * bins * 0.999"]],
    ["test/diagnostics/plot-data"],
  ],
  [
    "running means: a divisor one draw short",
    [[`${DIAGNOSTICS}running-means.ts`, "sum / (t + 1)", "sum / t"]],
    ["test/diagnostics/plot-data"],
  ],
  [
    "diagnosis: the limit of one chain for all",
    [[`${DIAGNOSTICS}diagnose.ts`, "ess: essPerChain * selected.chains", "ess: essPerChain"]],
    ["test/diagnostics/diagnose.test"],
  ],
  [
    "diagnosis: stuck chains taken for usual values",
    [
      [
        `${DIAGNOSTICS}stuck-chains.ts`,
        "numbers.filter((number) => !isUsual(",
        "numbers.filter((number) => isUsual(",
      ],
    ],
    ["test/diagnostics/diagnose.test"],
  ],
  [
    "diagnosis: draws needed from R-hat, not its square",
    [[`${DIAGNOSTICS}draws-needed.ts`, "(value ** 2 - 1) / (limit ** 2 - 1)", "(value - 1) / (limit - 1)"]],
    ["test/diagnostics/remedies"],
  ],
  [
    "diagnosis: effects centred when they are free of their mean",
    [[`${DIAGNOSTICS}slow-remedies.ts`, "Math.abs(tie.r) > CENTRE_FROM", "Math.abs(tie.r) < CENTRE_FROM"]],
    ["test/diagnostics/remedies"],
  ],
  [
    "checker: the Jacobian of a density of the precision left out",
    [[`${VERIFY}density-scale.ts`, "- (inverse.rows + 1) * logDeterminant", ""]],
    ["test/verify/right-answers"],
  ],
  [
    "checker: the Jacobian of a standard deviation's density off by a factor",
    [[`${VERIFY}density-scale.ts`, "(power - 1) * Math.log(one)", "power * Math.log(one)"]],
    ["test/verify/right-answers"],
  ],
  [
    "checker: MCMCglmm's V taken for the scale",
    [[`${VERIFY}candidate-parameters.ts`, "V === undefined ? matrix : matrix.mul(degrees)", "matrix"]],
    ["test/verify/right-answers"],
  ],
  [
    "checker: NaN passes",
    [
      [
        `${VERIFY}check-conditional.ts`,
        "const ok = spread <= TOLERANCE;",
        "const ok = !(spread > TOLERANCE);",
      ],
    ],
    ["test/verify/diagnosis"],
  ],
  [
    "checker: a fault that explains one state is enough",
    [[`${VERIFY}find-faults.ts`, "pairs.every((pair) => {", "pairs.some((pair) => {"]],
    ["test/verify/diagnosis"],
  ],
  [
    "checker: η not held while a centered β is varied",
    [[`${VERIFY}recipes/beta-centered.ts`, "value + before[i].get(k, 0) - after[i].get(k, 0)", "value"]],
    ["test/samplers/centered"],
  ],
  [
    "checker: recovered precisions halved",
    [[`${VERIFY}recover-law.ts`, "H.set(k, k, 2 * product)", "H.set(k, k, product)"]],
    ["test/verify/diagnosis"],
  ],
  [
    "band: steps of the recursion all alike",
    [[`${VERIFY}ecdf-band.ts`, "1 / (K - k + 1)", "1 / K"]],
    ["test/verify/ecdf-band"],
  ],
  [
    "band: a p-value without what is as extreme",
    [[`${VERIFY}ecdf-band.ts`, "smallest * (1 + 1e-9)", "smallest * (1 - 1e-9)"]],
    ["test/verify/ecdf-band"],
  ],
  [
    "Holm's adjustment without a running maximum",
    [[`${VERIFY}p-values.ts`, "Math.max(largest, Math.min(", "Math.max(0, Math.min("]],
    ["test/verify/joint-distribution"],
  ],
  [
    "simulation: half-t draws of D without the 2",
    [[`${VERIFY}prior-draws.ts`, "(2 * df) / one", "df / one"]],
    ["test/verify/prior-draws"],
  ],
  [
    "simulation: the data's noise with σ² for σ",
    [[`${VERIFY}prior-draws.ts`, "Math.sqrt(state.sigma2)", "state.sigma2"]],
    ["test/verify/prior-draws"],
  ],
  [
    "joint distribution test: standard errors of draws that depend on one another",
    [
      [
        `${VERIFY}joint-distribution-test.ts`,
        "variance(chains) / chains.length",
        "variance(successive) / successive.length",
      ],
    ],
    ["test/verify/joint-distribution"],
  ],
  [
    "calibration: ranks counted from above",
    [
      [
        `${VERIFY}simulation-based-calibration.ts`,
        "if (value < truth) rank++;",
        "if (value > truth) rank++;",
      ],
    ],
    ["test/verify/calibration"],
  ],
  [
    "fast engine: what is orthogonal to Z left out of RSS, seen by calibration",
    [[`${ENGINE}fast-engine.ts`, "rss += rest * rest;", ""]],
    ["test/verify/calibration"],
  ],
  [
    "fast engine: correlations left out of b's precision, seen by calibration",
    [[`${ENGINE}factor-precisions.ts`, "inverseD[2] + r11 * r12", "r11 * r12"]],
    ["test/verify/calibration"],
  ],
  [
    "centered: β's prior precision dropped",
    [[`${CONDITIONALS}beta-centered.ts`, "  data.groups.forEach(", "  P.mul(0);\n  data.groups.forEach("]],
    CENTERED,
  ],
  [
    "centered: σ² divided by twice in the columns that are not",
    [
      [
        `${CONDITIONALS}beta-centered.ts`,
        "Xw.transpose().mmul(Xw).div(sigma2)",
        "Xw.transpose().mmul(Xw).div(sigma2 ** 2)",
      ],
    ],
    CENTERED,
  ],
  [
    "centered: Zη not subtracted from y",
    [
      [
        `${CONDITIONALS}beta-centered.ts`,
        "Matrix.sub(y, Z.mmul(eta[i]))",
        "Matrix.sub(y, Z.mmul(eta[i]).mul(0))",
      ],
    ],
    CENTERED,
  ],
  [
    "centered: η without Uβ",
    [
      [
        `${CONDITIONALS}beta-centered.ts`,
        "U.mmul(betaC).add(Matrix.columnVector(terms[0].b[i]))",
        "U.mmul(betaC).mul(0).add(Matrix.columnVector(terms[0].b[i]))",
      ],
    ],
    CENTERED,
  ],
  [
    "centered: b not carried to the new β",
    [
      [
        `${CONDITIONALS}beta-centered.ts`,
        "Matrix.sub(eta[i], U.mmul(betaC)).to1DArray()",
        "eta[i].to1DArray()",
      ],
    ],
    EQUAL,
  ],
  [
    "centered: only the first group asked whether a column is centerable",
    [[`${SAMPLERS}centering.ts`, "if (against[k] < 0 && !isWithin)", "if (i === 0 && !isWithin)"]],
    CENTERED,
  ],
  [
    "centered: a column that is nearly centerable taken for one that is",
    [[`${CORE}least-squares.ts`, "rank) <= DEPENDENT * length", "rank) <= 1e-5 * length"]],
    CENTERED,
  ],
  [
    "fast engine: centered: D⁻¹ of the last D",
    [
      [
        `${ENGINE}draw-beta-centered.ts`,
        "  invertLowerInto(factor, q, w.whitening, 0);",
        "  if (w.whitening[0] === 0) invertLowerInto(factor, q, w.whitening, 0);",
      ],
    ],
    EQUAL,
  ],
  [
    "fast engine: centered: η without Uβ",
    [[`${ENGINE}draw-beta-centered.ts`, "  addFixed(groups, w, 1);\n", ""]],
    EQUAL,
  ],
  [
    "fast engine: centered: b not carried to the new β",
    [[`${ENGINE}draw-beta-centered.ts`, "  addFixed(groups, w, -1);\n", ""]],
    EQUAL,
  ],
  [
    "fast engine: centered: Σbb' of an old b",
    [[`${ENGINE}draw-beta-centered.ts`, "  w.bbIsCurrent = false;\n", ""]],
    EQUAL,
  ],
  [
    "fast engine: centered: precision between centered columns and others",
    [
      [
        `${ENGINE}draw-beta-centered.ts`,
        "isCentered[k] || isCentered[l] ? 0",
        "isCentered[k] && isCentered[l] ? 0",
      ],
    ],
    EQUAL,
  ],
  [
    "aggregated engine: U_i of groups before they are rotated",
    [
      [
        `${ENGINE}fast-engine.ts`,
        "centeredGroups(withData, centered)",
        "centeredGroups(reducedGroups(model), centered)",
      ],
    ],
    ["test/samplers/aggregated"],
  ],
  [
    "interweaved: the centered half left out",
    [[`${SAMPLERS}sweep.ts`, '["beta", "betaCentered", "b", "sigma2", "D"]', '["beta", "b", "sigma2", "D"]']],
    ["test/samplers/sweep"],
  ],
  [
    "a moved unknown may be stale",
    [[`${SAMPLERS}stationary-order.ts`, "[...given, ...moves].find(", "[...given].find("]],
    ["test/samplers/sweep"],
  ],
  [
    "scale move: Jacobian c^q for c^(q+1)",
    [[`${CONDITIONALS}scale-move.ts`, "names.length + 1;", "names.length;"]],
    SCALE,
  ],
  [
    "scale move: Jacobian c for c², D diagonal",
    [[`${CONDITIONALS}scale-move.ts`, "diagonal ? 2 :", "diagonal ? 1 :"]],
    SCALE,
  ],
  [
    "scale move: the next effect sees the old residual",
    [
      [
        `${CONDITIONALS}scale-move.ts`,
        "scaleLogDensity(data, present, k)",
        "scaleLogDensity(data, { ...state, terms: present.terms }, k)",
      ],
      [
        `${CONDITIONALS}scale-move.ts`,
        "const zb = Z.getColumnVector(k).mul(b[i][k]);",
        "const zb = Z.getColumnVector(k).mul(b[i][0]);",
      ],
    ],
    SCALE,
  ],
  [
    "scale move: D's row scaled, its column not",
    [[`${CONDITIONALS}scale-move.ts`, "(factor(r) * factor(l))", "factor(r)"]],
    SCALE,
  ],
  [
    "scale move: residual's cross term without the 2",
    [[`${CONDITIONALS}scale-move.ts`, "- 2 * step * rz", "- step * rz"]],
    SCALE,
  ],
  [
    "half-t's marginal density of D: (ν + q)/2 for (ν + 2q)/2",
    [[`${CORE}priors/prior-density.ts`, "(df + 2 * q) / 2", "(df + q) / 2"]],
    ["test/core/density", "test/core/priors", "test/samplers/scale-move"],
  ],
  [
    "a slice whose height is the density's",
    [[`${SAMPLERS}slice-step.ts`, "start + ln(stream.uniform())", "start + 0 * ln(stream.uniform())"]],
    SCALE,
  ],
  [
    "a slice that does not step out",
    [
      [
        `${SAMPLERS}slice-step.ts`,
        "while (density.at(right) > height) right = steppedOut(right, WIDTH);",
        "",
      ],
    ],
    SCALE,
  ],
  [
    "a slice that takes any point of its interval",
    [[`${SAMPLERS}slice-step.ts`, "if (density.at(x) > height || x === 0) return x;", "return x;"]],
    SCALE,
  ],
  [
    "fast engine: scale move: Jacobian c^q for c^(q+1), inverse-Wishart",
    [[`${ENGINE}draw-scale.ts`, "density.a = -prior.df;", "density.a = -prior.df - 1;"]],
    EQUAL,
  ],
  [
    "fast engine: scale move: Jacobian c^q for c^(q+1), half-t",
    [[`${ENGINE}draw-scale.ts`, "density.a = 1 - df - q;", "density.a = -df - q;"]],
    EQUAL,
  ],
  [
    "fast engine: scale move: Jacobian c for c², inverse-gamma",
    [[`${ENGINE}draw-scale.ts`, "density.a = -2 * column.shape;", "density.a = -2 * column.shape - 1;"]],
    EQUAL,
  ],
  [
    "fast engine: scale move: half-t's exponent without q",
    [[`${ENGINE}draw-scale.ts`, "density.h = (df + q) / 2;", "density.h = (df + 1) / 2;"]],
    EQUAL,
  ],
  [
    "fast engine: scale move: covariances of the prior's scale dropped",
    [[`${ENGINE}draw-scale.ts`, "if (l !== k) density.t1 += prior.scale[k][l] * inverseD[k * q + l];", ""]],
    EQUAL,
  ],
  [
    "fast engine: scale move: the next effect's residual moved the wrong way",
    [[`${ENGINE}draw-scale.ts`, "gradient[l] -= (c - 1)", "gradient[l] += (c - 1)"]],
    EQUAL,
  ],
  [
    "fast engine: scale move: the next effect sees the old D⁻¹",
    [[`${ENGINE}draw-scale.ts`, "w.inverseD[l * q + k] /= c;", ""]],
    EQUAL,
  ],
  [
    "fast engine: scale move: Σbb' of an old b",
    [[`${ENGINE}draw-scale.ts`, "  w.bbIsCurrent = false;\n", ""]],
    EQUAL,
  ],
  [
    "fast engine: scale move: residuals of an old b",
    [[`${ENGINE}draw-scale.ts`, "  w.residualIsCurrent = false;\n", ""]],
    EQUAL,
  ],
  [
    "theory of mixing: σ² for σ⁴, uncentered",
    [
      [
        `${SAMPLERS}mixing-theory.ts`,
        "Z.transpose().mmul(X).div(sigma2)",
        "Z.transpose().mmul(X).div(Math.sqrt(sigma2))",
      ],
    ],
    THEORY,
  ],
  [
    "theory of mixing: the columns that are not centered left out of F",
    [
      [
        `${SAMPLERS}mixing-theory.ts`,
        "design.others.forEach((k, c) => F.setColumn(k, ZX.getColumn(c)));",
        "",
      ],
    ],
    THEORY,
  ],
  [
    "theory of mixing: sign of what is not centered",
    [[`${SAMPLERS}mixing-theory.ts`, "mmul(Xw).div(-sigma2)", "mmul(Xw).div(sigma2)"]],
    THEORY,
  ],
  [
    "theory of mixing: interweaved without what b carries",
    [[`${SAMPLERS}mixing-theory.ts`, "FU.mmul(uncentered).sub(FCH)", "FU.mmul(uncentered)"]],
    THEORY,
  ],
  [
    "theory of mixing: lag 1 from B's diagonal",
    [
      [
        `${SAMPLERS}mixing-theory.ts`,
        "return [name, cross / covariance[k][k]];",
        "return [name, B.get(k, k) + 0 * cross];",
      ],
    ],
    THEORY,
  ],
  [
    "theory of mixing: imaginary parts left out of the spectral radius",
    [
      [
        `${SAMPLERS}mixing-theory.ts`,
        "Math.hypot(real, imaginaryEigenvalues[k])",
        "real + 0 * imaginaryEigenvalues[k]",
      ],
    ],
    THEORY,
  ],
  [
    "theory of mixing: κ and 1 − κ exchanged",
    [
      [
        `${SAMPLERS}mixing-theory.ts`,
        "uncentered: kappa, centered: 1 - kappa",
        "uncentered: 1 - kappa, centered: kappa",
      ],
    ],
    THEORY,
  ],
  [
    "a comparison that predicts another sweep's lag 1",
    [["packages/lmm-gibbs/src/compare-sweeps.ts", "{ centering })[sweep];", "{ centering }).uncentered;"]],
    ["test/lmm-gibbs/compare-sweeps"],
  ],
  [
    "derivation: a count not halved in the exponent of σ²",
    [[`${DERIVATIONS}variance-kernel.ts`, "negative(halved(count))", "negative(count)"]],
    DERIVED,
  ],
  [
    "derivation: S for S⁻¹ in lecture C's IW",
    [[`${DERIVATIONS}notation.ts`, "inverted: true", "inverted: false"]],
    DERIVED,
  ],
  [
    "derivation: q − 1 left out of a half-t's degrees of freedom",
    [[`${DERIVATIONS}covariance-prior.ts`, "plus(df, n.q, valueOf(-1))", "plus(df, n.q)"]],
    DERIVED,
  ],
  [
    "derivation: the 2 of the cross term left out",
    [
      [
        `${DERIVATIONS}normal-ending.ts`,
        "doubled(times(transpose(unknown), precisionMean))",
        "times(transpose(unknown), precisionMean)",
      ],
    ],
    DERIVED,
  ],
  [
    "derivation: ν/α for 2ν/α in lecture C's Gamma",
    [[`${DERIVATIONS}variance-parts.ts`, "divided(doubled(df), alpha)", "divided(df, alpha)"]],
    DERIVED,
  ],
  [
    "derivation: lecture E's q counted as ours",
    [[`${DERIVATIONS}notation.ts`, 'q: plus(s("q"), valueOf(1))', 'q: s("q")']],
    DERIVED,
  ],
  [
    "derivation: brackets left out in LaTeX",
    [[`${DERIVATIONS}write-latex.ts`, "levelOf(e) >= least", "levelOf(e) + 1 >= least"]],
    DERIVED,
  ],
  [
    "derivation: brackets left out in text",
    [[`${DERIVATIONS}write-text.ts`, "levelOf(e) >= least", "levelOf(e) + 1 >= least"]],
    DERIVED,
  ],
  [
    "propriety: the rank of Z for t",
    [[`${PROPRIETY}evidence.ts`, "rankZ + rankX - p : rankZ", "rankZ : rankZ"]],
    PROPER,
  ],
  ["propriety: N for N − p", [[`${PROPRIETY}evidence.ts`, "isFlat ? rows - p : rows,", "rows,"]], PROPER],
  [
    "propriety: y for y − Xm₀ under Zellner's prior",
    [[`${PROPRIETY}evidence.ts`, "left - m * X[row * p + c], value)", "left, value)"]],
    PROPER,
  ],
  [
    "propriety: σ² and D to 0 together forgotten",
    [[`${PROPRIETY}independent-variances.ts`, "if (exact && !(total < 0)) {", "if (false) {"]],
    PROPER,
  ],
  [
    "propriety: a column of X in the span of Z counted",
    [[`${PROPRIETY}left-over.ts`, "c < p && inZ[c] ? 0 : rest[i][c]", "rest[i][c]"]],
    PROPER,
  ],
  [
    "propriety: q for q − k far out",
    [
      [
        `${PROPRIETY}unstructured.ts`,
        "count + 2 * sigma2.atInfinity + k * (df - q + k) > 0",
        "count + 2 * sigma2.atInfinity + k * df > 0",
      ],
    ],
    PROPER,
  ],
  [
    "propriety: r = 1 whatever X",
    [
      [
        `${PROPRIETY}unstructured.ts`,
        "if (!(groups - rank + df > q - 1))",
        "if (!(groups - 1 + df > q - 1))",
      ],
    ],
    PROPER,
  ],
  [
    "propriety: rounding counted as a function of the group",
    [[`${PROPRIETY}own-fits.ts`, "<= DEPENDENT * length ? 0 : value", "<= 0 ? 0 : value"]],
    PROPER,
  ],
  [
    "propriety: a half-t's tail a power lighter",
    [[`${PROPRIETY}tails.ts`, "atZero: -0.5, vanishesAtZero: false", "atZero: -1, vanishesAtZero: false"]],
    PROPER,
  ],
  [
    "an improper prior's power off by one",
    [
      [
        `${CORE}priors/prior-density.ts`,
        ": -(shape + 1) * Math.log(variance)",
        ": -shape * Math.log(variance)",
      ],
    ],
    ["test/core/improper-priors"],
  ],
  [
    "an improper Wishart's power off by q + 1",
    [[`${CORE}priors/prior-density.ts`, "(-(df + D.length + 1) *", "(-df *"]],
    ["test/core/improper-priors"],
  ],
  [
    "an improper posterior sampled unasked",
    [
      [
        "packages/samplers/src/require-proper.ts",
        'found.verdict === "improper" && allowImproper !== true',
        "false",
      ],
    ],
    ["test/samplers/improper-priors"],
  ],
  [
    "interrupted: draws of the longest chain for those of all",
    [[`${SAMPLERS}sample-stretch.ts`, "Math.min(...parts.map(", "Math.max(...parts.map("]],
    INTERRUPTED,
  ],
  [
    "interrupted: a sweep counted as kept too early",
    [[`${SAMPLERS}chain-part.ts`, "Math.floor((done - warmup) / thin)", "Math.ceil((done - warmup) / thin)"]],
    INTERRUPTED,
  ],
  [
    "interrupted: kept draws put one place further",
    [
      [
        `${SAMPLERS}unfinished-run.ts`,
        "packed.subarray(v * kept, (v + 1) * kept), v * run.draws",
        "packed.subarray(v * kept, (v + 1) * kept), v * run.draws + 1",
      ],
    ],
    INTERRUPTED,
  ],
  [
    "checkpoint: checksum not compared",
    [
      [
        `${SAMPLERS}checkpoint-format.ts`,
        "(await platform.sha256(content.subarray(firstLine))) !== line[3]",
        "(await platform.sha256(content.subarray(firstLine))) === undefined",
      ],
    ],
    CHECKPOINT,
  ],
  [
    "checkpoint: longer than its length accepted",
    [[`${SAMPLERS}checkpoint-format.ts`, "content.length > length", "content.length > 2 * length"]],
    CHECKPOINT,
  ],
  [
    "checkpoint: its seed not compared",
    [[`${SAMPLERS}going-on.ts`, '    ["seed", saved.seed, plan.seed],', ""]],
    CHECKPOINT,
  ],
  [
    "checkpoint: where its chains start not compared",
    [[`${SAMPLERS}going-on.ts`, '    ["start (by initial or resume)", unfinished?.start, start],', ""]],
    CHECKPOINT,
  ],
  ["checkpoint: written over itself", [[`${SAMPLERS}checkpoint.ts`, "await before;", ""]], CHECKPOINT],
  [
    "checkpoint: temporary files of killed processes kept",
    [["packages/lmm-gibbs/src/file-checkpoint.ts", "!isAlive(Number(pid))", "Number(pid) === process.pid"]],
    ["test/lmm-gibbs/file-checkpoint"],
  ],
  [
    "aliased: the columns that stay left out, the others kept",
    [[`${CORE}design/aliased.ts`, "!out.has(at % p)", "out.has(at % p)"]],
    ALIASED,
  ],
  [
    "aliased: every column found independent",
    [
      [
        `${CORE}design/aliased.ts`,
        "combinations(factor, names, DEPENDENT)",
        "combinations(factor, names, 0)",
      ],
    ],
    ALIASED,
  ],
  [
    "aliased: coefficients of one column given to another",
    [
      [
        `${CORE}design/aliased.ts`,
        "coefficients[at * dependent.length + side]",
        "coefficients[side * kept.length + at]",
      ],
    ],
    ALIASED,
  ],
  [
    "aliased: a coefficient without its sign",
    [[`${CORE}design/aliased.ts`, 'coefficient < 0 ? "− "', 'coefficient < 0 ? "+ "']],
    ALIASED,
  ],
  [
    "aliased: new rows not held to the dependency",
    [[`${CORE}likelihood/prediction-rows.ts`, "  requireSameDependencies(X, columns, aliased);\n", ""]],
    ALIASED,
  ],
  [
    "aliased: a column that is nearly another let pass",
    [[`${CORE}design/aliased.ts`, "const NO_DIGITS = 1e-7", "const NO_DIGITS = 1e-10"]],
    HOSTILE,
  ],
  [
    "na: columns that the formula does not use count",
    [[`${CORE}design/drop-missing.ts`, "if (inUse.has(v)) visit", "if (inUse !== null) visit"]],
    MISSING,
  ],
  [
    "na: errors count the rows that stay",
    [[`${CORE}design/drop-missing.ts`, "(i) => rowInData(table, i)),", "(_, i) => i),"]],
    MISSING,
  ],
  [
    "na: missing text kept",
    [[`${CORE}design/drop-missing.ts`, "(values[i] ?? null) === null", "values[i] === undefined"]],
    MISSING,
  ],
  [
    "magnitudes: squares taken for sizes",
    [[`${CORE}design/magnitudes.ts`, "(matrix.length / p) * size * size", "size"]],
    HOSTILE,
  ],
  [
    "magnitudes: only the first column looked at",
    [[`${CORE}design/magnitudes.ts`, "k = k + 1 === p ? 0 : k + 1", "k = 0"]],
    HOSTILE,
  ],
  [
    "CSV: every integer met twice taken for a label",
    [[`${CORE}table/csv.ts`, "if (before !== undefined && before !== text)", "if (before !== undefined)"]],
    ["test/core/csv"],
  ],
  [
    "slice: every step out taken for one without end",
    [[`${SAMPLERS}slice-step.ts`, "const FARTHEST = 2000", "const FARTHEST = 0"]],
    SCALE,
  ],
  [
    "scale move: a variance of 0 taken for a place to go",
    [[`${CONDITIONALS}scale-move.ts`, "!(scaled[k][k] > 0 && scaled[k][k] < Infinity)", "scaled[k][k] < 0"]],
    SCALE,
  ],
];

const word = process.argv[2] ?? "";

for (const [title, edits] of FAULTS) {
  for (const [file, text] of edits) {
    if (!readFileSync(root + file, "utf8").includes(text)) {
      throw new Error(`${title}: ${file} has no ${JSON.stringify(text)}`);
    }
  }
}

if (process.argv.includes("--check")) process.exit(0);

let missed = 0;
const planted = FAULTS.filter(([title]) => title.includes(word));
if (planted.length === 0) throw new RangeError(`no fault's title has ${JSON.stringify(word)}`);
for (const [title, edits, tests = QUICK] of planted) {
  const originals = new Map();
  for (const [file, text, replacement] of edits) {
    const path = root + file;
    const source = readFileSync(path, "utf8");
    if (!originals.has(path)) originals.set(path, source);
    writeFileSync(path, source.replace(text, replacement));
  }
  try {
    const { status } = spawnSync("npx", ["vitest", "run", "--bail=1", ...tests], {
      cwd: root,
      stdio: "ignore",
    });
    if (status === 0) missed++;
    console.log(`${status === 0 ? "MISSED " : "noticed"}  ${title}`);
  } finally {
    for (const [path, source] of originals) writeFileSync(path, source);
  }
}
console.log(`${planted.length - missed} of ${planted.length} faults noticed`);
process.exitCode = missed === 0 ? 0 : 1;

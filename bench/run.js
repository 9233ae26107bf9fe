// The benchmark: one table of ratios, each measured side by side in this run.
import { essBulk, mixedModel, sample, sampleSync } from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";
import { cYardstick, hasCompiler } from "./c-yardstick.js";
import { essTimes, summaryTimes } from "./diagnostics.js";
import { kernelTimes } from "./kernels.js";
import { inTurn } from "./measure.js";
import { simulated } from "./simulated.js";

/** Nanoseconds a sweep: one chain, nothing kept but the last σ². */
const sweepTime = (model, sweeps, options = {}) => {
  const run = { chains: 1, warmup: 0, draws: 1, thin: sweeps, seed: 1, keep: ["sigma2"], ...options };
  return (1e9 * sampleSync(model, run).seconds) / sweeps;
};
const micro = (ns) => `${(ns / 1000).toPrecision(3)} µs`;
const row = (what, ours, theirs, ratio) =>
  console.log(`${what.padEnd(64)} ${ours.padStart(10)} ${theirs.padStart(10)} ${ratio.padStart(7)}`);

console.log(`${"".padEnd(64)} ${"a".padStart(10)} ${"b".padStart(10)} ${"a / b".padStart(7)}`);

if (hasCompiler) {
  for (const [size, sweeps] of [
    [{ J: 1000, n: 10, p: 5, q: 2 }, 2000],
    [{ J: 18, n: 10, p: 2, q: 2 }, 50_000],
    [{ J: 100, n: 10, p: 10, q: 5 }, 4000],
    [{ J: 1000, n: 10, p: 5, q: 1 }, 3000],
    [{ J: 1000, n: 10, p: 5, q: 3 }, 1500],
    [{ J: 1000, n: 10, p: 5, q: 4 }, 1000],
    [{ J: 1000, n: 10, p: 5, q: 5 }, 800],
  ]) {
    const model = simulated(size);
    const yardstick = cYardstick(model);
    const { ours, c } = await inTurn({
      // The C program has no scale move.
      ours: () => sweepTime(model, sweeps, { scaleMove: "none" }),
      c: () => yardstick.nanoseconds(sweeps),
    });
    yardstick.close();
    const { J, n, p, q } = size;
    row(
      `a sweep, ours / C -O3: J = ${J}, n = ${n}, p = ${p}, q = ${q}`,
      micro(ours),
      micro(c),
      (ours / c).toFixed(2),
    );
  }
} else {
  console.log("a sweep against C: skipped, there is no gcc");
}

for (const q of [1, 2, 3]) {
  const { writtenOut, loops } = await inTurn(kernelTimes(simulated({ J: 1000, n: 10, p: 5, q }), 2000));
  row(
    `the pass over the groups, loops for any q / written out: q = ${q}`,
    micro(loops),
    micro(writtenOut),
    (loops / writtenOut).toFixed(2),
  );
}

for (const J of [18, 1000]) {
  const model = simulated({ J, n: 10, p: 2, q: 2 });
  const sweeps = Math.ceil(900_000 / J);
  const time = (options) => () => sweepTime(model, sweeps, options);
  const { a, b } = await inTurn({ a: time({}), b: time({ scaleMove: "none" }) });
  row(
    `a marginal sweep with the scale move / without: J = ${J}, q = 2`,
    micro(a),
    micro(b),
    (a / b).toFixed(2),
  );
  for (const sweep of ["uncentered", "centered", "interweaved"]) {
    const own = await inTurn({ a: time({ sweep }), b: time({}) });
    row(
      `a sweep, ${sweep} / marginal: J = ${J}, q = 2`,
      micro(own.a),
      micro(own.b),
      (own.a / own.b).toFixed(2),
    );
  }
}

for (const J of [10, 100, 1000]) {
  const model = simulated({ J, n: 10, p: 5, q: 2 });
  const sweeps = Math.ceil(200_000 / J);
  const { textbook, fast } = await inTurn(
    {
      textbook: () => sweepTime(model, Math.ceil(sweeps / 40), { engine: "textbook" }),
      fast: () => sweepTime(model, sweeps),
    },
    3,
  );
  row(
    `a sweep, textbook / fast engine: J = ${J}, p = 5, q = 2`,
    micro(textbook),
    micro(fast),
    (textbook / fast).toFixed(0),
  );
}

for (const [few, many] of [
  [10, 100],
  [100, 1000],
  [1000, 10_000],
  [10_000, 100_000],
]) {
  const [small, large] = [few, many].map((J) => simulated({ J, n: 5, p: 3, q: 2 }));
  const work = 1_000_000;
  const { a, b } = await inTurn(
    { a: () => sweepTime(large, work / many), b: () => sweepTime(small, work / few) },
    3,
  );
  row(`a sweep, J = ${many} / J = ${few}`, micro(a), micro(b), (a / b).toFixed(2));
}

for (const times of [10, 100]) {
  const [once, more] = [10, 10 * times].map((n) => simulated({ J: 100, n, p: 5, q: 2 }));
  const { a, b } = await inTurn({ a: () => sweepTime(more, 20_000), b: () => sweepTime(once, 20_000) });
  row(`a sweep, rows × ${times} / rows × 1: J = 100`, micro(a), micro(b), (a / b).toFixed(2));
}

{
  const [few, many] = [100, 100_000].map((J) => simulated({ J, n: 5, p: 3, q: 2, balanced: true }));
  const time = (model) => () => sweepTime(model, 100_000, { engine: "aggregated" });
  const { a, b } = await inTurn({ a: time(many), b: time(few) });
  row("a sweep, aggregated engine, one Z_i: J = 100000 / J = 100", micro(a), micro(b), (a / b).toFixed(2));
}

for (const [chains, sweeps] of [
  [1, 20_000],
  [2, 20_000],
  [4, 3000],
  [4, 10_000],
]) {
  const model = simulated({ J: 1000, n: 10, p: 5, q: 2 });
  const wall = (workers) => async () => {
    const start = performance.now();
    await sample(model, { workers, chains, warmup: 0, draws: 1, thin: sweeps, seed: 1, keep: ["sigma2"] });
    return 1e6 * (performance.now() - start);
  };
  const { a, b } = await inTurn({ a: wall(1), b: wall(2) }, 3);
  row(
    `${chains} ${chains === 1 ? "chain" : "chains"} of ${sweeps} sweeps, 1 worker / 2 workers: J = 1000`,
    `${(a / 1e9).toFixed(2)} s`,
    `${(b / 1e9).toFixed(2)} s`,
    (a / b).toFixed(2),
  );
}

{
  const [shared, own] = [true, false].map((balanced) => simulated({ J: 1000, n: 10, p: 5, q: 2, balanced }));
  const { a, b } = await inTurn({ a: () => sweepTime(own, 2000), b: () => sweepTime(shared, 2000) });
  row("a sweep, every Z_i its own / one Z_i shared: J = 1000", micro(a), micro(b), (a / b).toFixed(2));
}

for (const [name, formula] of [
  ["rikz", "Richness ~ NAP + (1 | Beach)"],
  ["sleepstudy", "Reaction ~ Days + (Days | Subject)"],
  ["orthodont", "distance ~ age + (age | Subject)"],
]) {
  const model = mixedModel(formula, readCsv(new URL(`../data/${name}.csv`, import.meta.url)));
  const rate = (sweep) => () => {
    const draws = sampleSync(model, { sweep, chains: 4, warmup: 200, draws: 5000, seed: 1, keep: ["beta"] });
    return Math.min(...draws.variables.map((variable) => essBulk(draws.get(variable)))) / draws.seconds;
  };
  const { a, b } = await inTurn({ a: rate("marginal"), b: rate("uncentered") }, 3);
  row(
    `least ESS of β a second, marginal / uncentered: ${name}`,
    a.toFixed(0),
    b.toFixed(0),
    (a / b).toFixed(1),
  );
}

{
  const draws = 100_000;
  const { bySums, byTransform } = await inTurn(essTimes(draws), 1);
  row(
    `essBulk of 4 × ${draws} draws, by sums / by transform`,
    `${(bySums / 1e3).toFixed(1)} s`,
    `${byTransform.toFixed(0)} ms`,
    (bySums / byTransform).toFixed(0),
  );
}

{
  const { oneByOne, together } = await inTurn(summaryTimes(100, 1000));
  row(
    "100 variables × 4 × 1000 draws, column by column / summarize",
    `${oneByOne.toFixed(0)} ms`,
    `${together.toFixed(0)} ms`,
    (oneByOne / together).toFixed(1),
  );
}

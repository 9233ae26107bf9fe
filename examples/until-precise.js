// Draws until every fixed effect has 2,000 effective draws, whatever that takes.
import { drawsFromJson, essBulk, mixedModel, streamDraws, summarize } from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";

const data = readCsv(new URL("../data/sleepstudy.csv", import.meta.url));
const model = mixedModel("Reaction ~ Days + (Days | Subject)", data);

let soFar = null;
for await (const batch of streamDraws(model, { draws: Infinity, batch: 250, keep: ["beta"], seed: 11 })) {
  soFar = soFar === null ? batch.toJSON() : joined(soFar, batch.toJSON());
  const draws = drawsFromJson(soFar);
  const ess = draws.variables.map((variable) => essBulk(draws.get(variable)));
  console.log(`${draws.iterations} draws a chain: least ESS ${Math.floor(Math.min(...ess))}`);
  if (Math.min(...ess) >= 2000) {
    console.log(String(summarize(draws)));
    break;
  }
}

function joined(a, b) {
  const values = a.values.map((chain, c) => chain.map((column, v) => [...column, ...b.values[c][v]]));
  return { ...b, iterations: a.iterations + b.iterations, values };
}

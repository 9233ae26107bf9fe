// The same posterior by two sweeps: β given b mixes slowly where groups differ by more than the noise within them.
import { compareMixing, mixedModel, sample } from "lmm-gibbs";
import { readCsv } from "lmm-gibbs/node";

const data = readCsv(new URL("../data/sleepstudy.csv", import.meta.url));
const model = mixedModel("Reaction ~ Days + (Days | Subject)", data);

const runs = {};
for (const sweep of ["marginal", "uncentered"]) {
  runs[sweep] = await sample(model, { sweep, seed: 601, keep: ["beta", "sigma", "sd"] });
}
console.log(String(compareMixing(runs)));

// A run that tests kill: `node killed-run.mjs WORKERS [FILE]` tells how far it is, and at its end a sum of all it gives.
import { createHash } from "node:crypto";
import { mixedModelFromMatrices, sample } from "lmm-gibbs";
import { fileCheckpoint } from "lmm-gibbs/node";

const groups = Array.from({ length: 120 }, (_, i) => i % 30);
const X = groups.map((_, i) => [1, Math.cos(i)]);
const y = X.map(([, x], i) => x + Math.sin(13 * i));
const model = mixedModelFromMatrices({ y, X, Z: X.map(() => [1]), groups });

const [workers, file] = process.argv.slice(2);
const draws = await sample(model, {
  chains: 3,
  warmup: 500,
  draws: 12_000,
  thin: 2,
  seed: "killed",
  workers: Number(workers),
  ...(file === undefined ? {} : { checkpoint: fileCheckpoint(file, { every: 0 }) }),
  onProgress: ({ done, total }) => process.stdout.write(`${done / total}\n`),
});
const sum = createHash("sha256");
for (const variable of draws.variables) for (const chain of draws.get(variable)) sum.update(chain);
sum.update(JSON.stringify([draws.variables, draws.seed, draws.description, draws.saved]));
process.stdout.write(`${sum.digest("hex")}\n`);

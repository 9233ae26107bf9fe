// A run that tests kill: `node killed-run.mjs WORKERS [FILE [progress:PART | write:NUMBER]]` tells how far it is, and at its
// end a sum of all it gives. With a third argument it kills itself at a part of its way, or within a writing.
import { createHash } from "node:crypto";
import { mixedModelFromMatrices, sample } from "lmm-gibbs";
import { fileCheckpoint } from "lmm-gibbs/node";

const groups = Array.from({ length: 120 }, (_, i) => i % 30);
const X = groups.map((_, i) => [1, Math.cos(i)]);
const y = X.map(([, x], i) => x + Math.sin(13 * i));
const model = mixedModelFromMatrices({ y, X, Z: X.map(() => [1]), groups });

const [workers, file, when = ""] = process.argv.slice(2);
const [what, number] = when.split(":");
const kill = () => process.kill(process.pid, "SIGKILL");

/** The file's checkpoint, of which one writing is the last thing that this process does. */
function checkpoint() {
  const kept = fileCheckpoint(file, { every: 0 });
  let writes = 0;
  const write = async (content) => {
    if (what === "write" && ++writes === Number(number)) setTimeout(kill, 2 * Math.random());
    return kept.write(content);
  };
  return { ...kept, write };
}

const draws = await sample(model, {
  chains: 3,
  warmup: 500,
  draws: process.env.CALIBRATE === "1" ? 24_000 : 8_000,
  thin: 2,
  seed: "killed",
  workers: Number(workers),
  ...(file === undefined ? {} : { checkpoint: checkpoint() }),
  onProgress: ({ done, total }) => {
    process.stdout.write(`${done / total}\n`);
    if (what === "progress" && done / total >= Number(number)) kill();
  },
});
const sum = createHash("sha256");
for (const variable of draws.variables) for (const chain of draws.get(variable)) sum.update(chain);
sum.update(JSON.stringify([draws.variables, draws.seed, draws.description, draws.saved]));
process.stdout.write(`${sum.digest("hex")}\n`);

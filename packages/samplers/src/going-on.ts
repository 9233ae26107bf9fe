// Goes on from a checkpoint, when it has the run that is asked for.
import { shown } from "@lmm-gibbs/core/internal";
import type { Checkpoint } from "./checkpoint.ts";
import { decodeCheckpoint } from "./checkpoint-format.ts";
import { centeredNames, type Plan } from "./plan.ts";
import { requireSavedRun, type SavedRun } from "./saved-run.ts";
import { startOf } from "./start-of.ts";

/**
 * The plan of a run that goes on from its checkpoint.
 *
 * @param asked - the plan of the run as it was asked for
 * @param seed - the seed that was asked for; undefined for any, which is then the checkpoint's
 * @param checkpoint - where the run may be kept
 * @returns the plan as it was asked for when nothing was written yet, otherwise one that resumes what was
 * @throws {RangeError} when what was written is not whole, or is of another run; it says what differs
 */
export async function goingOn(
  asked: Plan,
  seed: number | string | undefined,
  checkpoint: Checkpoint,
): Promise<Plan> {
  const content: unknown = await checkpoint.read();
  if (content === undefined || content === null) return asked;
  if (!(content instanceof Uint8Array)) {
    throw new TypeError(`checkpoint.read must give a Uint8Array or undefined, got ${shown(content)}`);
  }
  const saved = await decodeCheckpoint(content);
  const differing = differences({ ...asked, seed: seed ?? saved.seed }, saved, await startOf(asked));
  if (differing.length > 0) {
    throw new RangeError(
      `the checkpoint is of another run: ${differing.join("; ")}; ` +
        "ask for the same, or give this run a checkpoint of its own",
    );
  }
  requireSavedRun(asked.model, saved, asked.fingerprint);
  return { ...asked, seed: saved.seed, resume: saved };
}

/** What tells a saved run from the one that is asked for: nothing, when the one goes on to the other's draws. */
function differences(plan: Plan, saved: SavedRun, start: string): string[] {
  const { unfinished } = saved;
  const compared: [string, unknown, unknown][] = [
    ["model (the checksum of data, design and priors)", saved.model, plan.fingerprint],
    ["seed", saved.seed, plan.seed],
    ["sweep", saved.sweep, plan.sweep.name],
    ["scaleMove", saved.scaleMove, plan.sweep.scaleMove],
    ["centering", saved.centered, centeredNames(plan)],
    ["engine", saved.engine, plan.engine.name],
    ["number of chains", saved.chains.length, plan.chains],
    ["warmup", unfinished?.warmup, plan.warmup],
    ["draws", unfinished?.draws, plan.draws],
    ["thin", unfinished?.thin, plan.thin],
    ["keep", unfinished?.variables, plan.variables.map(({ name }) => name)],
    ["start (by initial or resume)", unfinished?.start, start],
  ];
  return compared
    .filter(([, its, now]) => JSON.stringify(its) !== JSON.stringify(now))
    .map(([name, its, now]) => `its ${name} is ${shown(its)}, asked is ${shown(now)}`);
}

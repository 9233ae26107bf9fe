// Runs what remains of a stretch in workers, looking every now and then whether it is to stop or to be kept.
import type { SavedPart } from "./chain-part.ts";
import { every, pause } from "./clock.ts";
import { type Crew, startCrew } from "./crew.ts";
import type { LostChain } from "./interruption-errors.ts";
import type { Stretch } from "./run.ts";
import { LOOK_MS } from "./signal.ts";

/** What is looked at while chains run. */
export interface Watch {
  /** Whether the chains' parts are ever wanted before their ends. */
  readonly wantsParts: boolean;
  /** Whether all chains are to get about equally far. */
  readonly inTurns: boolean;
  /** Whether the run is to stop where it is. */
  halted(): boolean;
  /** Whether it is time to keep the parts. */
  isDue(): boolean;
  /** Keeps the parts as they are. */
  keep(parts: readonly SavedPart[]): void;
}

/** How a run in workers ended. */
export interface Outcome {
  /** The chains, in order: at their ends, or as last told. */
  readonly parts: readonly SavedPart[];
  /** The chains whose workers died. */
  readonly lost: readonly LostChain[];
}

/** How long workers may take to show their chains when the run is halted. */
const SHOW_MS = 50;

/**
 * Runs what remains of a stretch in workers. Which worker runs a chain does not change its draws.
 *
 * @param stretch - its chains on this thread stay as they are
 * @param most - workers at once, at most
 * @param watch - looked at every few milliseconds; a run that it halts resolves with the parts so far
 * @returns the outcome; undefined when no worker can start here
 * @throws {NumericalError} when a chain's numbers fail
 */
export async function runInWorkers(
  stretch: Stretch,
  most: number,
  watch: Watch,
): Promise<Outcome | undefined> {
  let crew: Crew | undefined;
  let stopLooking = (): void => {};
  try {
    return await new Promise((resolve, reject) => {
      const guarded = (action: () => void): void => {
        try {
          action();
        } catch (error) {
          reject(error);
        }
      };
      const outcome = (): void => resolve(crew);
      let begun = true;
      crew = startCrew(stretch, {
        most,
        listens: watch.wantsParts,
        inTurns: watch.inTurns,
        guarded,
        end: (isBegun) => {
          begun = isBegun;
          resolve(isBegun ? crew : undefined);
        },
      });
      if (!begun) return;
      stopLooking = watching(crew, watch, guarded, outcome);
    });
  } finally {
    stopLooking();
    crew?.dismiss();
  }
}

/** Looks until it is told to stop, or the watch halts the run. @returns a function that tells it to stop */
function watching(
  crew: Crew,
  watch: Watch,
  guarded: (action: () => void) => void,
  halt: () => void,
): () => void {
  let isAsking = false;
  let isOver = false;
  const stopLooking = every(LOOK_MS, () =>
    guarded(() => {
      if (watch.halted()) {
        stopLooking();
        if (watch.wantsParts) void Promise.race([crew.ask(), pause(SHOW_MS)]).then(halt);
        else halt();
      } else if (watch.isDue() && !isAsking) {
        isAsking = true;
        void crew.ask().then(() =>
          guarded(() => {
            isAsking = false;
            if (!isOver) watch.keep([...crew.parts]);
          }),
        );
      }
    }),
  );
  return () => {
    isOver = true;
    stopLooking();
  };
}

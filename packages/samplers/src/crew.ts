// Workers and the chains they have: each takes more when it has done its own, and one that dies is replaced.
import { platform } from "#platform";
import { type SavedPart, savePart } from "./chain-part.ts";
import type { LostChain } from "./interruption-errors.ts";
import { type Stretch, sweepsOf } from "./run.ts";
import {
  type FromWorker,
  receivedError,
  sentError,
  sentSetup,
  type ToWorker,
  withNews,
} from "./worker-protocol.ts";

/** Chains at work in workers. */
export interface Crew {
  /** The chains as their workers last told, in order. */
  readonly parts: readonly SavedPart[];
  /** The chains whose workers died. */
  readonly lost: readonly LostChain[];
  /** Asks every worker to tell how its chains are. It resolves when all that have some have told, have ended or have died. */
  ask(): Promise<void>;
  /** Ends every worker, whatever it does. */
  dismiss(): void;
}

/** How a crew is led. */
export interface Lead {
  /** Workers at once, at most. */
  readonly most: number;
  /** Whether workers listen while they are at work, so that they can be asked. */
  readonly listens: boolean;
  /** Whether the workers share all chains from the beginning and run theirs in turns, so that all get about equally far. */
  readonly inTurns: boolean;
  /** Runs what a message or a death leads to; what that throws ends the run. */
  readonly guarded: (action: () => void) => void;
  /** Called when every chain has ended or is lost; with false when no worker can start here. */
  readonly end: (begun: boolean) => void;
}

/** A worker and the chains it has, by their indices. */
interface Member {
  readonly post: (message: ToWorker) => void;
  readonly terminate: () => void;
  readonly chains: number[];
  /** The chain at work. Before its first, it may still turn out that workers cannot start here. */
  at?: number;
  asked: boolean;
}

/** Starts the workers of a stretch, whose chains on this thread stay as they are. */
export function startCrew(stretch: Stretch, { most, listens, inTurns, guarded, end }: Lead): Crew {
  const { plan, distance, report } = stretch;
  const members = new Set<Member>();
  const parts = stretch.parts.map(savePart);
  const done = parts.map((part) => part.done);
  const toDo = parts.filter((part) => part.done < sweepsOf(stretch)).map(({ index }) => index);
  const lost: LostChain[] = [];
  let hasBegun = false;
  let open = toDo.length;
  let waiting: (() => void)[] = [];

  const answered = (): void => {
    if ([...members].some(({ asked }) => asked)) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const dismiss = (member: Member): void => {
    members.delete(member);
    member.terminate();
    answered();
  };
  const idle = (): number => [...members].filter(({ chains }) => chains.length === 0).length;
  const give = (member: Member): void => {
    if (toDo.length === 0) {
      dismiss(member);
      return;
    }
    member.chains.push(...toDo.splice(0, inTurns ? Math.ceil(toDo.length / idle()) : 1));
    [member.at] = member.chains;
    hasBegun = true;
    for (const index of member.chains) member.post({ kind: "chain", part: parts[index] });
  };
  const close = (): void => {
    if (--open === 0) end(true);
  };
  const hear = (member: Member, message: FromWorker): void => {
    if (message.kind === "ready") {
      const orders = { setup: sentSetup(plan), distance, listens, inTurns };
      member.post({ kind: "setup", orders });
      give(member);
      return;
    }
    if (message.kind === "failed") {
      member.at = message.index ?? member.at!;
      const error = receivedError(message.failure, member.at);
      // Numbers that fail would fail again: they end the run, as on the calling thread.
      if (message.failure.place !== undefined) throw error;
      lose(member, error);
      return;
    }
    if (message.kind === "progress") {
      member.at = message.index;
      done[message.index] = message.done;
    } else if (message.kind === "shown") {
      for (const news of message.news) {
        parts[news.index] = withNews(parts[news.index], news, distance.draws, plan.variables.length);
        done[news.index] = news.done;
      }
      member.asked = false;
      answered();
    } else {
      const { index } = message.part;
      parts[index] = message.part;
      done[index] = message.part.done;
      member.chains.splice(member.chains.indexOf(index), 1);
      if (member.chains.length === 0) {
        member.asked = false;
        give(member);
        answered();
      } else [member.at] = member.chains;
      close();
    }
    const total = done.reduce((sum, sweeps) => sum + sweeps, 0);
    if (open > 0) report(member.at!, total);
  };
  const lose = (member: Member, error: Error): void => {
    dismiss(member);
    const { at, chains } = member;
    if (at !== undefined) {
      lost.push({ index: at, error });
      toDo.push(...chains.filter((index) => index !== at));
      if (toDo.length > idle()) recruit();
      close();
    }
    if (members.size > 0 || open === 0) return;
    if (!hasBegun) {
      end(false);
      return;
    }
    // No worker is left, and no other can start.
    for (const index of toDo.splice(0)) {
      lost.push({ index, error: new Error(`no worker could start for chain ${index + 1}`) });
      close();
    }
  };
  const recruit = (): boolean => {
    const listening = (action: (member: Member) => void): void =>
      guarded(() => {
        if (members.has(member)) action(member);
      });
    let member: Member;
    try {
      const worker = platform.startWorker({
        message: (message) => listening((present) => hear(present, message as FromWorker)),
        failure: (error) =>
          listening((present) => lose(present, receivedError(sentError(error), present.at ?? 0))),
      });
      member = { ...worker, chains: [], asked: false };
    } catch {
      return false;
    }
    members.add(member);
    return true;
  };

  while (members.size < Math.min(most, toDo.length) && recruit());
  if (members.size === 0) end(false);
  return {
    parts,
    lost,
    ask: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        for (const member of members) {
          if (member.chains.length === 0) continue;
          member.asked = true;
          member.post({ kind: "show" });
        }
        answered();
      }),
    dismiss: () => {
      for (const member of members) dismiss(member);
    },
  };
}

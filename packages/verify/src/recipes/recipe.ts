// A derivation with its known faults: the right parts of a law, and how each fault changes them.
import { once } from "../once.ts";
import type { LogDensity, NaturalLaw } from "../natural-law.ts";

/** A fault in a derivation. */
export interface Fault {
  /** Such as "prior-precision-missing". */
  readonly id: string;
  /** What is wrong, as the end of a sentence. */
  readonly says: string;
}

/** A fault, and what it makes of the parts of a law. */
export interface KnownFault<Parts> extends Fault {
  /** The parts as somebody with this fault has them; null where the fault makes no sense. */
  readonly change: (parts: Parts) => Parts | null;
}

/**
 * A fault that puts other parts in place of the right ones, computed once a state however often it is tried.
 *
 * @param id - its name
 * @param says - what is wrong
 * @param wrong - the other parts, which do not depend on the right ones; null where the fault makes no sense
 * @returns the fault
 */
export function replacing<Parts>(
  id: string,
  says: string,
  wrong: () => Partial<Parts> | null,
): KnownFault<Parts> {
  const replaced = once(wrong);
  return {
    id,
    says,
    change: (parts) => {
      const other = replaced();
      return other && { ...parts, ...other };
    },
  };
}

/** A block's law at one state, from which it can be had with any faults. */
export interface Derivation {
  /** The right law. */
  readonly law: NaturalLaw;
  /** The known faults: the same list at every state. */
  readonly faults: readonly Fault[];
  /** The log density that somebody with these faults (indices into `faults`, in order) has; null where there is none. */
  readonly withFaults: (indices: readonly number[]) => LogDensity | null;
}

/**
 * Puts a derivation together.
 *
 * @param parts - the right parts
 * @param faults - what can go wrong with them
 * @param law - the right law from the right parts
 * @param density - the log density from any parts
 * @returns the derivation
 */
export function derivation<Parts>(
  parts: Parts,
  faults: readonly KnownFault<Parts>[],
  law: (parts: Parts) => NaturalLaw,
  density: (parts: Parts) => LogDensity,
): Derivation {
  return {
    law: law(parts),
    faults: faults.map(({ id, says }) => ({ id, says })),
    withFaults: (indices) => {
      const changed = indices.reduce<Parts | null>(
        (sofar, index) => (sofar === null ? null : faults[index].change(sofar)),
        parts,
      );
      return changed === null ? null : density(changed);
    },
  };
}

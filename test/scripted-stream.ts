// A random stream that replays given numbers, so that a draw can be compared with its formula.
import type { RandomStream } from "@lmm-gibbs/core";

/** A stream of the given normals and gammas, in order; it fails when asked for more, or for another kind. */
export function scriptedStream(script: { normals?: number[]; gammas?: number[] }): RandomStream & {
  /** The shapes that gammas were asked for. */
  shapes: number[];
  /** What was asked for, in order: "n" or "g". */
  order: string;
} {
  const next = (kind: string, numbers: number[] | undefined): number => {
    const value = numbers?.shift();
    if (value === undefined) throw new Error(`the script has no more ${kind}`);
    return value;
  };
  const stream = {
    shapes: [] as number[],
    order: "",
    normal: () => {
      stream.order += "n";
      return next("normals", script.normals);
    },
    gamma: (shape: number) => {
      stream.order += "g";
      stream.shapes.push(shape);
      return next("gammas", script.gammas);
    },
    uniform: () => next("uniforms", undefined),
  };
  return stream;
}

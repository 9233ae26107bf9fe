// What sampling asks of its host, Node or browser: the time, and a turn for other tasks.
declare const performance: { now(): number };
declare function setTimeout(callback: () => void, milliseconds: number): unknown;

/** Milliseconds from an arbitrary origin. */
export function now(): number {
  return performance.now();
}

/** Lets the host run what waits: timers, aborts, a page's events. */
export function otherTasks(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

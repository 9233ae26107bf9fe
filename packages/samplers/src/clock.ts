// What sampling asks of any host's clock, Node or browser: the time, a turn for other tasks, a regular look.
declare const performance: { now(): number };
declare function setTimeout(callback: () => void, milliseconds: number): unknown;
declare function setInterval(callback: () => void, milliseconds: number): unknown;
declare function clearInterval(timer: unknown): void;

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

/** Lets so many milliseconds pass. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Calls `look` again and again. @returns a function that ends it */
export function every(milliseconds: number, look: () => void): () => void {
  const timer = setInterval(look, milliseconds);
  return () => clearInterval(timer);
}

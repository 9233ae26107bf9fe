// What sampling asks of its host beyond the language: threads, and messages between them.

/** A thread that runs worker.js, as seen by the one that started it. */
interface WorkerThread {
  /** Sends it a copy of plain data. */
  post(message: unknown): void;
  /** Ends it, whatever it does. */
  terminate(): void;
}

/** Who listens to a worker. */
interface WorkerListener {
  readonly message: (message: unknown) => void;
  /** It could not start, or died. */
  readonly failure: (error: unknown) => void;
}

/** Sends a message to whoever started this worker; the memory of `moved` is handed over instead of copied. */
type Reply = (message: unknown, moved?: Float64Array<ArrayBuffer>) => void;

/** What each host offers. */
export interface Platform {
  /** Starts a worker. It may throw, or tell the listener later, when the host cannot. */
  startWorker(listener: WorkerListener): WorkerThread;
  /** Inside a worker: listens to whoever started it. */
  serve(receive: (message: unknown) => void): Reply;
  /** How many threads can run at once. */
  processors(): number;
}

// What sampling asks of its host beyond the language: threads, messages between them, and a checksum.

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
type Reply = (message: unknown, moved: readonly Float64Array<ArrayBuffer>[]) => void;

/** What each host offers. */
export interface Platform {
  /** Starts a worker. It may throw, or tell the listener later, when the host cannot. */
  startWorker(listener: WorkerListener): WorkerThread;
  /** Inside a worker: listens to whoever started it. */
  serve(receive: (message: unknown) => void): Reply;
  /** The SHA-256 sum of bytes, in hexadecimal. */
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Lets messages in, at once where none waits: a timer would take its millisecond every time. */
  turn(): Promise<void>;
  /** How many threads can run at once. */
  processors(): number;
}

import type { DraftLoss } from './draft-keeper'
import type { CallName, WorkerCalls, WorkerMessage, WorkerSetup } from './messages'
import { PendingCalls } from './pending-calls'

/**
 * More judges would only wait for the worker that holds the table. One core is left to the page: a browser gives its
 * threads equal shares, and a page that waits for its share stutters.
 */
const JUDGES_MAX = 4

/** The page's connection to the worker. Each call has a promise, and answers may come in any order. */
export class ImportWorker {
  private readonly worker: Worker
  private readonly pending = new PendingCalls()
  private readonly judges: Worker[]
  /** Called with the bytes read so far, while a file is opened. */
  onProgress: ((bytes: number) => void) | null = null

  /** Called with the rows judged so far, while many are judged. */
  onJudging: ((judged: number, rows: number) => void) | null = null

  /** Called whenever it turns out that the draft is kept (null), or is not. */
  onDraft: ((loss: DraftLoss | null) => void) | null = null

  constructor() {
    this.worker = new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module' })
    this.worker.addEventListener('message', (event: MessageEvent<WorkerMessage>) => this.receive(event.data))
    this.worker.addEventListener('error', (event) =>
      this.pending.rejectAll(new Error(event.message || 'The worker stopped.')),
    )
    this.judges = Array.from(
      { length: Math.max(1, Math.min(JUDGES_MAX, navigator.hardwareConcurrency - 1)) },
      () => new Worker(new URL('./judge.worker.ts', import.meta.url), { type: 'module' }),
    )
    const ends = this.judges.map((judge) => {
      const { port1, port2 } = new MessageChannel()
      judge.addEventListener('error', (event) => this.pending.rejectAll(new Error(event.message || 'A judge stopped.')))
      judge.postMessage(port1, [port1])
      return port2
    })
    this.worker.postMessage({ kind: 'setup', judges: ends } satisfies WorkerSetup, ends)
  }

  /**
   * Calls the worker.
   *
   * @throws UnreadableFileError with a message for people; any other error is an error on our side
   */
  call<Name extends CallName>(call: Name, input: WorkerCalls[Name]['input']): Promise<WorkerCalls[Name]['output']> {
    return this.pending.send(this.worker, call, input)
  }

  /** Ends the worker and its judges at once. Pending calls are never answered. */
  terminate(): void {
    this.worker.terminate()
    for (const judge of this.judges) judge.terminate()
    this.pending.clear()
  }

  private receive(message: WorkerMessage): void {
    if (message.kind === 'progress') {
      this.onProgress?.(message.bytes)
      return
    }
    if (message.kind === 'judging') {
      this.onJudging?.(message.judged, message.rows)
      return
    }
    if (message.kind === 'draft') {
      this.onDraft?.(message.loss)
      return
    }
    this.pending.settle(message)
  }
}

import { PendingCalls } from '@/ui/import-wizard/worker/pending-calls'
import type { ListCallName, ListCalls, ListMessage } from './messages'

/** The page's connection to the worker that reads a file of numbers. */
export class ListWorker {
  private readonly worker = new Worker(new URL('./list.worker.ts', import.meta.url), { type: 'module' })
  private readonly pending = new PendingCalls()
  /** Called with what is read so far, in bytes or rows. */
  onProgress: ((done: number, total: number) => void) | null = null

  constructor() {
    this.worker.addEventListener('message', (event: MessageEvent<ListMessage>) => this.receive(event.data))
    this.worker.addEventListener('error', (event) =>
      this.pending.rejectAll(new Error(event.message || 'The worker stopped.')),
    )
  }

  /** @throws UnreadableFileError with a message for people; any other error is an error on our side */
  call<Name extends ListCallName>(call: Name, input: ListCalls[Name]['input']): Promise<ListCalls[Name]['output']> {
    return this.pending.send(this.worker, call, input)
  }

  /** Ends the worker at once. Pending calls are never answered. */
  terminate(): void {
    this.worker.terminate()
    this.pending.clear()
  }

  private receive(message: ListMessage): void {
    if (message.kind === 'progress') this.onProgress?.(message.done, message.total)
    else this.pending.settle(message)
  }
}

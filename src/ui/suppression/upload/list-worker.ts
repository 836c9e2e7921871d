import { UnreadableFileError } from '@/ui/import-wizard/worker/file-format'
import type { ListCallName, ListCalls, ListMessage } from './messages'

type Pending = { resolve: (output: never) => void; reject: (error: Error) => void }

/** The page's connection to the worker that reads a file of numbers. */
export class ListWorker {
  private readonly worker = new Worker(new URL('./list.worker.ts', import.meta.url), { type: 'module' })
  private readonly pending = new Map<number, Pending>()
  private lastId = 0
  /** Called with what is read so far, in bytes or rows. */
  onProgress: ((done: number, total: number) => void) | null = null

  constructor() {
    this.worker.addEventListener('message', (event: MessageEvent<ListMessage>) => this.receive(event.data))
    this.worker.addEventListener('error', (event) => {
      for (const { reject } of this.pending.values()) reject(new Error(event.message || 'The worker stopped.'))
      this.pending.clear()
    })
  }

  /** @throws UnreadableFileError with a message for people; any other error is an error on our side */
  call<Name extends ListCallName>(call: Name, input: ListCalls[Name]['input']): Promise<ListCalls[Name]['output']> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject })
      this.worker.postMessage({ id, call, input })
    })
  }

  /** Ends the worker at once. Pending calls are never answered. */
  terminate(): void {
    this.worker.terminate()
    this.pending.clear()
  }

  private receive(message: ListMessage): void {
    if (message.kind === 'progress') {
      this.onProgress?.(message.done, message.total)
      return
    }
    const pending = this.pending.get(message.id)
    this.pending.delete(message.id)
    if (message.kind === 'answer') pending?.resolve(message.output as never)
    else pending?.reject(message.forPeople ? new UnreadableFileError(message.message) : new Error(message.message))
  }
}

import { UnreadableFileError } from './file-format'

type Pending = { resolve: (output: never) => void; reject: (error: Error) => void }

/** What a worker says of a call. `forPeople` is false for an error on our side. */
type Settled =
  | { kind: 'answer'; id: number; output: unknown }
  | { kind: 'failure'; id: number; message: string; forPeople: boolean }

/** The calls that a page has made to a worker, and which it has not answered yet. Answers may come in any order. */
export class PendingCalls {
  private readonly pending = new Map<number, Pending>()
  private lastId = 0

  /** @throws UnreadableFileError with a message for people; any other error is an error on our side */
  send<Output>(worker: Worker, call: string, input: unknown): Promise<Output> {
    const id = ++this.lastId
    return new Promise<Output>((resolve, reject) => {
      this.pending.set(id, { resolve, reject })
      worker.postMessage({ id, call, input })
    })
  }

  settle(message: Settled): void {
    const pending = this.pending.get(message.id)
    this.pending.delete(message.id)
    if (message.kind === 'answer') pending?.resolve(message.output as never)
    else pending?.reject(message.forPeople ? new UnreadableFileError(message.message) : new Error(message.message))
  }

  /** Fails all of them, as when the worker has stopped. */
  rejectAll(error: Error): void {
    for (const { reject } of this.pending.values()) reject(error)
    this.pending.clear()
  }

  /** Forgets them: they are never answered. */
  clear(): void {
    this.pending.clear()
  }
}

import '@/ui/zod-without-eval'
import { UnreadableFileError } from '@/ui/import-wizard/worker/file-format'
import { readFile } from '@/ui/import-wizard/worker/read-file'
import { ListFile } from './list-file'
import type { ListCallName, ListCalls, ListMessage, ListRequest } from './messages'

// The worker has one file. Opening another one replaces it, and stops what is under way.
let file: ListFile | null = null
let work = new AbortController()

const PROGRESS_EVERY_MS = 100

type Handlers = {
  [Name in ListCallName]: (
    input: ListCalls[Name]['input'],
  ) => ListCalls[Name]['output'] | Promise<ListCalls[Name]['output']>
}

const handlers: Handlers = {
  async open({ source }) {
    const { signal } = begin()
    const report = nowAndThen()
    const read = await readFile(source, { override: {}, signal, onProgress: (bytes) => report(bytes, source.size) })
    file = new ListFile(read)
    return file.preview()
  },
  read({ columns, country }) {
    const { signal } = begin()
    const report = nowAndThen()
    const opened = current()
    const goOn = async (rows: number) => {
      report(rows, opened.rows)
      // Lets a message through, such as the one that stops this.
      await new Promise((resume) => setTimeout(resume))
      return !signal.aborted
    }
    return opened.read({ columns, country, nowMs: Date.now(), goOn })
  },
  chunk: ({ number }) => current().chunk(number),
  leftOut: () => current().leftOut(),
  cancel() {
    work.abort()
    return null
  },
}

function begin(): AbortController {
  work.abort()
  work = new AbortController()
  return work
}

function nowAndThen() {
  let reportedMs = 0
  return (done: number, total: number) => {
    const nowMs = performance.now()
    if (nowMs - reportedMs < PROGRESS_EVERY_MS) return
    reportedMs = nowMs
    send({ kind: 'progress', done, total })
  }
}

function current(): ListFile {
  if (!file) throw new Error('No file is open.')
  return file
}

function send(message: ListMessage): void {
  self.postMessage(message)
}

self.addEventListener('message', async (event: MessageEvent<ListRequest>) => {
  const { id, call, input } = event.data
  try {
    // The type of a request ties `input` to `call`. TypeScript cannot follow that through the table of handlers.
    const handler = handlers[call] as (input: unknown) => ListCalls[ListCallName]['output']
    send({ kind: 'answer', id, output: await handler(input) })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    send({ kind: 'failure', id, message, forPeople: error instanceof UnreadableFileError })
  }
})

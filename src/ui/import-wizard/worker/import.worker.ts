import { UnreadableFileError } from './file-format'
import { ImportTable } from './import-table'
import type { CallName, WorkerCalls, WorkerMessage, WorkerRequest } from './messages'
import { readFile } from './read-file'

// The page talks to one table. Opening another file replaces it and stops the reading of the one before.
let table: ImportTable | null = null
let reading: AbortController | null = null

/** The page draws a bar; more often than this nobody sees. */
const PROGRESS_EVERY_MS = 50

type Handlers = {
  [Name in CallName]: (
    input: WorkerCalls[Name]['input'],
  ) => WorkerCalls[Name]['output'] | Promise<WorkerCalls[Name]['output']>
}

const handlers: Handlers = {
  async open({ source, override }) {
    reading?.abort()
    const controller = new AbortController()
    reading = controller
    let reportedMs = 0
    const file = await readFile(source, {
      override,
      signal: controller.signal,
      onProgress: (bytes) => {
        const nowMs = performance.now()
        if (nowMs - reportedMs < PROGRESS_EVERY_MS) return
        reportedMs = nowMs
        send({ kind: 'progress', bytes })
      },
    })
    table = new ImportTable(file)
    return table.preview()
  },
  cancel() {
    reading?.abort()
    return null
  },
  setHeader: ({ headerRecord }) => opened().setHeader(headerRecord),
  judge: (judging) => opened().judge(judging, Date.now()),
  rows: ({ filter, from, to }) => opened().page(filter, from, to),
  edit: ({ row, target, value }) => opened().edit(row, target, value),
  replace: ({ target, value, replacement }) => opened().replace(target, value, replacement),
  leaveOut: ({ rows, out }) => opened().setLeftOut(rows, out),
  leaveOutFiltered: ({ filter, out }) => opened().setFilteredLeftOut(filter, out),
  undo: () => opened().undo(),
  freeze: () => opened().freeze(),
  rejectedRows: ({ rejected }) => opened().rejectedRows(rejected),
  rejectedCsv: ({ rejected }) => opened().rejectedCsv(rejected),
}

function opened(): ImportTable {
  if (!table) throw new Error('No file is open.')
  return table
}

function send(message: WorkerMessage): void {
  self.postMessage(message)
}

self.addEventListener('message', async (event: MessageEvent<WorkerRequest>) => {
  const { id, call, input } = event.data
  try {
    // The request type ties `input` to `call`, which indexing the table of handlers cannot follow.
    const handler = handlers[call] as (input: unknown) => WorkerCalls[CallName]['output']
    send({ kind: 'answer', id, output: await handler(input) })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    send({ kind: 'failure', id, message, forPeople: error instanceof UnreadableFileError })
  }
})

import '@/ui/zod-without-eval'
import { type FormatOverride, UnreadableFileError } from './file-format'
import { ImportTable } from './import-table'
import { JudgePool } from './judge-pool'
import type { CallName, WorkerCalls, WorkerMessage, WorkerRequest, WorkerSetup } from './messages'
import { readFile } from './read-file'
import { rehearseImport } from './rehearse-import'
import { stageImport } from './stage-import'
import { TableKeeping } from './table-keeping'

// The worker has one table. Opening another file replaces it, and stops an unfinished reading.
let table: ImportTable | null = null
let reading: AbortController | null = null
let pool = new JudgePool()
let rehearsal: AbortController | null = null
const keeping = new TableKeeping((loss) => send({ kind: 'draft', loss }))

/** The page shows progress as a bar, where more frequent updates cannot be seen. */
const PROGRESS_EVERY_MS = 100

type Handlers = {
  [Name in CallName]: (
    input: WorkerCalls[Name]['input'],
  ) => WorkerCalls[Name]['output'] | Promise<WorkerCalls[Name]['output']>
}

const handlers: Handlers = {
  async open({ source, override, draft }) {
    table = await read(source, override)
    const preview = table.preview()
    await keeping.begin({ draft, source, override }, table, preview)
    return preview
  },
  async resume(draft) {
    return keeping.resume(draft, async (source, override, headerRecord) => {
      table = await read(source, override)
      return { table, preview: table.setHeader(headerRecord) }
    })
  },
  keep(work) {
    keeping.keeper?.noteWork(work)
    return null
  },
  async flushDraft() {
    await keeping.keeper?.flush()
    return null
  },
  async noteSent({ importId }) {
    await keeping.keeper?.noteSent(importId)
    return null
  },
  async removeDraft() {
    await keeping.remove()
    return null
  },
  async leaveDraft() {
    await keeping.leave()
    return null
  },
  cancel() {
    reading?.abort()
    return null
  },
  async setHeader({ headerRecord }) {
    const preview = opened().setHeader(headerRecord)
    await keeping.beginAgain(opened(), preview)
    return preview
  },
  judge: (judging) => opened().review.judge(judging, Date.now()),
  rows: ({ query, from, to }) => opened().review.page(query, from, to),
  copy: (cells) => opened().review.copy(cells),
  countFound: ({ query }) => opened().review.countFound(query),
  nextFault: ({ query, from, backwards }) => opened().review.nextFault(query, from, backwards),
  edit: ({ cells }) => opened().review.edit(cells),
  fill: ({ query, target, value }) => opened().review.fill(query, target, value),
  replace: ({ query, replacement }) => opened().review.replace(query, replacement),
  fix: ({ target, value, replacement }) => opened().review.fix(target, value, replacement),
  repair: ({ damage, choice }) => opened().review.repair(damage, choice),
  takeBackIn: () => opened().review.takeBackIn(),
  paste: (pasted) => opened().review.paste(pasted),
  clear: (cells) => opened().review.clear(cells),
  leaveOut: ({ rows, out }) => opened().review.leaveOut(rows, out),
  leaveOutRange: (cells) => opened().review.leaveOutRange(cells),
  leaveOutShown: ({ query, out }) => opened().review.leaveOutShown(query, out),
  keepFirst: ({ contactsMax }) => opened().review.keepFirst(contactsMax),
  numbersToLookUp: ({ max }) => opened().review.numbersToLookUp(max),
  async contactsOfBatch({ number }) {
    await opened().review.idle()
    return opened().review.contactsOfBatch(number)
  },
  noteKnown: (known) => opened().review.noteKnown(known),
  undo: () => opened().review.undo(),
  redo: () => opened().review.redo(),
  async freeze(request) {
    await opened().review.idle()
    return opened().freeze(request)
  },
  fingerprint: () => opened().fingerprint(),
  async acceptedNumbers() {
    await opened().review.idle()
    return opened().review.acceptedNumbers()
  },
  async stage(request) {
    await opened().review.idle()
    const staging = await stageImport(opened().freezable(), request)
    // The frozen rows are kept for sending now. A draft beside them could be enrolled a second time.
    await keeping.remove()
    return staging
  },
  async countFirst({ contactsMax }) {
    await opened().review.idle()
    return opened().review.firstRows(contactsMax).length
  },
}

/** Reads a file in place of the one that was open. */
async function read(source: Blob, override: FormatOverride): Promise<ImportTable> {
  reading?.abort()
  const controller = new AbortController()
  reading = controller
  const file = await readFile(source, {
    override,
    signal: controller.signal,
    onProgress: nowAndThen((bytes) => send({ kind: 'progress', bytes })),
  })
  table?.review.stop()
  return new ImportTable(file, pool, {
    onProgress: nowAndThen((judged, rows) => send({ kind: 'judging', judged, rows })),
    onFixed: (row) => keeping.keeper?.noteFixed(row),
  })
}

function nowAndThen<Progress extends unknown[]>(report: (...progress: Progress) => void) {
  let reportedMs = 0
  return (...progress: Progress) => {
    const nowMs = performance.now()
    if (nowMs - reportedMs < PROGRESS_EVERY_MS) return
    reportedMs = nowMs
    report(...progress)
  }
}

function opened(): ImportTable {
  if (!table) throw new Error('No file is open.')
  return table
}

function send(message: WorkerMessage): void {
  self.postMessage(message)
}

self.addEventListener('message', async (event: MessageEvent<WorkerRequest | WorkerSetup>) => {
  if ('kind' in event.data) {
    pool = new JudgePool(event.data.judges)
    rehearsal = new AbortController()
    // Ending the rehearsal is no error, and everything works without it.
    rehearseImport(pool, rehearsal.signal).catch(() => {})
    return
  }
  rehearsal?.abort()
  const { id, call, input } = event.data
  try {
    // The type of a request ties `input` to `call`. TypeScript cannot follow that through the table of handlers.
    const handler = handlers[call] as (input: unknown) => WorkerCalls[CallName]['output']
    send({ kind: 'answer', id, output: await handler(input) })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    send({ kind: 'failure', id, message, forPeople: error instanceof UnreadableFileError })
  }
})

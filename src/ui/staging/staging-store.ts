import type { TRPCClient } from '@trpc/client'
import type { AppRouter } from '@/trpc/root'
import { type DescribedError, describeError } from '@/ui/describe-error'
import type { Wait } from './retry-until-answered'
import { deleteStaging, listStagings, readChunk, type Staging } from './staging-database'
import { uploadStaging } from './upload-staging'

/** A staging in this browser and its progress. `queued` means that another tab is sending it. */
export type StagingState = {
  staging: Staging
  /** Whether the server knows of the import. Before that the import has no page. */
  started: boolean
  sentRows: number
  phase: 'queued' | 'sending' | 'failed'
  wait: Wait | null
  failure: DescribedError | null
}

type Running = { state: StagingState; controller: AbortController }

const running = new Map<string, Running>()
const listeners = new Set<() => void>()
let snapshot: readonly StagingState[] = []

/**
 * Subscribes to the stagings, for useSyncExternalStore. They belong to the tab and not to a page, so sending goes on
 * while the operator moves through the console.
 */
export function subscribeToStagings(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function readStagings(): readonly StagingState[] {
  return snapshot
}

/** Starts or continues sending a staging. Does nothing if it is being sent already. */
export function sendStaging(staging: Staging, client: TRPCClient<AppRouter>): void {
  const known = running.get(staging.importId)
  if (known && known.state.phase !== 'failed') return
  queue({ staging, started: false, sentRows: 0, phase: 'queued', wait: null, failure: null }, client)
}

function queue(state: StagingState, client: TRPCClient<AppRouter>): void {
  const { staging } = state
  const controller = new AbortController()
  running.set(staging.importId, { state, controller })
  publish()
  void withLock(staging.importId, controller.signal, () => send(staging, client, controller))
}

/** Continues every staging of the organization that this browser has not finished. */
export async function resumeStagings(organizationId: string, client: TRPCClient<AppRouter>): Promise<void> {
  // Without IndexedDB (a locked-down browser) no staging can exist.
  const left = await listStagings(organizationId).catch(() => [])
  for (const staging of left) sendStaging(staging, client)
}

/**
 * Cancels an import on the server, which may not know of it yet, and deletes its rows in this browser.
 *
 * @throws TRPCClientError when the server could not cancel it; the rows are then sent on
 */
export async function discardStaging(importId: string, client: TRPCClient<AppRouter>): Promise<void> {
  const known = running.get(importId)
  // First of all, so that the last chunk does not arrive before the cancellation and start the enrolling.
  known?.controller.abort()
  await client.imports.cancel.mutate({ importId }).catch((error: unknown) => {
    if (describeError(error).code === 'IMPORT_NOT_FOUND') return
    // What was stopped goes on. If the import is cancelled after all and only the answer was lost, the server says so.
    if (known && known.state.phase !== 'failed') queue({ ...known.state, phase: 'queued', wait: null }, client)
    throw error
  })
  // Rows that cannot be deleted now are deleted when they are found again: the server then says that the import is
  // cancelled.
  await deleteStaging(importId).catch(() => {})
  forget(importId)
}

async function send(staging: Staging, client: TRPCClient<AppRouter>, { signal }: AbortController): Promise<void> {
  const { importId } = staging
  const show = (change: Partial<StagingState>) => !signal.aborted && update(importId, change)
  show({ phase: 'sending' })
  try {
    await uploadStaging(staging, {
      server: {
        start: (input, signal) => client.imports.start.mutate(input, { signal }),
        stageChunk: (input, signal) => client.imports.stageChunk.mutate(input, { signal }),
        finish: (importId, signal) => client.imports.finishStaging.mutate({ importId }, { signal }),
      },
      readChunk,
      signal,
      onStarted: () => show({ started: true }),
      onSent: (sentRows) => !signal.aborted && noteSent(importId, sentRows),
      onWait: (wait) => show({ wait }),
    })
    await deleteStaging(importId)
    forget(importId)
  } catch (error) {
    if (!signal.aborted) show({ phase: 'failed', wait: null, failure: describeFailure(error) })
  }
}

function describeFailure(error: unknown): DescribedError {
  const failure = describeError(error)
  if (failure.code !== null || !(error instanceof Error)) return failure
  return { ...failure, message: error.message }
}

/** Lets one tab send at a time. When that tab is closed, the next one continues. */
async function withLock(importId: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  // Locks exist in secure contexts only. Without them two tabs may send the same chunk, and the server stores it once.
  if (!navigator.locks) return work()
  await navigator.locks.request(`rollcall-import-${importId}`, { signal }, work).catch(() => {})
}

function update(importId: string, change: Partial<StagingState>): void {
  const known = running.get(importId)
  if (!known) return
  known.state = { ...known.state, ...change }
  publish()
}

const PROGRESS_MS = 200
let progressTimer: ReturnType<typeof setTimeout> | undefined

/**
 * Notes how many rows are sent, and shows it a few times a second: drawing the page for each chunk would take the time in
 * which the next one could be sent.
 */
function noteSent(importId: string, sentRows: number): void {
  const known = running.get(importId)
  if (!known) return
  known.state = { ...known.state, sentRows }
  progressTimer ??= setTimeout(publish, PROGRESS_MS)
}

function forget(importId: string): void {
  running.delete(importId)
  publish()
}

function publish(): void {
  clearTimeout(progressTimer)
  progressTimer = undefined
  snapshot = [...running.values()].map(({ state }) => state)
  const sending = snapshot.some(({ phase }) => phase !== 'failed')
  if (sending) window.addEventListener('beforeunload', warnBeforeUnload)
  else window.removeEventListener('beforeunload', warnBeforeUnload)
  for (const listener of listeners) listener()
}

/**
 * Warns before the tab is closed. The rows are safe in this browser, but nobody sends them until somebody comes back.
 */
function warnBeforeUnload(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

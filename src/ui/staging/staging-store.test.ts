import type { TRPCClient } from '@trpc/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AppRouter } from '@/trpc/root'
import type { StagedChunk, Staging } from './staging-database'
import { discardStaging, readStagings, sendStaging } from './staging-store'

// Node has no IndexedDB, and its older versions have no navigator.
vi.mock('./staging-database', () => ({
  readChunk: async (_: string, number: number) => ({ number, rows: [1] }) as unknown as StagedChunk,
  deleteStaging: async () => {},
  listStagings: async () => [],
}))

beforeEach(() => {
  vi.stubGlobal('window', { addEventListener: () => {}, removeEventListener: () => {} })
  vi.stubGlobal('navigator', {})
})
afterEach(() => vi.unstubAllGlobals())

const staging = (importId: string) => ({ importId, rows: 2, start: { chunks: 2 } }) as unknown as Staging
const stateOf = (importId: string) => readStagings().find((state) => state.staging.importId === importId)

/** Makes a client whose first chunks never get an answer, and whose cancellation is answered by `cancel`. */
function clientOf(cancel: () => Promise<unknown>) {
  const asked: number[] = []
  const sent: number[] = []
  let held = true
  const never = (signal?: AbortSignal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  const imports = {
    start: { mutate: async () => ({ status: 'staging', staged: [] }) },
    stageChunk: {
      mutate: async ({ number }: StagedChunk, { signal }: { signal?: AbortSignal }) => {
        asked.push(number)
        if (held) await never(signal)
        sent.push(number)
      },
    },
    finishStaging: { mutate: async () => {} },
    cancel: { mutate: cancel },
  }
  return {
    client: { imports } as unknown as TRPCClient<AppRouter>,
    asked,
    sent,
    answer: () => {
      held = false
    },
  }
}

it('a cancellation that does not reach the server lets the rows go on', async () => {
  const { client, asked, sent, answer } = clientOf(async () => {
    throw new Error('Failed to fetch')
  })
  sendStaging(staging('a'), client)
  await vi.waitFor(() => expect(asked).toEqual([0, 1]))
  answer()
  await expect(discardStaging('a', client)).rejects.toThrow('Failed to fetch')
  expect(stateOf('a')).toMatchObject({ started: true })
  await vi.waitFor(() => expect(stateOf('a')).toBeUndefined())
  expect(sent).toEqual([0, 1])
})

it('a cancellation stops the rows before it is answered, and for good', async () => {
  let cancelled = () => {}
  const { client, asked, sent, answer } = clientOf(
    () =>
      new Promise<void>((resolve) => {
        cancelled = resolve
      }),
  )
  sendStaging(staging('b'), client)
  await vi.waitFor(() => expect(asked).toEqual([0, 1]))
  answer()
  const discarding = discardStaging('b', client)
  await new Promise((done) => setTimeout(done, 20))
  cancelled()
  await discarding
  expect(stateOf('b')).toBeUndefined()
  expect(sent).toEqual([])
})

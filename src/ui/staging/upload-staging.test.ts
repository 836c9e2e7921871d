import { TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Wait } from './retry-until-answered'
import type { StagedChunk, Staging } from './staging-database'
import { type StagingServer, uploadStaging } from './upload-staging'

const importId = '0195d0a0-0000-7000-8000-000000000001'
const chunks = [3, 2, 4].map(
  (rows, number): StagedChunk => ({
    importId,
    number,
    batch: number,
    rows: Array.from({ length: rows }, (_, at) => ({
      row: at,
      recordNumber: at + 2,
      cells: [],
      contact: {},
      reason: null,
    })),
  }),
)
const staging: Staging = {
  importId,
  organizationId: 'o',
  fileName: 'contacts.csv',
  createdAtMs: 0,
  rows: 9,
  start: {
    importId,
    agentId: 'agent.x',
    fileName: 'contacts.csv',
    fingerprint: null,
    columns: [],
    options: {},
    rows: 9,
    leftOut: 0,
    faulty: 0,
    batches: [3, 2, 4],
    chunks: 3,
  },
}

const lost = () => new TRPCClientError('fetch failed')

function refusal(httpStatus: number, code: string, details?: unknown) {
  return new TRPCClientError('No.', {
    result: { error: { code: -32_000, message: 'No.', data: { code, httpStatus, details } } },
  } as never)
}

/** Makes a server that stores what it gets. It first throws each error of `trouble`, one per call. */
function openServer(trouble: Error[] = [], status = 'staging', staged: number[] = []) {
  const got: string[] = []
  const answer = async <Answer>(call: string, answered: Answer): Promise<Answer> => {
    const error = trouble.shift()
    if (error) throw error
    got.push(call)
    return answered
  }
  const server: StagingServer = {
    start: () => answer('start', { importId, status: status as 'staging', staged }),
    stageChunk: ({ number }) => answer(`chunk ${number}`, {}),
    finish: () => answer('finish', {}),
  }
  return { server, got }
}

async function upload(server: StagingServer, controller = new AbortController(), what = staging) {
  const sent: number[] = []
  const waits: (Wait | null)[] = []
  const uploading = uploadStaging(what, {
    server,
    readChunk: async (_, number) => ({ ...(chunks[number % chunks.length] as StagedChunk), number }),
    signal: controller.signal,
    onStarted: () => {},
    onSent: (rows) => sent.push(rows),
    onWait: (wait) => waits.push(wait),
  })
  uploading.catch(() => {})
  await vi.runAllTimersAsync()
  await uploading
  return { sent, waits }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('sends every chunk in turn and ends', async () => {
  const { server, got } = openServer()
  expect((await upload(server)).sent).toEqual([3, 5, 9])
  expect(got).toEqual(['start', 'chunk 0', 'chunk 1', 'chunk 2', 'finish'])
})

it('has a few chunks on their way at once, and no more', async () => {
  let underWay = 0
  let most = 0
  const { server } = openServer()
  server.stageChunk = async () => {
    most = Math.max(most, ++underWay)
    await new Promise((answered) => setTimeout(answered, 10))
    underWay--
  }
  const many = { ...staging, start: { ...staging.start, chunks: 10 } }
  await upload(server, new AbortController(), many)
  expect(most).toBe(3)
})

it('sends no other chunk once one was refused', async () => {
  const { server, got } = openServer()
  const { stageChunk } = server
  server.stageChunk = async (chunk, signal) => {
    if (chunk.number === 1) throw refusal(409, 'CONFLICT')
    await new Promise((answered) => setTimeout(answered, 10))
    return stageChunk(chunk, signal)
  }
  const many = { ...staging, start: { ...staging.start, chunks: 10 } }
  await expect(upload(server, new AbortController(), many)).rejects.toThrow('No.')
  await vi.runAllTimersAsync()
  expect(got).toEqual(['start', 'chunk 0', 'chunk 2'])
})

it('sends only what the server does not have', async () => {
  const { server, got } = openServer([], 'staging', [0, 2])
  expect((await upload(server)).sent).toEqual([3, 7, 9])
  expect(got).toEqual(['start', 'chunk 1', 'finish'])
})

it('is done when the server has ended it before', async () => {
  const { server, got } = openServer([], 'running', [0, 1, 2])
  expect((await upload(server)).sent).toEqual([9])
  expect(got).toEqual(['start'])
})

it('tries again what got lost or broke, slower and slower', async () => {
  const { server, got } = openServer([lost(), lost(), refusal(503, 'INTERNAL_ERROR')])
  const { waits } = await upload(server)
  expect(waits.filter((wait) => wait !== null).map(({ seconds }) => seconds)).toEqual([1, 2, 4])
  expect(got).toEqual(['start', 'chunk 0', 'chunk 1', 'chunk 2', 'finish'])
})

it('waits a 429 out, for as long as it says', async () => {
  const { server } = openServer([refusal(429, 'RATE_LIMITED', { retryAfterSeconds: 7 })])
  expect((await upload(server)).waits).toEqual([{ reason: 'rate limit', seconds: 7 }, null])
})

it.each([
  [408, 'VALIDATION_ERROR'],
  [500, 'INTERNAL_ERROR'],
  [502, 'INTERNAL_ERROR'],
  [503, 'SERVICE_UNAVAILABLE'],
])('tries again what was answered with %i', async (status, code) => {
  const { server, got } = openServer([refusal(status, code)])
  expect((await upload(server)).waits).toEqual([{ reason: 'offline', seconds: 1 }, null])
  expect(got).toHaveLength(5)
})

it('waits no longer than half a minute, however often it got lost', async () => {
  const { server } = openServer(Array.from({ length: 8 }, lost))
  const { waits } = await upload(server)
  expect(waits.map((wait) => wait?.seconds)).toEqual([1, 2, 4, 8, 15, 30, 30, 30, undefined])
})

it.each([
  [401, 'UNAUTHORIZED'],
  [409, 'CONFLICT'],
  [400, 'VALIDATION_ERROR'],
  [407, 'VALIDATION_ERROR'],
  [499, 'VALIDATION_ERROR'],
])('does not repeat what was refused with %i', async (status, code) => {
  const { server, got } = openServer([refusal(status, code)])
  await expect(upload(server)).rejects.toThrow('No.')
  expect(got).toEqual([])
})

it('stops when it is told to, also while it waits', async () => {
  const controller = new AbortController()
  const failures = Array.from({ length: 50 }, lost)
  const { server, got } = openServer(failures)
  let leftAtAbort = 0
  setTimeout(() => {
    leftAtAbort = failures.length
    controller.abort()
  }, 5_000)
  await expect(upload(server, controller)).rejects.toMatchObject({ name: 'AbortError' })
  expect(got).toEqual([])
  // Nothing is asked after the abort.
  expect(leftAtAbort).toBe(47)
  expect(failures).toHaveLength(leftAtAbort)
})

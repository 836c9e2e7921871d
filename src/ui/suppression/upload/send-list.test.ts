import { TRPCClientError } from '@trpc/client'
import { expect, it } from 'vitest'
import { type ListServer, type ListUpload, sendList } from './send-list'

const upload: ListUpload = {
  uploadId: '0195d0a0-0000-7000-8000-000000000001',
  listId: '0195d0a0-0000-7000-8000-000000000002',
  mode: 'replace',
  fileName: 'registry.csv',
  fingerprint: 'ab'.repeat(32),
  numbers: 8,
  invalid: 0,
  chunks: 4,
}
const earlier = '0195d0a0-0000-7000-8000-000000000003'

function serverOf(parts: Partial<ListServer> = {}) {
  const staged: string[] = []
  const server: ListServer = {
    start: async ({ uploadId }) => ({ uploadId, arrived: [] }),
    stage: async ({ uploadId, chunk }) => staged.push(`${uploadId} ${chunk}`),
    end: async () => upload.numbers,
    ...parts,
  }
  return { server, staged }
}

function send(server: ListServer, controller = new AbortController()) {
  const sent: number[] = []
  const sending = sendList(upload, {
    server,
    chunkOf: async (number) => ({ numbers: [`+1201555000${number}`, `+1201555001${number}`] }),
    signal: controller.signal,
    onSent: (numbers) => sent.push(numbers),
    onWait: () => {},
  })
  return { sending, sent }
}

it('sends every chunk, and then brings all into force', async () => {
  const { server, staged } = serverOf()
  const { sending, sent } = send(server)
  expect(await sending).toBe(8)
  expect(staged.sort()).toEqual([0, 1, 2, 3].map((chunk) => `${upload.uploadId} ${chunk}`))
  expect(sent.at(-1)).toBe(8)
})

it('goes on with an earlier upload of the same numbers, and sends what is missing', async () => {
  const ended: string[] = []
  const { server, staged } = serverOf({
    start: async () => ({ uploadId: earlier, arrived: [0, 1, 3] }),
    end: async (uploadId) => ended.push(uploadId),
  })
  await send(server).sending
  expect(staged).toEqual([`${earlier} 2`])
  expect(ended).toEqual([earlier])
})

it('brings nothing into force once a chunk was refused', async () => {
  let isEnded = false
  const refusal = new TRPCClientError('No.', {
    result: { error: { code: -32_000, message: 'No.', data: { code: 'CONFLICT', httpStatus: 409 } } },
  } as never)
  const { server } = serverOf({
    stage: async ({ chunk }) => {
      if (chunk === 1) throw refusal
    },
    end: async () => {
      isEnded = true
      return 0
    },
  })
  await expect(send(server).sending).rejects.toThrow('No.')
  expect(isEnded).toBe(false)
})

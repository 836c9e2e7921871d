import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { logger } from '@/platform/logger'
import { errorAnswer } from '@/rest/error-body'
import { procedure, router } from '@/trpc/init'
import type { Actor } from './actor'
import { ERROR_TABLE, type ErrorCode, RollcallError } from './errors'

const codes = Object.keys(ERROR_TABLE) as ErrorCode[]

/** Returns what tRPC answers when a procedure throws this, or to another path or method. */
async function trpcAnswer(thrown: unknown, init: RequestInit = {}, path = 'agents.list') {
  const fail = procedure.input(z.object({ name: z.string() }).optional()).query(() => {
    throw thrown
  })
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: new Request(`http://127.0.0.1/api/trpc/${path}`, init),
    // A path that OPERATION_TABLE names, or nobody may ask for it.
    router: router({ agents: router({ list: fail }) }),
    createContext: ({ req, resHeaders }) => ({
      headers: req.headers,
      resHeaders,
      caller: async () => ({ actor: {} as Actor, rights: { role: 'owner' }, session: null }),
    }),
  })
  const { error } = (await response.json()) as { error: { message: string; data: Record<string, unknown> } }
  return { status: response.status, headers: response.headers, message: error.message, data: error.data }
}

describe.each(codes)('%s at the doors', (code) => {
  const error = new RollcallError(code, 'Why it went wrong.', { retryAfterSeconds: 7 })

  it('has one word, one status, one message and its details', async () => {
    const rest = errorAnswer(error, 'req-1')
    const trpc = await trpcAnswer(error)
    expect(rest).toMatchObject({ status: ERROR_TABLE[code].http, body: { error: code, message: 'Why it went wrong.' } })
    expect(trpc).toMatchObject({ status: rest.status, message: 'Why it went wrong.' })
    expect(trpc.data).toMatchObject({ code, httpStatus: rest.status, details: { retryAfterSeconds: 7 } })
    expect(rest.headers).toEqual({ 'retry-after': '7' })
    expect(trpc.headers.get('retry-after')).toBe('7')
  })
})

describe('what is none of ours', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('is INTERNAL_ERROR at both doors, is logged, and tells nothing of its inside', async () => {
    const log = vi.spyOn(logger, 'error').mockReturnValue()
    const thrown = new Error('The password is 1234.')
    const rest = errorAnswer(thrown, 'req-1')
    const trpc = await trpcAnswer(thrown)
    expect(rest).toMatchObject({ status: 500, body: { error: 'INTERNAL_ERROR', requestId: 'req-1' } })
    expect(trpc).toMatchObject({ status: 500, data: { code: 'INTERNAL_ERROR', httpStatus: 500 } })
    expect(JSON.stringify([rest, trpc])).not.toContain('1234')
    expect(log).toHaveBeenCalledTimes(2)
  })

  it.each([
    ['NOT_FOUND', {}, 'nothing'],
    [
      'METHOD_NOT_ALLOWED',
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
      'agents.list',
    ],
    ['INVALID_JSON', {}, 'agents.list?input={'],
    ['VALIDATION_ERROR', {}, 'agents.list?input={"name":7}'],
  ] as const)('is %s where tRPC refuses by itself', async (code, init, path) => {
    const { status, data } = await trpcAnswer(new Error('Never asked.'), init, path)
    expect(data).toMatchObject({ code, httpStatus: status })
    expect(status).toBe(ERROR_TABLE[code].http)
  })
})

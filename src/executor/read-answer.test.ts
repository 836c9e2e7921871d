import { describe, expect, test } from 'vitest'
import { type HttpAnswer, readAnswer } from './read-answer'
import { signBody } from './signatures'

const NOW = 1_795_449_879_805
const KEY = 'signkey-test-00ff'
const SDK = { 'x-inngest-sdk': 'inngest-js:v4.24.0', 'x-inngest-req-version': '2' }

function read(status: number, body: unknown, headers: HttpAnswer['headers'] = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readAnswer({ status, headers: { ...SDK, ...headers }, body: text }, { signingKey: null, nowMs: NOW })
}

const TRANSPORT = { kind: 'retry', error: { name: 'TransportError' }, retryAfterMs: null }

describe('answers of the SDK', () => {
  test('200', () => {
    expect(read(200, { a: 1 })).toEqual({ kind: 'completed', result: '{"a":1}', version: 2 })
  })

  test('206 with ops, or a single one', () => {
    const step = { id: 'a', op: 'StepRun', name: 'a', data: { b: 1, a: 2 }, opts: { parallelMode: 'race' } }
    const expected = { id: 'a', op: 'StepRun', name: 'a', data: '{"a":2,"b":1}', error: null, race: true }
    expect(read(206, [step])).toEqual({ kind: 'ops', ops: [expected], version: 2, retryAfterMs: null })
    expect(read(206, step)).toMatchObject({ ops: [expected] })
    expect(read(206, [])).toMatchObject({ ops: [] })
  })

  test('206 with an error, and when to come back', () => {
    const step = { id: 'a', op: 'StepError', error: { name: 'E', message: 'm', stack: 's', __serialized: true } }
    expect(read(206, [step], { 'retry-after': '2' })).toMatchObject({
      ops: [{ data: 'null', error: { name: 'E', message: 'm', stack: 's', __serialized: true } }],
      retryAfterMs: 2_000,
    })
  })

  test.each([
    [400, 'true', 'failed'],
    [500, 'true', 'failed'],
    [500, 'false', 'retry'],
    [400, 'false', 'retry'],
    [400, undefined, 'retry'],
    [500, undefined, 'retry'],
  ])('%i with no-retry %s is %s', (status, noRetry, kind) => {
    const answer = read(status, { name: 'E', message: 'm' }, { 'x-inngest-no-retry': noRetry })
    expect(answer).toMatchObject({ kind, error: { name: 'E', message: 'm' } })
  })

  test('a step that was not found is an error like another', () => {
    const answer = read(500, { error: 'Could not find step', requestedStep: 'a' }, { 'x-inngest-no-retry': 'false' })
    expect(answer).toMatchObject({ kind: 'retry', error: { name: 'Error', message: 'Could not find step' } })
  })

  test('201: the real answer is in the envelope', () => {
    const headers = { 'X-Inngest-Req-Version': '1', 'X-Inngest-No-Retry': 'true' }
    const envelope = { status: 400, headers, body: '{"name":"E","message":"m"}' }
    expect(read(201, `   ${JSON.stringify(envelope)}`)).toMatchObject({ kind: 'failed', error: { name: 'E' } })
    expect(read(201, { status: 200, headers, body: '7' })).toEqual({ kind: 'completed', result: '7', version: 1 })
    expect(read(201, 'cut off')).toMatchObject(TRANSPORT)
  })
})

describe('not an answer of the SDK, or not a readable one: tried again', () => {
  test.each([
    [200, '<html>'],
    [206, '{"id":7}'],
    [206, '[{"id":"a"}]'],
    [206, 'x'],
  ])('%i %s', (status, body) => {
    expect(read(status, body)).toMatchObject(TRANSPORT)
  })

  test.each([200, 206, 400, 401, 404, 502])("a proxy's %i", (status) => {
    expect(read(status, '"page"', { 'x-inngest-sdk': undefined })).toMatchObject(TRANSPORT)
  })
})

describe('signatures', () => {
  const signed = (status: number, body: string, signature?: string) =>
    readAnswer({ status, headers: { ...SDK, 'x-inngest-signature': signature }, body }, { signingKey: KEY, nowMs: NOW })

  test('the exact bytes must be signed', () => {
    expect(signed(200, '{ "a":1 }', signBody('{ "a":1 }', KEY, NOW))).toMatchObject({ kind: 'completed' })
    expect(signed(200, '{ "a":1 }', signBody('{"a":1}', KEY, NOW))).toMatchObject(TRANSPORT)
    expect(signed(400, '{}', undefined)).toMatchObject(TRANSPORT)
  })

  test('a streamed answer is signed inside', () => {
    const envelope = { status: 200, headers: { 'x-inngest-signature': signBody('7', KEY, NOW) }, body: '7' }
    expect(signed(201, JSON.stringify(envelope))).toMatchObject({ kind: 'completed', result: '7' })
    expect(signed(201, JSON.stringify({ ...envelope, body: '8' }))).toMatchObject(TRANSPORT)
  })
})

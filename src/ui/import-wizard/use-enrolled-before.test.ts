import { describe, expect, it } from 'vitest'
import { lookForEnrolled } from './use-enrolled-before'

const before = { enrolledAt: '2026-11-01T09:00:00Z', enrolledBy: 'Ada', accepted: 2, waiting: 0 }
const fail = async () => {
  throw new Error('Failed.')
}

describe('lookForEnrolled', () => {
  it('says when the file was enrolled', async () => {
    const looked = await lookForEnrolled(
      async () => 'hash',
      async () => before as never,
    )
    expect(looked).toEqual({ fingerprint: 'hash', before })
  })

  // "Enroll" waits for the answer, and would wait for ever if there was none.
  it.each([
    ['the worker has failed', fail, async () => null, null],
    ['there is no fingerprint', async () => null, fail, null],
    ['the server does not answer', async () => 'hash', fail, 'hash'],
  ])('answers when %s', async (_, read, ask, fingerprint) => {
    expect(await lookForEnrolled(read, ask)).toEqual({ fingerprint, before: null })
  })
})

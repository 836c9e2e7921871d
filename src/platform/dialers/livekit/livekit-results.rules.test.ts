import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  endOfDisconnect,
  endOfSipStatus,
  livekitRefusal,
  type Present,
  REPORT_WAIT_MS,
  readRoomRecord,
  stateOfDispatch,
  stateOfRoom,
} from './livekit-results.rules'

describe('endOfSipStatus', () => {
  it.each([
    [486, 'Busy', null],
    [600, 'Busy', null],
    [603, 'Busy', null],
    [408, 'No Answer', null],
    [480, 'No Answer', null],
    [487, 'No Answer', null],
    [404, 'Failed', 'for good'],
    [410, 'Failed', 'for good'],
    [484, 'Failed', 'for good'],
    [604, 'Failed', 'for good'],
    [607, 'Failed', 'for good'],
    [401, 'Failed', 'account'],
    [402, 'Failed', 'account'],
    [403, 'Failed', 'account'],
    [407, 'Failed', 'account'],
    [500, 'Failed', 'again'],
    [503, 'Failed', 'again'],
  ])('%i: %s', (code, resultType, failure) => {
    const end = endOfSipStatus(code, 'Words')
    expect(end).toMatchObject({ resultType, endReason: `SIP ${code} Words` })
    expect(end.failure?.kind ?? null).toBe(failure)
  })
})

it.each([
  ['USER_REJECTED', 'Busy'],
  ['USER_UNAVAILABLE', 'No Answer'],
  ['SIP_TRUNK_FAILURE', 'Failed'],
])('%s: %s', (word, resultType) => {
  const end = endOfDisconnect(word)
  expect(end?.resultType).toBe(resultType)
  expect(end?.failure?.kind ?? null).toBe(resultType === 'Failed' ? 'again' : null)
  expect(endOfDisconnect('CLIENT_INITIATED')).toBeNull()
})

it.each([
  ['resource_exhausted', 'too many', 'later'],
  ['unauthenticated', 'invalid token', 'account'],
  ['permission_denied', '', 'account'],
  ['not_found', 'requested sip trunk does not exist', 'account'],
  ['invalid_argument', '', 'account'],
  ['bad_route', '', 'account'],
  ['internal', 'twirp error unknown: sip not connected (redis required)', 'account'],
  ['internal', '', 'unclear'],
  ['unavailable', 'no response from servers', 'unclear'],
  ['deadline_exceeded', '', 'unclear'],
  ['a word of tomorrow', '', 'unclear'],
])('%s %j is “%s”', (code, msg, kind) => {
  expect(livekitRefusal({ code, msg })).toBe(kind)
})

it.each([
  [[], 'on its way'],
  [['JS_PENDING'], 'there'],
  [['JS_FAILED', 'JS_RUNNING'], 'there'],
  [['JS_SUCCESS', 'JS_FAILED'], 'gone'],
])('an agent with jobs %j is %s', (statuses, state) => {
  expect(stateOfDispatch({ state: { jobs: statuses.map((status) => ({ state: { status } })) } })).toBe(state)
})

describe('stateOfRoom', () => {
  const now = Date.parse('2026-11-02T10:00:00Z')
  const at = (msAgo: number) => new Date(now - msAgo).toISOString()
  const nobody: Present = { person: false, agent: false, left: null }
  const record = { callId: 'call.1' }

  it('is under way while anybody is there', () => {
    expect(stateOfRoom(record, { ...nobody, person: true }, now)).toEqual({ is: 'under way' })
    expect(stateOfRoom(record, { ...nobody, agent: true }, now)).toEqual({ is: 'under way' })
    expect(stateOfRoom(null, { ...nobody, person: true }, now)).toEqual({ is: 'under way' })
  })

  it('waits for a report after the last one has left, and then ends without one', () => {
    const answered = { ...record, answeredAt: at(300_000) }
    expect(stateOfRoom(answered, nobody, now)).toEqual({ is: 'emptied' })
    expect(stateOfRoom({ ...answered, emptySince: at(REPORT_WAIT_MS - 1) }, nobody, now)).toEqual({ is: 'under way' })
    expect(stateOfRoom({ ...answered, emptySince: at(REPORT_WAIT_MS) }, nobody, now)).toMatchObject({
      is: 'ended',
      end: { resultType: 'Goal Not Completed', failure: null },
    })
  })

  it('calls nobody again of whom it knows nothing', () => {
    expect(stateOfRoom(null, nobody, now)).toEqual({ is: 'emptied' })
    expect(stateOfRoom({ ...record, emptySince: at(REPORT_WAIT_MS) }, nobody, now)).toMatchObject({
      end: { resultType: 'Failed', failure: { kind: 'for good' } },
    })
  })

  it('has ended as the telephone has answered, whoever is still there', () => {
    const failed = { at: at(0), sipStatusCode: 486, reason: 'Busy Here' }
    const state = { is: 'ended', end: { resultType: 'Busy' } }
    expect(stateOfRoom({ ...record, failed }, { ...nobody, agent: true }, now)).toMatchObject(state)
    const left = endOfDisconnect('USER_UNAVAILABLE')
    expect(stateOfRoom(record, { ...nobody, left }, now)).toMatchObject({ end: { resultType: 'No Answer' } })
  })

  it('never waits for ever once the room is empty', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: REPORT_WAIT_MS, max: 10 * REPORT_WAIT_MS }), (answered, msAgo) => {
        const state = stateOfRoom(
          { ...record, ...(answered && { answeredAt: at(msAgo) }), emptySince: at(msAgo) },
          nobody,
          now,
        )
        expect(state.is).toBe('ended')
      }),
    )
  })
})

it('reads what was noted, and nothing of what others write', () => {
  expect(readRoomRecord('{"rollcall":{"callId":"call.1"},"mine":1}')).toEqual({ callId: 'call.1' })
  for (const text of ['', 'x', 'null', '{}', '{"rollcall":{}}', '{"rollcall":{"callId":1}}', null, undefined]) {
    expect(readRoomRecord(text)).toBeNull()
  }
})

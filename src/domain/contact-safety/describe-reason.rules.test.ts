import { expect, it } from 'vitest'
import type { Reason, ReasonDetail } from './contact-facts.rules'
import { describeReason, REASON_LABELS } from './describe-reason.rules'

const reason = (detail: ReasonDetail): Reason => ({ rule: { id: 'a', version: 1 }, untilMs: null, ...detail })
const there = { country: 'US', region: 'FL', zone: 'America/New_York' }

it.each<[ReasonDetail, string]>([
  [{ code: 'SUPPRESSED', listName: 'Do not call' }, 'The number is on the list Do not call.'],
  [{ code: 'LIST_OLD', listName: 'Registry' }, 'The list Registry is out of date. Refresh it, so that calls go on.'],
  [{ code: 'CALLING_HOURS', ...there }, 'Calls are not allowed at this hour in Florida.'],
  [{ code: 'CALLING_HOURS', ...there, region: null }, 'Calls are not allowed at this hour in the United States.'],
  [{ code: 'HOLIDAY', ...there, holiday: 'Mardi Gras' }, 'Calls are not allowed on Mardi Gras in Florida.'],
  [{ code: 'CAP_CALLS', max: 3, withinHours: 24 }, 'The number has had the 3 calls that are allowed in 24 hours.'],
  [{ code: 'CAP_CALLS', max: 1, withinHours: 8 }, 'The number has had the one call that is allowed in 8 hours.'],
  [{ code: 'CAP_CALLS', max: 7, withinHours: 168 }, 'The number has had the 7 calls that are allowed in 7 days.'],
  [{ code: 'CAP_GAP', minutes: 1 }, 'The last call of the number was less than 1 minute ago.'],
  [{ code: 'CAP_GAP', minutes: 90 }, 'The last call of the number was less than 90 minutes ago.'],
  [{ code: 'CAP_GAP', minutes: 60 }, 'The last call of the number was less than 1 hour ago.'],
  [{ code: 'CAP_GAP', minutes: 240 }, 'The last call of the number was less than 4 hours ago.'],
  [{ code: 'CAP_REST', days: 1 }, 'Somebody was spoken to at this number less than 1 day ago.'],
  [{ code: 'CAP_REST', days: 7 }, 'Somebody was spoken to at this number less than 7 days ago.'],
  [
    { code: 'CONSENT_REQUIRED', bases: ['express', 'written', 'contract', 'relationship'], ageDaysMax: null },
    'A call needs an express consent or a written consent or a contract or a business relationship, and none is known.',
  ],
  [{ code: 'CONSENT_EXPIRED', bases: ['express'], ageDaysMax: 30 }, 'The consent is older than 30 days.'],
  [
    { code: 'NUMBERS_USED_UP', callsPerDay: 50 },
    'Each from-number of the agent has made the 50 calls that it makes in a day.',
  ],
  [
    { code: 'NUMBERS_USED_UP', callsPerDay: 1 },
    'Each from-number of the agent has made the one call that it makes in a day.',
  ],
  [{ code: 'CALL_WINDOW', zone: 'America/New_York' }, "The agent's call windows are closed."],
  [{ code: 'OTHER_TIME' }, 'A call at that time of day was not answered, so another time of day is tried.'],
])('%j', (detail, sentence) => {
  expect(describeReason(reason(detail))).toBe(sentence)
  expect(REASON_LABELS[detail.code]).not.toBe('')
})

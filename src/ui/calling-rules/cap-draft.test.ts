import fc from 'fast-check'
import { expect, it } from 'vitest'
import { capSettingsSchema, NO_CAPS } from '@/domain/contact-safety/cap.schema'
import { CAP_WORDS, capFaults, describeCaps, fromCapDraft, toCapDraft } from './cap-draft'

const cap = fc.option(fc.integer({ min: 1, max: 300 }), { nil: null })
const caps = fc.record({ callsPerDay: cap, callsPerWeek: cap, gapMinutes: cap, restDays: cap })

it('caps are the same after they were shown in a form', () => {
  fc.assert(
    fc.property(caps, (settings) => {
      expect(fromCapDraft(toCapDraft(settings))).toEqual(settings)
    }),
  )
})

it('each cap has its field', () => {
  expect(CAP_WORDS.map(({ cap }) => cap).sort()).toEqual(Object.keys(NO_CAPS).sort())
})

it.each(['many', '1.5', '0', '-1', '1e9'])('%j is refused by the form, and by the schema too', (text) => {
  expect(Object.keys(capFaults({ ...toCapDraft(NO_CAPS), callsPerDay: text }))).toEqual(['callsPerDay'])
  expect(capSettingsSchema.safeParse(fromCapDraft({ ...toCapDraft(NO_CAPS), callsPerDay: text })).success).toBe(false)
})

it('says what caps there are', () => {
  expect(describeCaps(NO_CAPS)).toBeNull()
  expect(describeCaps({ callsPerDay: 1, callsPerWeek: 7, gapMinutes: 60, restDays: 1 })).toBe(
    '1 call in 24 hours, 7 calls in 7 days, 60 minutes between two calls, 1 day of rest after a conversation',
  )
})

it('no limit and whole numbers are no faults', () => {
  fc.assert(
    fc.property(caps, (settings) => {
      expect(capFaults(toCapDraft(settings))).toEqual({})
    }),
  )
})

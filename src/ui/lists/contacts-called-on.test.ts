import { expect, it } from 'vitest'
import { contactsCalledOn } from './contacts-called-on'

it.each([
  ['2027-03-01T05:00:00.000Z', 'America/New_York', '2027-03-01'],
  ['2027-02-28T18:30:00.000Z', 'Asia/Kolkata', '2027-03-01'],
  ['2027-03-28T00:00:00.000Z', 'Europe/London', '2027-03-28'],
])('the day that began %s in %s is %s', (startedAt, timeZone, day) => {
  expect(contactsCalledOn(startedAt, timeZone)).toBe(`/sequences?calledFrom=${day}&calledTo=${day}`)
})

it('names the results of the last call, if only some are meant', () => {
  const address = contactsCalledOn('2027-03-01T00:00:00.000Z', 'UTC', ['No Answer', 'Busy'])
  expect(new URLSearchParams(address.split('?')[1]).get('last')).toBe('No Answer,Busy')
})

import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { db } from '@/platform/db'
import type { NoValidContacts } from '@/rest/docs/error-docs'
import { laterContact } from '@/testing/factories'
import { expect, test } from './contract-test'

// What a number is read as: `src/domain/phones/phone-number.rules.test.ts`. Here, that both doors say so.

const STRANGERS = [
  ['DE', '491711234567', '+491711234567', '+49491711234567'],
  ['IN', '14155552671', '+14155552671', '+9114155552671'],
  ['IT', '33612345678', '+33612345678', '+3933612345678'],
  ['AT', '442079460123', '+442079460123', '+43442079460123'],
  ['XK', '38343201234', '+38343201234', '+38338343201234'],
] as const

for (const [defaultCountry, phoneNumber, ...readings] of STRANGERS) {
  test(`${phoneNumber} in ${defaultCountry} is refused with what it can mean`, async ({ api, tenant }) => {
    const contacts = [{ name: 'Ada', phoneNumber }]
    const answer = await api.enroll<NoValidContacts>(tenant.agents.alwaysOn, { contacts, defaultCountry })
    expect(answer.status).toBe(422)
    const [rejected] = answer.body.rejected
    expect(rejected).toMatchObject({ index: 0, phoneNumber, code: 'PHONE_AMBIGUOUS' })
    for (const reading of readings) expect(rejected?.error).toContain(reading)
    // Written as the message says, each of them is taken.
    const written = readings.map((reading) => ({ name: 'Ada', phoneNumber: reading }))
    const again = await api.enroll<AcceptedBatch>(tenant.agents.alwaysOn, { contacts: written, defaultCountry })
    expect(again.body).toMatchObject({ accepted: 2, rejected: [] })
  })
}

test('what is doubtful about accepted numbers is warned of, with their index', async ({ api, tenant }) => {
  const numbers = ['+14155552671', '+15551234567', '+19005551234', '5016221234', '0057 321 1234567']
  const contacts = numbers.map((phoneNumber, n) => laterContact(n, { phoneNumber }))
  const answer = await api.enroll<AcceptedBatch>(tenant.agents.alwaysOn, { contacts })
  expect(answer.body.accepted).toBe(numbers.length)
  expect(answer.body.warnings.map(({ code, index }) => [code, index])).toEqual([
    ['PHONE_NOT_ASSIGNED', 1],
    ['PHONE_PREMIUM_RATE', 2],
    ['PHONE_OTHER_READING', 3],
  ])
  const stored = await db().contact.findMany({ where: { batchId: answer.body.batchId }, orderBy: { index: 'asc' } })
  expect(stored.map(({ phoneNumber }) => phoneNumber)).toEqual([
    '+14155552671',
    '+15551234567',
    '+19005551234',
    '+15016221234',
    '+573211234567',
  ])
})

test('an organization can refuse premium rate numbers', async ({ api, tenant }) => {
  await db().organization.update({ where: { id: tenant.organizationId }, data: { premiumNumbersRefused: true } })
  const numbers = ['+19005551234', '+881612345678', '+14155552671']
  const contacts = numbers.map((phoneNumber, n) => laterContact(n, { phoneNumber }))
  const answer = await api.enroll<AcceptedBatch>(tenant.agents.alwaysOn, { contacts })
  expect(answer.body.rejected.map(({ index, code }) => [index, code])).toEqual([
    [0, 'PHONE_PREMIUM_RATE'],
    [1, 'PHONE_PREMIUM_RATE'],
  ])
  expect(answer.body).toMatchObject({ accepted: 1, warnings: [] })
})

test('two numbers in one text are no number with an extension', async ({ api, tenant }) => {
  const numbers = ['4155552671;4155552672', '4155552671, 4155552673', '4155552671 / 4155552674', '1711234567,0']
  const contacts = [...numbers, '4155552671 x12'].map((phoneNumber, n) => laterContact(n, { phoneNumber }))
  const answer = await api.enroll<AcceptedBatch>(tenant.agents.alwaysOn, { contacts })
  expect(answer.body.accepted).toBe(1)
  expect(answer.body.rejected.map(({ code }) => code)).toEqual(numbers.map(() => 'PHONE_INVALID'))
  for (const { error } of answer.body.rejected.slice(0, 3)) expect(error).toContain('more than one phone number')
})

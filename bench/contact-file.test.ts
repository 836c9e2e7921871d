import { describe, expect, it } from 'vitest'
import type { AgentRules } from '@/domain/agents/agent.schema'
import type { FaultCode } from '@/domain/contacts/fault.schema'
import { validateContacts } from '@/domain/contacts/validate-contacts.rules'
import { parseText } from '@/ui/import-wizard/worker/parse-text'
import { CONTACT_FILE_HEADER, contactFile } from './contact-file'

const wholeDay = [{ start: '00:00', end: '24:00' }]
const agent: AgentRules = {
  status: 'active',
  fromNumber: '+15559876543',
  timezones: ['America/New_York'],
  callWindows: { monday: wholeDay },
  variables: [],
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  outcomes: [],
  creditsPerContact: 1,
}

describe('contactFile', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(contactFile(100, 7)).toEqual(contactFile(100, 7))
    expect(contactFile(100, 8).csv).not.toBe(contactFile(100, 7).csv)
  })

  it('has exactly the faults that it says it has', () => {
    const { csv, planted } = contactFile(5_000)
    const [header, ...records] = parseText(csv, { encoding: 'utf-8', delimiter: ',', quoted: true }).records
    expect(header).toEqual(CONTACT_FILE_HEADER.split(','))
    const contacts = records.map((cells) => {
      const [, first, last, toEmailAddress, phoneNumber, timezone, , account_id, plan] = cells
      return { name: `${first} ${last}`, phoneNumber, timezone, toEmailAddress, account_id, plan }
    })
    const { rejected, chains } = validateContacts(contacts, {
      nowMs: Date.parse('2026-11-23T12:00:00Z'),
      agent,
      organization: { country: 'US', normalizationEnabled: true, premiumNumbersRefused: false },
      options: { groupByField: 'account_id' },
    })
    expect(rejected.every(({ errors }) => errors.length === 1)).toBe(true)
    const rowsOf = (code: FaultCode) => rejected.filter((contact) => contact.code === code).length
    expect({
      nameMissing: rowsOf('NAME_REQUIRED'),
      phoneMissing: rowsOf('PHONE_REQUIRED'),
      phoneInvalid: rowsOf('PHONE_INVALID'),
      duplicates: rowsOf('DUPLICATE_PHONE'),
      timezoneInvalid: rowsOf('TIMEZONE_INVALID'),
      emailInvalid: rowsOf('EMAIL_INVALID'),
    }).toEqual(planted)
    expect(rejected).toHaveLength(Object.values(planted).reduce((sum, amount) => sum + amount, 0))
    expect(Math.max(...chains.map(({ size }) => size))).toBe(4)
  })
})

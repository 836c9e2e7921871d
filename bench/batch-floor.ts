import { randomUUID } from 'node:crypto'
import parsePhoneNumber from 'libphonenumber-js'
import type pg from 'pg'

export const CONTACTS = 1_000

type SentContact = {
  name: string
  phoneNumber: string
  account_id: string
  prospect_name: string
  scheduledAt: string
}

// Next month, so that no call of theirs disturbs the run, and at noon in California, where every rule allows it.
const scheduledAt = `${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)}T20:00:00.000Z`

/** Makes a request of 1,000 contacts, with other people each round. */
export function makeBody(round: number): string {
  const contacts = Array.from(
    { length: CONTACTS },
    (_, index): SentContact => ({
      name: `Person ${round} ${index}`,
      phoneNumber: `+1415${String(2_000_000 + ((round * CONTACTS + index) % 7_000_000)).padStart(7, '0')}`,
      account_id: `account-${index % 400}`,
      prospect_name: `Prospect ${index}`,
      scheduledAt,
    }),
  )
  return JSON.stringify({ contacts })
}

/** Makes the table that `insertRaw` writes to. */
export async function createFloorTable(database: pg.Client): Promise<void> {
  await database.query('CREATE TABLE floor_contacts (LIKE contacts INCLUDING ALL)')
}

/**
 * Does the least that a batch can cost: `JSON.parse` of the body, libphonenumber of its numbers, and one raw INSERT of its
 * rows, committed. It knows no rules, no keys, no credits and no HTTP.
 */
export async function insertRaw(database: pg.Client, body: string): Promise<void> {
  const { contacts } = JSON.parse(body) as { contacts: SentContact[] }
  const rows = contacts.map(({ name, phoneNumber, scheduledAt, ...variables }, index) => {
    const phone = parsePhoneNumber(phoneNumber, { defaultCountry: 'US', extract: false })
    if (!phone?.isPossible()) throw new Error(`${phoneNumber} is not possible.`)
    return { id: randomUUID(), index, name, phone: phone.number, at: scheduledAt, variables }
  })
  await database.query(
    `INSERT INTO floor_contacts (id, batch_id, organization_id, index, name, phone_number, timezone, scheduled_at, variables)
     SELECT id, $2, 'floor', index, name, phone, 'America/New_York', at, variables
     FROM json_to_recordset($1::json)
       AS contact(id uuid, index int, name text, phone text, at timestamptz, variables jsonb)`,
    [JSON.stringify(rows), randomUUID()],
  )
}

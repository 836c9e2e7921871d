import { Prisma } from '@/platform/db'
import type { OwnNumber } from './own-number'

/**
 * Returns the query of numbers that are asked about: `organization_id` and `phone_number`. They travel as JSON, each
 * organization once: of two arrays every text is quoted by itself, with the organization of a thousand numbers a thousand
 * times, which took longer than to find nothing about them.
 */
export function askedNumbers(numbers: readonly OwnNumber[]): Prisma.Sql {
  const tenants = new Map<string, string[]>()
  for (const { organizationId, phoneNumber } of numbers) {
    const own = tenants.get(organizationId)
    if (own) own.push(phoneNumber)
    else tenants.set(organizationId, [phoneNumber])
  }
  const sent = Array.from(tenants, ([o, p]) => ({ o, p }))
  return Prisma.sql`
    SELECT o AS organization_id, phone_number
    FROM json_to_recordset(${JSON.stringify(sent)}::json) AS tenant(o text, p text[]), unnest(p) AS phone_number`
}

import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { seededRandom } from '@/testing/seeded-random'
import { signInAs } from '@/testing/sign-in-as'
import { handleExport } from './handle-export'

const BATCHES = 8
const CONTACTS = 1_000
/** Two statements of a thousand rows, the pieces that are under way, and what a compressor holds back. */
const HELD_MAX = 5_000

let organization: TestOrganization
const random = seededRandom(5)

beforeAll(async () => {
  organization = await createTestOrganization()
  const { actor, agents } = organization
  for (let batch = 0; batch < BATCHES; batch++) {
    const contacts = Array.from({ length: CONTACTS }, (_, at) => ({
      name: 'Before',
      phoneNumber: `+1415${2_000_000 + batch * CONTACTS + at}`,
      // As long as what is said of somebody, and no two alike: a compressor holds back what repeats.
      account_id: Array.from({ length: 6 }, () => random().toString(36)).join(''),
    }))
    await enrollBatch(actor, { agentId: agents.alwaysOn, body: { contacts }, source: 'api' })
  }
})

const sheetOf = (bytes: Uint8Array) =>
  Buffer.from(unzipSync(new Uint8Array(bytes))['xl/worksheets/sheet1.xml'] ?? []).toString()

describe.each(['csv', 'xlsx'])('a download as %s', (format) => {
  it('reads what is sent, and what its reader does not take is not read: however much there is, as little is held', async () => {
    const { organizationId } = organization
    const headers = await signInAs(organizationId, 'owner')
    await db().execute`UPDATE contacts SET name = 'Before' WHERE organization_id = ${organizationId}`
    const query = new URLSearchParams({ format, order: 'oldest' })
    const response = await handleExport(new Request(`http://127.0.0.1/api/export/contacts?${query}`, { headers }))
    const reader = response.body?.getReader()
    if (!reader) throw new Error('There is no body.')
    const pieces: Uint8Array[] = [(await reader.read()).value ?? new Uint8Array()]
    // Whoever was read already is Before, and whoever is read from now on is After.
    await db().execute`UPDATE contacts SET name = 'After' WHERE organization_id = ${organizationId}`
    for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value)
    const bytes = Buffer.concat(pieces)
    const text = format === 'csv' ? bytes.toString() : sheetOf(bytes)
    const count = (name: string) => text.split(name).length - 1
    expect(count('Before') + count('After')).toBe(BATCHES * CONTACTS)
    expect(count('Before')).toBeGreaterThan(0)
    expect(count('Before')).toBeLessThanOrEqual(HELD_MAX)
    for (const piece of pieces) expect(piece.length).toBeLessThan(1_000_000)
  })
})

import type { Batch } from '@/domain/batches/batch-answer.schema'
import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { type TestOrganization, testContact } from '@/testing/factories'
import { expect } from './browser-test'

/** Asks the public API as a tenant: what is true, whatever the page says. */
export async function askApi<Body>(
  { apiKey }: TestOrganization,
  path: string,
  request: { method?: 'POST'; json?: unknown } = {},
): Promise<Body> {
  const { method = 'GET', json } = request
  const response = await fetch(`${process.env.TEST_APP_URL}/api/v1${path}`, {
    method,
    headers: { 'x-api-key': apiKey, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true)
  return (await response.json()) as Body
}

/** Enrolls through the API: the app then tells its background at once, as it does for everybody. @returns the batch's id */
export async function enroll(
  tenant: TestOrganization,
  agentId: string,
  contacts: Record<string, unknown>[],
  options: Record<string, unknown> = {},
): Promise<string> {
  const json = { contacts, ...options }
  const path = `/agents/${agentId}/schedule/sequences`
  return (await askApi<AcceptedBatch>(tenant, path, { method: 'POST', json })).batchId
}

/** Waits until the background has brought a batch this far. */
export async function waitForBatch(
  tenant: TestOrganization,
  batchId: string,
  isThere: (batch: Batch) => boolean,
): Promise<void> {
  await expect(async () => {
    expect(isThere(await askApi<Batch>(tenant, `/batches/${batchId}`))).toBe(true)
  }).toPass({ timeout: 45_000, intervals: [300] })
}

/**
 * Enrolls six contacts and waits until all were called. The last four digits tell the simulated dialer what becomes of a
 * call: goal, not, voicemail, busy, no answer twice.
 *
 * @returns the batch's id
 */
export async function enrollAllEnds(tenant: TestOrganization): Promise<string> {
  const numbers = ['+12125550001', '+12125550002', '+12125550003', '+12125550004', '+12125550005', '+12135550005']
  const contacts = numbers.map((phoneNumber, n) => testContact(n, { phoneNumber, account_id: `=${n}` }))
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, contacts, { name: 'Spring renewals' })
  await waitForBatch(tenant, batchId, ({ status }) => status === 'finished')
  return batchId
}

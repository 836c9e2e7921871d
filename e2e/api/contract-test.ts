import { test as base, expect } from '@playwright/test'
import type { Batch } from '@/domain/batches/batch-answer.schema'
import { db } from '@/platform/db'
import { logger } from '@/platform/logger'
import type { ErrorAnswer } from '@/rest/docs/error-docs'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { ZODS_WORDS } from '@/testing/zods-words'
import { type Answer, ApiClient } from './api-client'

export { countBatchRows as countRows, NOTHING_WRITTEN } from '@/testing/count-batch-rows'
export { expect }

const { TEST_APP_DATABASE_URL } = process.env
if (!TEST_APP_DATABASE_URL)
  throw new Error('Run the contract tests with `npm run test:contract`: they need an app and its database.')
// Use cases that set up and look behind the API work on the app's own database.
process.env.DATABASE_URL = TEST_APP_DATABASE_URL
// They have no engine to tell of it; the app's sweep does that.
logger.level = 'silent'

type Fixtures = {
  /** A tenant of this test alone; its key may send as much as it likes. */
  tenant: TestOrganization
  /** Calls as that tenant. */
  api: ApiClient
  /** Another tenant's key on the same server. */
  stranger: TestOrganization & { api: ApiClient }
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted; none.
  tenant: async ({}, use) => use(await createUnlimitedTenant()),
  api: async ({ baseURL, tenant }, use) => use(new ApiClient(originOf(baseURL), tenant.apiKey)),
  stranger: async ({ baseURL }, use) => {
    const stranger = await createUnlimitedTenant()
    await use({ ...stranger, api: new ApiClient(originOf(baseURL), stranger.apiKey) })
  },
})

const REQUESTS_PER_SECOND = 100_000

/** A tenant whose key is not slowed down: the rate limit has a spec of its own. */
export async function createUnlimitedTenant(
  changes: Parameters<typeof createTestOrganization>[0] = {},
): Promise<TestOrganization> {
  const tenant = await createTestOrganization(changes)
  await db().apiKey.updateMany({
    where: { organizationId: tenant.organizationId },
    data: { rateLimitPerSecond: REQUESTS_PER_SECOND },
  })
  return tenant
}

/** Asserts the body that every error has, and that its request id is the header's. */
export function expectError(answer: Answer<ErrorAnswer>, status: number, code: string): void {
  expect(answer.body, answer.text).toMatchObject({ error: code, message: expect.stringMatching(/\S/) })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'))
  expect(answer.text).not.toMatch(/node_modules|\\n\s+at |<html/i)
  if (code === 'VALIDATION_ERROR') expectFaults(answer.body.details)
}

/** Asserts the one shape of the details of a VALIDATION_ERROR, at whatever door, and that its words are ours. */
export function expectFaults(details: unknown): void {
  expect(details).not.toEqual([])
  for (const fault of details as Record<string, unknown>[]) {
    const { path, message, code, field, ...rest } = fault
    expect(rest).toEqual({})
    expect([path, message].map((text) => typeof text)).toEqual(['string', 'string'])
    for (const text of [code, field]) expect(['string', 'undefined']).toContain(typeof text)
    expect(message).toMatch(/\S.*[.?)]$/s)
    expect(message).not.toMatch(ZODS_WORDS)
  }
}

/** Paths of `details` of a VALIDATION_ERROR. */
export function faultPaths(answer: Answer<ErrorAnswer>): string[] {
  return (answer.body.details as { path: string; message: string }[]).map((fault) => fault.path)
}

export function originOf(baseURL: string | undefined): string {
  if (!baseURL) throw new Error('playwright.config.ts gives the contract project no baseURL.')
  return new URL(baseURL).origin
}

/** Waits until the background has created the sequences of a batch. */
export async function waitForSequences(api: ApiClient, batchId: string): Promise<Batch> {
  let batch: Batch | undefined
  await expect(async () => {
    batch = (await api.get<Batch>(`/batches/${batchId}`)).body
    expect(batch.status).not.toBe('accepted')
  }).toPass({ timeout: 60_000, intervals: [50, 100, 250, 500] })
  return batch as Batch
}

/** A moment so far away that no test waits for its call. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString()
}

/**
 * Leaves the organization's keys so many tokens and dates their buckets an hour ahead: until then nothing is refilled
 * before the next request that passes, and a test meets its 429 however slow the machine is.
 */
export async function emptyBucket(organizationId: string, { tokens } = { tokens: 0 }): Promise<void> {
  await db().execute`
    INSERT INTO rate_limit_buckets (api_key_id, tokens, updated_at)
    SELECT id, ${tokens}, now() + interval '1 hour' FROM api_keys WHERE organization_id = ${organizationId}
    ON CONFLICT (api_key_id) DO UPDATE SET tokens = excluded.tokens, updated_at = excluded.updated_at`
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from '@playwright/test'
import pg from 'pg'
import { findChromium } from '../scripts/test-run/find-chromium'
import { startTestApp } from '../scripts/test-run/test-app'
import { watchPage } from './import/watch-page'
import { percentile } from './percentile'

// npm run bench:lists
//
// A suppression list in a real browser, on the production build: from choosing a file of 1,000,000 numbers until all of
// them are in force in place of as many others, beside the floor of one INSERT ... SELECT of as many rows into a table with
// the same keys. Then an enrollment of 1,000 contacts with 5,000,000 suppressed numbers, beside one without, turn and turn
// about.

const NUMBERS = Number(process.argv[2] ?? 1_000_000)
const SUPPRESSED = Number(process.argv[3] ?? 5_000_000)
const ROUNDS = 15
const CONTACTS = 1_000
const TARGET_MS = 60_000
const TARGET_TASK_MS = 50
const TARGET_RATIO = 1.25
/** Area codes that are nobody's beside those of the contacts. */
const FIRST_NUMBER = 2_012_000_000

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-list-'))
const file = join(folder, 'registry.csv')
const app = await startTestApp(root)
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
})
const client = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
try {
  await client.connect()
  const { TEST_APP_DATABASE_URL: DATABASE_URL, CREDENTIALS_KEY } = app.env
  Object.assign(process.env, { DATABASE_URL, CREDENTIALS_KEY })
  const { createTestOrganization, testContact } = await import('../src/testing/factories')
  const { createList } = await import('../src/domain/suppression/create-list')
  const tenant = await createTestOrganization({ credits: 1_000_000 })
  const { listId } = await createList(tenant.actor, { name: 'Registry', kind: 'national registry' })

  const numbers = Array.from({ length: NUMBERS }, (_, at) => `+1${FIRST_NUMBER + at}`)
  // In no order, as a file that somebody has sorted otherwise.
  for (let at = numbers.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    ;[numbers[at], numbers[other]] = [numbers[other] as string, numbers[at] as string]
  }
  await writeFile(file, numbers.join('\n'))

  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1280, height: 800 } })
  await context.addInitScript('globalThis.__name = (named) => named')
  await context.addInitScript(watchPage)
  await context.request.post('/api/auth/sign-in/email', { data: tenant.operator })
  const page = await context.newPage()
  await measureUpload(page, listId)
  console.log(`floor: one INSERT of as many rows by the server alone: ${Math.round(await measureFloor())} ms`)

  await fillTo(SUPPRESSED, tenant.organizationId, listId)
  const other = await createTestOrganization({ credits: 1_000_000 })
  const enroll = async ({ apiKey, agents }: typeof tenant, round: number) => {
    const contacts = Array.from({ length: CONTACTS }, (_, at) => testContact(round * CONTACTS + at))
    const from = performance.now()
    const answer = await fetch(`${app.url}/api/v1/agents/${agents.alwaysOn}/schedule/sequences`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ contacts }),
    })
    await answer.arrayBuffer()
    if (answer.status !== 202) throw new Error(`The enrollment was answered with ${answer.status}.`)
    return performance.now() - from
  }
  const [withMs, withoutMs]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS + 3; round++) {
    const first = await enroll(tenant, round)
    const second = await enroll(other, round)
    // The first ones plan their statements.
    if (round >= 3) {
      withMs.push(first)
      withoutMs.push(second)
    }
  }
  const [median, floor] = [percentile(withMs, 50), percentile(withoutMs, 50)]
  const ratio = median / floor
  console.log(
    `1,000 contacts with ${SUPPRESSED.toLocaleString('en-US')} suppressed numbers: ${median.toFixed(0)} ms, without ${floor.toFixed(0)} ms: ${ratio.toFixed(2)} times (target ${TARGET_RATIO})`,
  )
  if (ratio > TARGET_RATIO) process.exitCode = 1
} finally {
  await client.end()
  await browser.close()
  await app.stop()
  await rm(folder, { recursive: true, force: true })
}

async function measureUpload(page: Page, listId: string): Promise<void> {
  await page.goto(`/settings/suppression-lists/${listId}/upload`)
  await page.getByLabel('File of numbers').waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => window.pageWatch.restart())
  const from = performance.now()
  await page.getByLabel('File of numbers').setInputFiles(file)
  const button = page.getByRole('button', { name: /^Replace the list with/ })
  await page.getByText('for the list').waitFor({ timeout: 5 * 60_000 })
  const readMs = performance.now() - from
  await button.click()
  await page.getByText('now, and nobody else').waitFor({ timeout: 5 * 60_000 })
  const ms = performance.now() - from
  const { longestTask } = await page.evaluate(() => window.pageWatch)
  const rate = Math.round(NUMBERS / (ms / 1_000))
  console.log(
    `${NUMBERS.toLocaleString('en-US')} numbers in force after ${(ms / 1_000).toFixed(1)} s (read after ${(readMs / 1_000).toFixed(1)} s): ${rate.toLocaleString('en-US')} a second (target ${TARGET_MS / 1_000} s); longest task of the page ${longestTask.toFixed(0)} ms (target ${TARGET_TASK_MS})`,
  )
  if (ms > TARGET_MS || longestTask > TARGET_TASK_MS) process.exitCode = 1
}

async function measureFloor(): Promise<number> {
  await client.query('CREATE TABLE floor_entries (LIKE suppression_entries INCLUDING ALL)')
  const from = performance.now()
  await client.query(
    `INSERT INTO floor_entries (organization_id, phone_number, list_id, generation, source, added_by)
     SELECT 'floor', '+1' || n, gen_random_uuid(), 1, 'file', 'floor' FROM generate_series($1::bigint, $1::bigint + $2 - 1) AS n`,
    [FIRST_NUMBER, NUMBERS],
  )
  const ms = performance.now() - from
  await client.query('DROP TABLE floor_entries')
  return ms
}

/** Fills the list up with further numbers, by SQL: how they came does not matter here. */
async function fillTo(amount: number, organizationId: string, listId: string): Promise<void> {
  await client.query(
    `INSERT INTO suppression_entries (organization_id, phone_number, list_id, generation, source, added_by)
     SELECT $1, '+1' || n, id, generation, 'file', 'bench'
     FROM suppression_lists, generate_series($3::bigint, $3::bigint + $4 - 1) AS n WHERE id = $2 ON CONFLICT DO NOTHING`,
    [organizationId, listId, FIRST_NUMBER, amount],
  )
  await client.query('UPDATE suppression_lists SET entries = $2 WHERE id = $1', [listId, amount])
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import pg from 'pg'
import { findChromium } from '../scripts/test-run/find-chromium'
import { startTestApp } from '../scripts/test-run/test-app'
import { createFloorTable, insertRaw, makeBody } from './batch-floor'
import { contactFile } from './contact-file'
import { serveComparison } from './import/serve-comparison'
import { type PageWatch, watchPage } from './import/watch-page'
import { percentile } from './percentile'

// npm run bench:import
//
// The import of 100,000 contacts in a real browser, on the production build: from choosing the file until the counts of
// valid and invalid rows are shown, beside a floor measured in the same run, turn and turn about (papaparse and
// libphonenumber-js alone in a worker). Then scrolling and editing, the same file through react-spreadsheet-import, and
// from pressing "Enroll" until all of it is sent, and enrolled, beside the floor of as many batches (the one of
// bench:enroll).

const ROWS = Number(process.argv[2] ?? 100_000)
const ROUNDS = 5
const TARGET_RATIO = 1
const TARGET_TASK_MS = 50
const TARGET_BATCH_RATIO = 2
const FLOOR_BATCHES = 20
const OTHER_TIMEOUT_MS = 5 * 60_000
const ENROLLED_WITHIN_MS = 10 * 60_000

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-file-'))
const file = join(folder, 'contacts.csv')
const app = await startTestApp(root)
const comparison = await serveComparison(join(root, 'bench', 'import'), join(root, 'node_modules'))
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
try {
  const { csv, planted } = contactFile(ROWS)
  await writeFile(file, csv)
  const megabytes = (Buffer.byteLength(csv) / 1e6).toFixed(1)
  console.log(`\n${ROWS.toLocaleString('en-US')} rows, ${megabytes} MB, ${cpus().length} cores; ${ROUNDS} rounds\n`)
  console.log(`planted faults: ${JSON.stringify(planted)}`)

  // The factories write where this says.
  const { TEST_APP_DATABASE_URL: DATABASE_URL, CREDENTIALS_KEY } = app.env
  Object.assign(process.env, { DATABASE_URL, CREDENTIALS_KEY })
  const { createTestOrganization } = await import('../src/testing/factories')
  const tenant = await createTestOrganization()
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1280, height: 800 } })
  await watch(context)
  await context.request.post('/api/auth/sign-in/email', { data: tenant.operator })

  const floors: number[] = []
  const counted: PageWatch[] = []
  let scrolled: PageWatch | null = null
  let editsMs: number[] = []
  let page: Page | null = null
  for (let round = 0; round < ROUNDS; round++) {
    const floorPage = await context.newPage()
    const floor = await measureFloor(floorPage)
    floors.push(floor.countedAt - floor.chosenAt)
    await floorPage.close()
    page = await context.newPage()
    counted.push(await measureImport(page, `/agents/${tenant.agents.alwaysOn}/enroll`))
    if (round === ROUNDS - 1) {
      console.log(`the page says: ${await page.getByRole('contentinfo').getByRole('paragraph').textContent()}`)
      scrolled = await measureScrolling(page)
      editsMs = await measureEdits(page)
    } else await page.close()
  }
  report(floors, counted, scrolled, editsMs)
  await compareWithOther(browser)
  if (page) await measureEnrolling(page, tenant.organizationId)
} finally {
  await browser.close()
  await comparison.close()
  await app.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Prepares pages to be watched. Code that tsx compiles names its functions by a helper, which a page does not have. */
async function watch(where: Page | BrowserContext): Promise<void> {
  await where.addInitScript('globalThis.__name = (named) => named')
  await where.addInitScript(watchPage)
}

async function measureFloor(page: Page): Promise<PageWatch> {
  await page.goto(`${comparison.url}/floor`)
  await page.getByLabel('File').setInputFiles(file)
  await page.waitForFunction(() => window.pageWatch.countedAt > 0, null, { timeout: 120_000 })
  return page.evaluate(() => window.pageWatch)
}

/**
 * Measures from choosing the file until the counts are shown. The buttons are pressed as soon as they can be: the time
 * in which an operator thinks does not count.
 */
async function measureImport(page: Page, path: string): Promise<PageWatch> {
  await page.goto(path)
  await page.getByRole('heading', { name: 'Choose the file with your contacts' }).waitFor()
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => {
    const press = () => {
      for (const button of document.querySelectorAll<HTMLButtonElement>('footer button:not(:disabled)')) {
        if (/^(Map columns|Review rows)$/.test(button.textContent ?? '')) button.click()
      }
      const counts = document.querySelector('footer')?.textContent ?? ''
      if (counts.includes('will be enrolled')) {
        // Shown is what has been painted.
        requestAnimationFrame(() =>
          setTimeout(() => {
            window.pageWatch.countedAt = performance.now()
            window.pageWatch.stop()
          }),
        )
      } else requestAnimationFrame(press)
    }
    requestAnimationFrame(press)
  })
  await page.getByLabel('Contact file').setInputFiles(file)
  await page.waitForFunction(() => window.pageWatch.countedAt > 0, null, { timeout: 120_000 })
  return page.evaluate(() => window.pageWatch)
}

/**
 * Scrolls slowly, then a screen at a time, then as by dragging the bar, and notes the time from each frame to the next.
 */
async function measureScrolling(page: Page): Promise<PageWatch> {
  await page.getByRole('gridcell').nth(20).waitFor()
  return page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]') as HTMLElement
    const frame = () => new Promise<number>(requestAnimationFrame)
    await frame()
    window.pageWatch.restart()
    let last = await frame()
    const rows = grid.scrollHeight
    for (let step = 0; step < 400; step++) {
      if (step < 150) grid.scrollTop += 40
      else if (step < 300) grid.scrollTop += 700
      else grid.scrollTop = (rows / 100) * ((step * 37) % 100)
      const now = await frame()
      window.pageWatch.frames.push(now - last)
      last = now
    }
    window.pageWatch.stop()
    return window.pageWatch
  })
}

/** Measures edits: from the key that commits a cell until the counts of all rows have changed, in ms. */
async function measureEdits(page: Page): Promise<number[]> {
  const grid = page.getByRole('grid')
  await grid.focus()
  const times: number[] = []
  // At the end, where no row is repeated by a later one: a valid row changes the counts when it becomes invalid.
  await page.keyboard.press('Control+End')
  await page.locator(`[role=row][aria-rowindex="${ROWS + 1}"] [role=img]`).waitFor()
  const upwards = await page.evaluate(() => {
    const row = document.querySelector('[role=img][aria-label=Valid]')?.closest('[role=row]')
    return (
      Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) -
      Number(row?.getAttribute('aria-rowindex'))
    )
  })
  for (let round = 0; round < 10; round++) {
    await page.keyboard.press('Control+End')
    for (let row = 0; row < upwards; row++) await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type(round % 2 === 0 ? 'nobody' : `+1212555${String(2000 + round)}`)
    await page.evaluate(() => {
      const footer = document.querySelector('footer') as HTMLElement
      // The one that is being edited: a row has a box to tick as well.
      const input = document.activeElement as HTMLElement
      window.pageWatch.countedAt = 0
      input.addEventListener('keydown', () => {
        window.pageWatch.chosenAt = performance.now()
      })
      const observer = new MutationObserver(() => {
        window.pageWatch.countedAt = performance.now()
        observer.disconnect()
      })
      observer.observe(footer, { subtree: true, characterData: true, childList: true })
    })
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => window.pageWatch.countedAt > 0)
    times.push(await page.evaluate(() => window.pageWatch.countedAt - window.pageWatch.chosenAt))
  }
  return times
}

/**
 * Measures from pressing "Enroll" until all rows are sent, and until all are enrolled and have their sequences. Calls
 * begin meanwhile, as they would for an operator.
 */
async function measureEnrolling(page: Page, organizationId: string): Promise<void> {
  await page.getByRole('button', { name: 'Set options' }).click()
  const enroll = page.getByRole('button', { name: /^Enroll [\d,]+ contacts$/ })
  await enroll.waitFor()
  const database = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await database.connect()
  const read = async () => {
    const text = 'SELECT status, rows, accepted, rejected FROM imports WHERE organization_id = $1'
    return (await database.query(text, [organizationId])).rows[0]
  }
  const started = performance.now()
  await enroll.click()
  let sentMs = 0
  for (;;) {
    const enrolling = await read()
    const passedMs = performance.now() - started
    if (sentMs === 0 && enrolling && enrolling.status !== 'staging') sentMs = passedMs
    if (
      enrolling &&
      !['staging', 'running'].includes(enrolling.status) &&
      (await areCreated(database, organizationId))
    ) {
      const { status, rows, accepted, rejected } = enrolling
      const text = 'SELECT count(*)::int AS batches FROM batches WHERE organization_id = $1'
      const { batches } = (await database.query(text, [organizationId])).rows[0]
      console.log(`\n"Enroll" until ${rows} rows are sent: ${(sentMs / 1000).toFixed(1)} s`)
      console.log(
        `until they are enrolled: ${(passedMs / 1000).toFixed(1)} s   (${status}: ${accepted} accepted, ${rejected} rejected)`,
      )
      const floorMs = batches * (await measureBatchFloor(database))
      console.log(
        `floor of ${batches} batches: ${(floorMs / 1000).toFixed(1)} s, ratio ${(passedMs / floorMs).toFixed(2)}   (target: at most ${TARGET_BATCH_RATIO})`,
      )
      break
    }
    if (passedMs > ENROLLED_WITHIN_MS) throw new Error(`The import is still ${enrolling?.status ?? 'not there'}.`)
    await sleep(20)
  }
  await database.end()
}

/** Tells whether every contact of the import has its sequence: a batch is active from then on. */
async function areCreated(database: pg.Client, organizationId: string): Promise<boolean> {
  const text = `SELECT FROM batches WHERE organization_id = $1 AND status = 'accepted' LIMIT 1`
  return (await database.query(text, [organizationId])).rowCount === 0
}

/** @returns the median of the least that a batch can cost, in ms */
async function measureBatchFloor(database: pg.Client): Promise<number> {
  await createFloorTable(database)
  const times: number[] = []
  for (let round = 0; round < 2 * FLOOR_BATCHES; round++) {
    const body = makeBody(round)
    const started = performance.now()
    await insertRaw(database, body)
    times.push(performance.now() - started)
  }
  // The first half is for the engine to compile the code.
  return percentile(times.slice(FLOOR_BATCHES), 50)
}

function report(floors: number[], counted: PageWatch[], scrolled: PageWatch | null, edits: number[]): void {
  const times = counted.map(({ countedAt, chosenAt }) => countedAt - chosenAt)
  const [ours, floor] = [percentile(times, 50), percentile(floors, 50)]
  const line = (name: string, text: string) => console.log(`${name.padEnd(44)} ${text}`)
  const list = (values: readonly number[]) => values.map((value) => value.toFixed(0)).join(', ')
  const longest = (name: 'longestTask' | 'longestGap') => Math.max(...counted.map((watch) => watch[name]))
  line('\nfile chosen until counts are shown', `${ours.toFixed(0)} ms   (${list(times)})`)
  line('floor', `${floor.toFixed(0)} ms   (${list(floors)})`)
  line('ratio of the medians', `${(ours / floor).toFixed(2)}   (target: at most ${TARGET_RATIO})`)
  line(
    'longest task of the main thread',
    `${describeTask(longest('longestTask'))}   (target: under ${TARGET_TASK_MS} ms)`,
  )
  line('longest wait for the main thread', `${longest('longestGap').toFixed(0)} ms`)
  if (scrolled) {
    const { frames, longestTask } = scrolled
    line(
      'frames while scrolling: p50, p95, worst',
      [50, 95, 100].map((p) => `${percentile(frames, p).toFixed(1)} ms`).join(', '),
    )
    line('longest task while scrolling', describeTask(longestTask))
  }
  line(
    'an edit until all rows are counted anew',
    `p50 ${percentile(edits, 50).toFixed(0)} ms, worst ${percentile(edits, 100).toFixed(0)} ms`,
  )
}

function describeTask(ms: number): string {
  return ms === 0 ? 'none of 50 ms or more' : `${ms.toFixed(0)} ms`
}

async function compareWithOther(browser: Browser): Promise<void> {
  const name = 'react-spreadsheet-import'
  if (comparison.missing) {
    console.log(`\n${name} could not be measured: ${comparison.missing}`)
    return
  }
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(OTHER_TIMEOUT_MS)
  await watch(page)
  try {
    await page.goto(`${comparison.url}/other`)
    await page.locator('input[type=file]').setInputFiles(file)
    for (const heading of ['Select header row', 'Match Columns']) {
      await page.getByText(heading, { exact: true }).last().waitFor()
      await page.getByRole('button', { name: 'Next' }).click()
    }
    await page.getByText('Validate data', { exact: true }).last().waitFor()
    await page.getByRole('row').nth(5).waitFor()
    const seen = await page.evaluate(() => ({ ...window.pageWatch, countedAt: performance.now() }))
    const ms = (seen.countedAt - seen.chosenAt).toFixed(0)
    console.log(`\n${name}: ${ms} ms until its rows are shown; longest task ${describeTask(seen.longestTask)}`)
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    console.log(`\n${name} did not get through this file: ${reason}`)
  }
  await page.close()
}

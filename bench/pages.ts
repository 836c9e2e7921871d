import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import pg from 'pg'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { findChromium } from '../scripts/test-run/find-chromium'
import { type LighthouseReport, startLighthouseBrowser } from '../scripts/test-run/lighthouse-browser'
import { listPageRoutes, type PageIds, pathOfRoute } from '../scripts/test-run/page-routes'
import { KB, weightMaxOf } from '../scripts/test-run/page-weight'
import { startTestApp } from '../scripts/test-run/test-app'
import { percentile } from './percentile'

// npm run bench:pages [-- /batches /imports/new …]
//
// What each page of the console costs whoever opens it for the first time, on the production build in a real browser,
// with the data of the demo: kB of JavaScript as they travel, requests, the largest contentful paint, and what Lighthouse
// says of its performance at the width of a desktop, of 100, with how long it kept a press waiting. Beside a page is its
// target; the floor is /sign-in, which has hardly more than the framework.

const ROUNDS = 3
/** What Lighthouse is to say of a page, of 100. */
const PERFORMANCE_MIN = 95
/** Of what the demo has none of. Its page says so, with the same scripts. */
const NOTHING = '01a20983-26f8-75d9-89a6-70b0a20bc8d2'

type Demo = {
  operator: { email: string; password: string }
  organizations: { acme: { apiKey: string; agents: { alwaysOn: string } } }
}
type Visit = { script: number; requests: number; paintMs: number; scripts: Map<string, number> }

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const app = await startTestApp(root)
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-background-networking'],
})
try {
  const demo = JSON.parse(await readFile(join(app.dataDir, 'demo.json'), 'utf8')) as Demo
  const signedIn = await browser.newContext({ baseURL: app.url })
  await signedIn.request.post('/api/auth/sign-in/email', { data: demo.operator })
  const state = await signedIn.storageState()
  const beginnings = process.argv.slice(2).filter((argument) => argument.startsWith('/'))
  const ids = await findIds(demo)
  const paths = (await listPageRoutes(root))
    .map((route) => pathOfRoute(route, ids))
    .filter(
      (path) =>
        beginnings.length === 0 ||
        beginnings.some((beginning) => path === beginning || path.startsWith(`${beginning}/`)),
    )
  const heads = ['JS kB', 'target', 'requests', 'LCP ms', 'of 100', 'busy ms']
  console.log(`\n${'page'.padEnd(36)} ${heads.map((head) => head.padStart(8)).join(' ')}`)
  const lighthouse = {
    operator: await startLighthouseBrowser({ baseURL: app.url, operator: demo.operator }),
    nobody: await startLighthouseBrowser({ baseURL: app.url }),
  }
  for (const path of paths) {
    const visits: Visit[] = []
    for (let round = 0; round < ROUNDS; round++) {
      // A context of its own has an empty cache.
      const context = await browser.newContext({
        baseURL: app.url,
        ...(path === '/sign-in' ? {} : { storageState: state }),
        viewport: { width: 1280, height: 800 },
      })
      visits.push(await visit(context, path))
      await context.close()
    }
    report(path, visits, await lighthouse[path === '/sign-in' ? 'nobody' : 'operator'].judge(path, ['performance']))
  }
  for (const each of Object.values(lighthouse)) await each.close()
} finally {
  await browser.close()
  await app.stop()
}

/** Opens a page and waits until it has loaded all that it asks for. */
async function visit(context: BrowserContext, path: string): Promise<Visit> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  const addresses = new Map<string, string>()
  const scripts = new Map<string, number>()
  let requests = 0
  session.on('Network.requestWillBeSent', () => {
    requests++
  })
  session.on('Network.responseReceived', ({ requestId, response, type }) => {
    if (type === 'Script') addresses.set(requestId, new URL(response.url).pathname)
  })
  // The bytes on the wire, with their headers.
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const address = addresses.get(requestId)
    if (address) scripts.set(address, (scripts.get(address) ?? 0) + encodedDataLength)
  })
  await page.goto(path, { waitUntil: 'networkidle' })
  await page.locator('h1').first().waitFor()
  const paintMs = await largestPaint(page)
  const script = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0)
  return { script, requests, paintMs, scripts }
}

function largestPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        })
        setTimeout(() => resolve(Number.NaN), 2_000)
      }),
  )
}

function report(path: string, visits: readonly Visit[], { scores, blockedMs }: LighthouseReport): void {
  const middle = (of: (visit: Visit) => number) => percentile(visits.map(of), 50)
  const kB = middle(({ script }) => script) / KB
  const target = weightMaxOf(path)
  const performance = scores.performance ?? 0
  const cells = [
    kB,
    target,
    middle(({ requests }) => requests),
    middle(({ paintMs }) => paintMs),
    performance,
    blockedMs,
  ]
  const shown = path.replaceAll(/\/(?:[0-9a-f]{8}-[\w-]+|(?:agent|call-sequence)\.\w+)/g, '/…')
  const marks = [kB > target && 'HEAVY', performance < PERFORMANCE_MIN && 'SLOW'].filter(Boolean)
  const figures = cells.map((cell) => (cell === null ? '' : cell.toFixed(0)).padStart(8)).join(' ')
  console.log(`${shown.padEnd(36)} ${figures}  ${marks.join(' ')}`)
  if (kB <= target || !process.argv.includes('--scripts')) return
  const largest = [...(visits[0]?.scripts ?? [])].sort((a, b) => b[1] - a[1]).slice(0, 8)
  for (const [address, bytes] of largest) console.log(`    ${(bytes / KB).toFixed(1).padStart(7)} kB  ${address}`)
}

/** Names things of the demo for the pages that vary. */
async function findIds(demo: Demo): Promise<PageIds> {
  const database = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
  await database.connect()
  const { alwaysOn } = demo.organizations.acme.agents
  const one = async (table: string) => {
    const sql = `SELECT id FROM ${table} WHERE organization_id = (SELECT organization_id FROM agents WHERE id = $1) LIMIT 1`
    return (await database.query<{ id: string }>(sql, [parsePublicId('agent', alwaysOn)])).rows[0]?.id ?? NOTHING
  }
  const ids = {
    '[accountId]': await one('dialer_accounts'),
    '[agentId]': alwaysOn,
    '[batchId]': await one('batches'),
    '[sequenceId]': toPublicId('sequence', await one('sequences')),
    '[endpointId]': await one('webhook_endpoints'),
    '[deliveryId]': await one('webhook_deliveries'),
    '[importId]': await one('imports'),
    '[keyId]': await one('api_keys'),
    '[listId]': await one('suppression_lists'),
    '[number]': '+15550001234',
    '[token]': 'nobody-has-this-one',
  }
  await database.end()
  return ids
}

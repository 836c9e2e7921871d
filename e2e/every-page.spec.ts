import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { listPageRoutes, type PageIds, pathOfRoute } from '../scripts/test-run/page-routes'
import { test as base, connectSql, expect } from './browser-test'
import { makeOneOfEach } from './one-of-each'

/** Those for whoever is not signed in. */
const ENTRY_PAGES = /^\/(sign-in|forgot-password|reset-password|invitation|change-password)\b/

/** Of the layout, as it is told with two decimals: 0.00. A time takes its place before it is written, some pixels too wide or not. */
const SHIFT_MAX = 0.005

/** Within which the body of an answer has arrived. */
const BODY_MS = 5_000

type Shift = { value: number; what: string[] }

/**
 * Opens a page, and returns what has moved on it. Its scripts come after its HTML was painted, and what they ask for after
 * they have painted, as for somebody far away: on a quick machine all of it would be painted at once, and nothing moves.
 */
async function shiftsOf(page: Page, path: string): Promise<Shift[]> {
  let release = () => {}
  const painted = new Promise<void>((resolve) => {
    release = resolve
  })
  const open = new Set<unknown>()
  await page.route(/\/_next\/static\/.*\.js$/, async (route) => {
    await painted
    await route.continue()
  })
  await page.route(/\/api\/trpc\//, async (route) => {
    open.add(route)
    // A page that leads on to another one is gone by then.
    await page.evaluate(twoFrames).catch(() => {})
    await route.continue()
    // A body that nobody reads, as of a page that is only fetched beforehand, may never end.
    await Promise.race([(await route.request().response())?.finished(), sleep(BODY_MS)])
    open.delete(route)
  })
  await page.goto(path, { waitUntil: 'commit' })
  await page.waitForFunction(() => performance.getEntriesByName('first-paint').length > 0)
  release()
  await page.waitForLoadState('load')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await page.waitForLoadState('networkidle')
  await expect.poll(() => open.size).toBe(0)
  await page.evaluate(twoFrames)
  const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  return shifts
}

function twoFrames(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
}

/** Notes each shift of the layout that nobody has asked for by a press or a key. */
function watchShifts(): void {
  type Source = { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }
  type LayoutShift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: Source[] }
  const shifts: Shift[] = []
  Object.assign(window, { shifts })
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
      if (hadRecentInput) continue
      const what = sources.map(({ node, previousRect: from, currentRect: to }) => {
        const element = node instanceof Element ? node : node?.parentElement
        const text = element?.textContent?.trim().slice(0, 60)
        return `${element?.tagName} “${text}” ${from.x},${from.y} ${from.width}x${from.height} → ${to.x},${to.y} ${to.width}x${to.height}`
      })
      shifts.push({ value, what })
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

/** One tenant for all pages of a worker: what is to be seen on them takes longer to come about than a look at one. */
const test = base.extend<object, { house: { tenant: TestOrganization; ids: PageIds } }>({
  house: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted; none.
    async ({}, use) => {
      const tenant = await createTestOrganization()
      const { sql, close } = await connectSql()
      await use({ tenant, ids: await makeOneOfEach(tenant, sql) })
      await close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  tenant: async ({ house }, use) => use(house.tenant),
})

for (const route of await listPageRoutes('.')) {
  test.describe(route, () => {
    test('nothing moves while it loads', async ({ page, house, browser, baseURL }) => {
      const stranger = ENTRY_PAGES.test(route) ? await (await browser.newContext({ baseURL })).newPage() : null
      const visitor = stranger ?? page
      await visitor.addInitScript(watchShifts)
      const shifts = await shiftsOf(visitor, pathOfRoute(route, house.ids))
      const value = shifts.reduce((sum, shift) => sum + shift.value, 0)
      await stranger?.context().close()
      expect(value, shifts.flatMap(({ what }) => what).join('\n')).toBeLessThan(SHIFT_MAX)
    })
  })
}

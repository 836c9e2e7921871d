import type { Page } from '@playwright/test'
import { listPagePaths } from '../scripts/test-run/page-routes'
import { expect, test } from './browser-test'
import { makeOneOfEach } from './one-of-each'

const ENTRY_PAGES = /^\/(sign-in|forgot-password|reset-password|invitation|change-password)\b/

/** Of the layout, as it is told with two decimals: 0.00. A time takes its place before it is written, some pixels too wide or not. */
const SHIFT_MAX = 0.005

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
    await (await route.request().response())?.finished()
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

test('nothing moves on any page while it loads', async ({ page, tenant, sql, browser, baseURL }) => {
  test.setTimeout(240_000)
  const paths = await listPagePaths('.', await makeOneOfEach(tenant, sql))
  await page.addInitScript(watchShifts)
  const stranger = await (await browser.newContext({ baseURL })).newPage()
  await stranger.addInitScript(watchShifts)
  const moved: { path: string; value: number; what: string[] }[] = []
  for (const path of paths) {
    const shifts = await shiftsOf(ENTRY_PAGES.test(path) ? stranger : page, path)
    const value = shifts.reduce((sum, shift) => sum + shift.value, 0)
    if (value >= SHIFT_MAX) moved.push({ path, value, what: shifts.flatMap(({ what }) => what) })
  }
  await stranger.context().close()
  expect(moved).toEqual([])
})

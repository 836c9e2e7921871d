import type { Page } from '@playwright/test'
import { testContact } from '@/testing/factories'
import { expect, expectAccessible, test } from './browser-test'
import { enroll, waitForBatch } from './console-api'

/** How many places of each list that is seen take the focus by Tab. */
function tabStops(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main table, main ul[aria-label]')]
      // Not the legends of a chart, whose parts stand side by side.
      .filter((list) => !/ by (result|state)$/.test(list.getAttribute('aria-label') ?? ''))
      .filter((list) => list.checkVisibility() && list.querySelector('a[href], button'))
      .map(
        (list) =>
          [...list.querySelectorAll<HTMLElement>('a[href], button, input, [tabindex]')].filter(
            (place) => place.tabIndex >= 0 && place.checkVisibility(),
          ).length,
      ),
  )
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

test('arrows, Home and End go through a list, and Tab goes past it', async ({ page, tenant }) => {
  await page.goto('/agents')
  const links = page.getByRole('table').getByRole('link')
  await expect(links.nth(1)).toBeVisible()
  const names = await links.allTextContents()
  await links.first().focus()
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe(names[1])
  await page.keyboard.press('End')
  expect(await focused(page)).toBe(names.at(-1))
  // There is nothing below the last row.
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe(names.at(-1))
  await page.keyboard.press('Home')
  expect(await focused(page)).toBe(names[0])
  await page.keyboard.press('ArrowDown')

  // Tab leaves the list, and comes back to where one was.
  await page.keyboard.press('Shift+Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('table') ?? null)).toBeNull()
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe(names[1])
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: names[1] ?? '' })).toBeVisible()
  expect(tenant.agents.alwaysOn).toBeTruthy()
})

test('a row with a box, a link and a hint is one stop, and its parts are left and right', async ({ page, tenant }) => {
  const contacts = [1, 2, 3].map((n) => testContact(n, { phoneNumber: `+1212555000${n}` }))
  const batchId = await enroll(tenant, tenant.agents.alwaysOn, contacts)
  await waitForBatch(tenant, batchId, ({ status }) => status === 'finished')
  await page.goto(`/batches/${batchId}`)
  const table = page.getByRole('table', { name: 'Contacts', exact: true })
  await expect(table.getByRole('row')).toHaveCount(4)
  await table.getByRole('link').first().focus()
  await page.keyboard.press('ArrowLeft')
  await expect(table.getByRole('checkbox').nth(1)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(table.getByRole('checkbox').nth(2)).toBeChecked()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowUp')
  await expect(table.getByRole('checkbox', { name: 'Choose all on this page' })).toBeFocused()
  expect(await tabStops(page)).toContain(1)
  // Rows that come in later are no stops either.
  await page.reload()
  await expect(table.getByRole('row')).toHaveCount(4)
  await expect.poll(() => tabStops(page)).not.toContain(4)
})

test('every list of the console is one stop, in a wide window and on a phone', async ({ page, tenant }) => {
  test.slow()
  for (const name of ['First', 'Second']) {
    const contacts = [1, 2].map((n) => testContact(n, { phoneNumber: `+1212555000${n}` }))
    const batchId = await enroll(tenant, tenant.agents.alwaysOn, contacts, { name, allowDuplicates: true })
    await waitForBatch(tenant, batchId, ({ status }) => status === 'finished')
  }
  const paths = [
    '/',
    '/agents',
    '/import',
    '/batches',
    '/sequences',
    '/settings/members',
    '/settings/api-keys',
    '/settings/dialers',
    '/settings/audit-log',
    '/settings/sessions',
    '/credits',
    `/agents/${tenant.agents.alwaysOn}`,
  ]
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 })
    for (const path of paths) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0)
      await expect
        .poll(async () => Math.max(0, ...(await tabStops(page))), { message: `${path} at ${width} px` })
        .toBeLessThanOrEqual(1)
    }
  }
})

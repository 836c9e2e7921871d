import type { Page } from '@playwright/test'
import { expect, test } from './browser-test'

declare global {
  interface Window {
    /** How much later it is than the browser's clock says, in ms. */
    later: number
  }
}

/** Holds the scripts of a page back. @returns lets them through */
async function holdScripts(page: Page): Promise<() => void> {
  let letThrough = () => {}
  const done = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route('**/_next/static/**/*.js*', async (route) => {
    await done
    await route.continue()
  })
  return () => letThrough()
}

test('a form that is filled in and sent before the scripts of its page are there is sent as it was filled in', async ({
  page,
}) => {
  const letThrough = await holdScripts(page)
  await page.goto('/agents/new', { waitUntil: 'commit' })
  await page.getByLabel('Name').fill('Renewals of the early')
  await page.getByLabel('From-number').fill('+1 555 123 4567')
  await page.getByLabel('Call windows').selectOption('week')
  await page.getByLabel('From-number').press('Enter')
  await expect(page.getByLabel('Name')).toHaveValue('Renewals of the early')
  letThrough()
  await expect(page.getByRole('heading', { level: 1, name: 'Renewals of the early' })).toBeVisible()
  await expect(page.getByText('Every day')).toBeVisible()
})

test('a box that is ticked and a text that is changed before the scripts are there are saved', async ({
  page,
  tenant,
  sql,
}) => {
  const letThrough = await holdScripts(page)
  await page.goto('/settings/organization', { waitUntil: 'commit' })
  await page.getByLabel('Name', { exact: true }).fill('Early birds')
  await page.getByLabel('Refuse premium rate, shared cost and satellite numbers').check()
  letThrough()
  await page.getByRole('button', { name: 'Save settings' }).click()
  await expect(page.getByText('The settings are saved.')).toBeVisible()
  const [saved] = await sql('SELECT name, premium_numbers_refused FROM organizations WHERE id = $1', [
    tenant.organizationId,
  ])
  expect(saved).toEqual({ name: 'Early birds', premium_numbers_refused: true })
})

for (const [how, press] of [
  ['its key', (page: Page) => page.keyboard.press('Control+k')],
  ['its button', (page: Page) => page.getByRole('button', { name: 'Search' }).click()],
] as const) {
  test(`the search that is asked for by ${how} before the scripts are there opens when they are`, async ({ page }) => {
    const letThrough = await holdScripts(page)
    await page.goto('/agents', { waitUntil: 'commit' })
    await page.getByRole('button', { name: 'Search' }).waitFor()
    await press(page)
    letThrough()
    await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused()
  })
}

test('a press that is long past is not done any more, and what was typed stays', async ({ page }) => {
  await page.addInitScript(() => {
    const now = performance.now.bind(performance)
    window.later = 0
    performance.now = () => now() + window.later
  })
  const letThrough = await holdScripts(page)
  await page.goto('/agents/new', { waitUntil: 'commit' })
  await page.getByLabel('Name').fill('Renewals of the patient')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await page.evaluate(() => {
    window.later = 60_000
  })
  letThrough()
  // Had it been sent, it would say what is missing.
  await page.getByLabel('From-number').fill('nobody')
  await expect(page.getByLabel('Name')).toHaveValue('Renewals of the patient')
  await expect(page.getByText('Give the agent the number that people see calling.')).toBeHidden()
  await expect(page).toHaveURL('/agents/new')
})

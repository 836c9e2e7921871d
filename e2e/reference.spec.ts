import { endpoints } from '@/rest/endpoint-table'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './browser-test'

test('every endpoint is in the reference, is found, and its command works', async ({ page, tenant, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/reference')
  await expect(page).toHaveTitle('API reference · Rollcall')
  // The two webhooks are more.
  await expect(page.getByRole('article')).toHaveCount(endpoints.length + 2)
  const shown = await page.getByRole('article').evaluateAll((all) => all.map(({ id }) => id))
  const operations = endpoints.map(({ docs }) => docs.operationId)
  expect(shown.sort()).toEqual([...operations, 'callResultWebhook', 'eventWebhook'].sort())

  // Nothing is blank until scripts have run.
  const html = await (await page.request.get('/reference')).text()
  expect(html).toMatch(/aria-label="Answer to show, Enroll multiple contacts"[^>]*>(<[^>]*>)*202</)

  await page.getByRole('searchbox').fill('usage')
  await expect(page.getByRole('article')).toHaveCount(1)
  await expect(page).toHaveURL(/q=usage/)
  await page.getByRole('searchbox').fill('no such thing')
  await page.getByRole('button', { name: 'Show all endpoints' }).click()
  await expect(page).not.toHaveURL(/q=/)

  await page.getByRole('navigation', { name: 'Endpoints' }).getByRole('link', { name: 'Get the credit usage' }).click()
  await expect(page).toHaveURL(/#getCreditUsage/)
  await expect(page.getByRole('heading', { name: 'Get the credit usage' })).toBeInViewport()
  await page.getByRole('button', { name: 'Copy the command: Get the credit usage' }).click()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  const [, url = ''] = /(http\S+)/.exec(command) ?? []
  expect(command).toContain("-H 'x-api-key: YOUR_API_KEY'")
  const answer = await page.request.get(url, { headers: { 'x-api-key': tenant.apiKey } })
  expect(answer.status()).toBe(200)

  await page.getByRole('navigation', { name: 'Endpoints' }).getByRole('link', { name: 'Changes' }).click()
  const changes = page.getByRole('region', { name: 'Changes', exact: true })
  await expect(changes.getByRole('heading', { name: 'Changes' })).toBeInViewport()
  await expect(changes.getByRole('listitem').filter({ hasText: 'cursors hold for one list' })).toBeVisible()

  const enroll = page.getByRole('article', { name: 'Enroll multiple contacts' })
  await expect(enroll.getByRole('figure', { name: 'Answer 202' })).toContainText('"batchId"')
  await enroll.getByRole('combobox').selectOption('402 INSUFFICIENT_CREDITS')
  await expect(enroll.getByRole('figure', { name: 'Answer 402' })).toContainText('"required": 100')
  await enroll.getByText('Properties of contacts').click()
  await expect(enroll.getByText('phoneNumber', { exact: true }).first()).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('the reference has nothing serious or critical for axe', async ({ page }) => {
      test.slow()
      await page.goto('/reference')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page)
    })
  })
}

test.describe('at the width of a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('the reference does not scroll sideways', async ({ page }) => {
    test.slow()
    await page.goto('/reference')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    // What is below the fold is laid out when it comes near: its width counts from then on.
    await page.getByRole('article').evaluateAll(async (articles) => {
      for (const article of articles) {
        article.scrollIntoView()
        await new Promise(requestAnimationFrame)
      }
    })
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  })
})

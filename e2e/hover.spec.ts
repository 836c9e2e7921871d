import { expect, test } from './browser-test'

test.describe('a row', () => {
  test.use({ expectedConsoleErrors: [/ERR_FAILED|Failed to fetch/] })

  test('is fetched when somebody points at it, and not before; a press then needs no more', async ({
    page,
    tenant,
  }) => {
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.headers().rsc !== undefined) asked.push(new URL(request.url()).pathname)
    })
    await page.goto('/agents', { waitUntil: 'networkidle' })
    const path = `/agents/${tenant.agents.officeHours}`
    expect(asked).not.toContain(path)
    const fetched = page.waitForResponse((response) => new URL(response.url()).pathname === path)
    const row = page.getByRole('row', { name: /Office hours/ })
    await row.hover()
    const answer = await fetched
    expect(answer.ok()).toBe(true)
    await page.waitForLoadState('networkidle')
    // From here on no page comes from the server any more.
    await page.route('**/*', (route) =>
      route.request().headers().rsc === undefined ? route.continue() : route.abort(),
    )
    await row.click()
    await expect(page).toHaveURL(path)
    await expect(page.getByRole('heading', { level: 1, name: 'Office hours' })).toBeVisible()
  })
})

import { expect, expectAccessible, fromHome, test } from './browser-test'

test('a key is made, used, revoked and refused, by the keyboard alone', async ({ page }) => {
  test.slow()
  await fromHome(page, 'Settings', 'API keys')
  const create = page.getByRole('button', { name: 'Create key' })
  await expect(create).toBeVisible()
  await expectAccessible(page)
  await create.focus()
  await page.keyboard.press('Enter')

  // An empty form says what is missing, with the focus on it.
  const form = page.getByRole('dialog', { name: 'Create an API key' })
  await expect(form.getByLabel('Name')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(form.getByRole('alert')).toHaveText('Name the key, after the system that uses it.')
  await page.keyboard.type('Nightly sync')
  await expectAccessible(page)
  await page.keyboard.press('Enter')

  const shown = page.getByRole('dialog', { name: 'The key is ready' })
  const apiKey = (await shown.locator('pre').textContent()) ?? ''
  expect(apiKey).toMatch(/^rollcall_/)
  await expectAccessible(page)
  const ask = () =>
    page.request.get('/api/v1/credits/usage', {
      headers: { authorization: `Bearer ${apiKey}`, 'x-request-id': 'by-key' },
    })
  expect((await ask()).status()).toBe(200)
  await shown.getByRole('button', { name: 'I have stored the key' }).press('Enter')
  await expect(page.getByText(apiKey)).toHaveCount(0)

  await page.getByRole('link', { name: 'Nightly sync' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Nightly sync' })).toBeVisible()
  // The log is written a second later.
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('cell', { name: 'GET /api/v1/credits/usage' })).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 45_000 })
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Revoke' }).press('Enter')
  const question = page.getByRole('dialog', { name: 'Revoke Nightly sync?' })
  await question.getByRole('button', { name: 'Revoke key' }).press('Enter')
  await expect(question).toBeHidden()
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible()
  expect((await ask()).status()).toBe(401)
})

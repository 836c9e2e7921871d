import { createApiKey } from '@/domain/api-keys/create-api-key'
import { revokeApiKey } from '@/domain/api-keys/revoke-api-key'
import { expect, expectAccessible, expectNoSidewaysScroll, fromHome, test } from './browser-test'

test('the audit log is read, filtered and exported', async ({ page, tenant }) => {
  test.slow()
  const { keyId } = await createApiKey(tenant.actor, { name: 'Nightly sync', scopes: ['read'] })
  await revokeApiKey(tenant.actor, keyId)
  await fromHome(page, 'Settings', 'Audit log')
  const table = page.getByRole('table', { name: 'Audit log' })
  await expect(table.getByRole('row', { name: /Revoked the API key Nightly sync/ })).toContainText(
    'First key (API key)',
  )
  await expectAccessible(page)

  await page.getByLabel('Action').selectOption('Created the API key')
  await expect(page).toHaveURL(/action=api_key\.created/)
  await expect(table.getByRole('row')).toHaveCount(2)
  const exported = page.getByRole('link', { name: 'Export CSV' })
  const answer = await page.request.get((await exported.getAttribute('href')) ?? '')
  expect(answer.status(), await answer.text()).toBe(200)
  expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="audit-log-/)
  const lines = (await answer.text()).trimEnd().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('api_key.created')

  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(table.getByRole('row', { name: /Revoked the API key/ })).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
})

import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { laterContact } from '@/testing/factories'
import { expect, expectAccessible, test } from './browser-test'

const NUMBER = '+15550000042'

test('a person is blocked from their page, stands on the list, and is taken off again', async ({ page, tenant }) => {
  const { actor, agents } = tenant
  await enrollSingle(actor, { agentId: agents.alwaysOn, body: laterContact(42), source: 'api' })
  await page.goto(`/people/${encodeURIComponent(NUMBER)}`)
  await page.getByRole('button', { name: 'Do not call again' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason (optional)').fill('Wrote a letter')
  await dialog.getByRole('button', { name: 'Do not call again' }).click()
  await expect(page.getByText('Not called: on the suppression list')).toBeVisible()
  await expect(page.getByText('Cancelled: The person asked not to be called again.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Do not call again' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Call again', exact: true })).toBeHidden()
  await expectAccessible(page)
  const again = enrollSingle(actor, { agentId: agents.alwaysOn, body: laterContact(42), source: 'api' })
  await expect(again).rejects.toMatchObject({ details: [{ code: 'SUPPRESSED' }] })

  await page.getByRole('link', { name: 'Do not call' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Do not call' })).toBeVisible()
  await expect(page.getByRole('row', { name: /Wrote a letter/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Remove / }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove number' }).click()
  await expect(page.getByText('No number is on this list')).toBeVisible()
})

test('a list is made, filled, searched and deleted', async ({ page }) => {
  await page.goto('/settings/suppression-lists')
  await expect(page.getByText('Nobody is on a list')).toBeVisible()
  await page.getByRole('button', { name: 'Create list' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Plaintiffs')
  await dialog.getByRole('button', { name: 'Create list' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Plaintiffs' })).toBeVisible()
  await page.getByRole('button', { name: 'Add numbers' }).click()
  await dialog.getByRole('textbox', { name: 'Numbers' }).fill('(555) 000-0001\n+15550000002\nnobody')
  await dialog.getByRole('button', { name: 'Add numbers' }).click()
  await expect(dialog.getByText('2 numbers added')).toBeVisible()
  await expect(dialog.getByText('"nobody" is not a possible phone number')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.getByRole('searchbox', { name: 'Search by number' }).fill('555 000 0002')
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByRole('button', { name: 'Delete list' }).click()
  await expect(page.getByText('Nobody is on a list')).toBeVisible()
})

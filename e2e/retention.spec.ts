import { getRetention } from '@/domain/retention/get-retention'
import { updateRetention } from '@/domain/retention/update-retention'
import { expect, fromHome, test } from './browser-test'

test('two people who change times at once do not overwrite each other', async ({ page, tenant }) => {
  const { actor } = tenant
  await fromHome(page, 'Settings', 'Retention')
  await page.getByLabel('Transcripts of calls').selectOption('90 days')
  await updateRetention(actor, { deliveries: 30 })
  await page.getByRole('button', { name: 'Save times' }).press('Enter')
  await expect(page.getByText('The times are saved.')).toBeVisible()
  await expect(page.getByLabel('Deliveries to webhooks')).toHaveValue('30')
  expect(await getRetention(actor)).toMatchObject({ transcripts: 90, deliveries: 30 })
})

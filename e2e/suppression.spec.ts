import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { newId } from '@/domain/ids'
import { createList } from '@/domain/suppression/create-list'
import { startUpload } from '@/domain/suppression/start-upload'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { NUMBERS_PER_CHUNK_MAX } from '@/domain/suppression/suppression-limits.rules'
import { laterContact } from '@/testing/factories'
import { csvFile, dropFiles, expect, expectAccessible, test, Wizard } from './browser-test'

const NUMBER = '+15550000042'
const PDF = Buffer.from('%PDF-1.7')

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

test('a file is uploaded: its numbers replace the list, and what cannot be read is told and downloaded', async ({
  page,
  tenant,
  sql,
}) => {
  const { listId } = await createList(tenant.actor, { name: 'Registry', kind: 'national registry' })
  await suppressNumbers(tenant.actor, { list: listId, numbers: ['+12025550199'] })
  await sql(`UPDATE suppression_entries SET since = since - interval '1 day' WHERE list_id = $1`, [listId])
  await page.goto(`/settings/suppression-lists/${listId}`)
  await page.getByRole('link', { name: 'Upload a file' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Upload numbers' })).toBeVisible()
  await expectAccessible(page)
  const place = page.getByText('Drop a file of numbers here')
  const refused = page.getByRole('main').getByRole('alert')
  await dropFiles(place, csvFile('201,5550123', 'a.csv'), csvFile('201,5550124', 'b.csv'))
  await expect(refused).toContainText('Nothing was opened')
  await expect(refused).toContainText('Drop one file at a time')
  await dropFiles(place, { name: 'broken.csv', mimeType: 'text/csv', buffer: PDF })
  await expect(refused).toContainText('broken.csv could not be opened')
  await expect(refused).toContainText('This is a PDF document.')
  const rows = ['201,5550123', '201,5550124', '201,5550123', '201,12', ',']
  const file = { name: 'registry.txt', mimeType: 'text/plain', buffer: Buffer.from(rows.join('\n')) }
  await page.getByLabel('File of numbers').setInputFiles(file)
  await expect(page.getByText('2 numbers for the list · 1 row repeats a number')).toBeVisible()
  await expect(page.getByText('Row 4: 201 12.')).toBeVisible()
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download it' }).click()
  expect((await download).suggestedFilename()).toBe('left-out-of-registry.csv')
  await page.getByRole('button', { name: 'Replace the list with 2 numbers' }).click()
  await expect(page.getByText('2 numbers on “Registry” now, and nobody else')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Open the list' }).click()
  await expect(page.getByRole('row')).toHaveCount(3)
})

test('an upload that was stopped is told of, goes on with the same file, and is discarded', async ({
  page,
  tenant,
  sql,
}) => {
  const { listId } = await createList(tenant.actor, { name: 'Plaintiffs', kind: 'litigators' })
  const chunks = 5
  const numbers = Array.from({ length: chunks * NUMBERS_PER_CHUNK_MAX }, (_, at) => `+1201${2_000_000 + at}`)
  const file = { name: 'plaintiffs.csv', mimeType: 'text/csv', buffer: Buffer.from(numbers.join('\n')) }
  let requests = 0
  await page.route(/uploads\.stage/, async (route) => {
    requests += 1
    // What comes after the first, which has a few chunks, never gets there.
    if (requests > 1) return
    await route.continue()
  })
  await page.goto(`/settings/suppression-lists/${listId}/upload`)
  await page.getByLabel('File of numbers').setInputFiles(file)
  await page.getByRole('button', { name: 'Replace the list with 50,000 numbers' }).click()
  await expect(page.getByText(/^[1-4]0,000 of 50,000 numbers sent/)).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('“plaintiffs.csv” has not arrived as a whole')).toBeVisible()
  await expectAccessible(page)
  await page.unrouteAll()

  const [upload] = await sql<{ arrived: number }>(
    'SELECT cardinality(arrived) AS arrived FROM suppression_uploads WHERE list_id = $1',
    [listId],
  )
  // A chunk that is tried again is the same chunk.
  const sentAgain = new Set<string>()
  page.on('request', (request) => {
    if (!request.url().includes('uploads.stage')) return
    for (const [, chunk = ''] of request.postData()?.matchAll(/"chunk":(\d+)/g) ?? []) sentAgain.add(chunk)
  })
  await page.getByLabel('File of numbers').setInputFiles(file)
  await page.getByRole('button', { name: 'Replace the list with 50,000 numbers' }).click()
  await expect(page.getByText('50,000 numbers on “Plaintiffs” now, and nobody else')).toBeVisible({ timeout: 60_000 })
  expect(sentAgain.size).toBe(chunks - (upload?.arrived ?? 0))

  await startUpload(tenant.actor, {
    ...{ uploadId: newId(), listId, mode: 'add', fileName: 'others.csv', fingerprint: 'ab'.repeat(32) },
    ...{ numbers: 1, invalid: 0, chunks: 1 },
  })
  await page.goto(`/settings/suppression-lists/${listId}`)
  await expect(page.getByText('“others.csv” has not arrived as a whole')).toBeVisible()
  await page.getByRole('button', { name: 'Discard it' }).click()
  await expect(page.getByText('“others.csv” has not arrived as a whole')).toBeHidden()
})

test('the review of a file marks whoever is on a list, and whoever the options leave out, before anything is enrolled', async ({
  page,
  tenant,
}) => {
  const { actor, agents } = tenant
  await suppressNumbers(actor, { numbers: ['+12125550101'] })
  await enrollSingle(actor, {
    agentId: agents.alwaysOn,
    body: laterContact(0, { phoneNumber: '+12125550102' }),
    source: 'api',
  })
  const rows = ['name,phoneNumber', 'Ada,+12125550101', 'Bo,+12125550102', 'Cy,+12125550103', 'Di,n/a']
  const wizard = await Wizard.open(page, tenant)
  await wizard.upload(csvFile(rows.join('\n')))
  await wizard.next('Map columns')
  await wizard.next('Review rows')
  await expect(wizard.counts).toContainText('2 of 4 will be enrolled · 2 need attention')
  await page.getByRole('grid', { name: 'Rows of the file' }).focus()
  await page.keyboard.press('F8')
  await expect(page.getByText('is on the suppression list “Do not call”').last()).toBeVisible()

  await wizard.next('Set options')
  await page.getByRole('checkbox', { name: 'Leave out whoever this agent has an open sequence for' }).check()
  await expect(wizard.counts).toContainText('1 of 4 will be enrolled · 3 need attention')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Enroll 1 contact' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('contacts.csv')
  await expect(page.getByRole('cell', { name: '+12125550102 has an open sequence of this agent.' })).toBeVisible()
})

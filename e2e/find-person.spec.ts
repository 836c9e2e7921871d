import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { getPerson } from '@/domain/people/get-person'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { laterContact } from '@/testing/factories'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './browser-test'
import { enroll, waitForBatch } from './console-api'

const phoneNumber = '+14155552671'
const name = 'Ada Lovelace'

test('a number that somebody pastes leads to the person: cancelled, then erased, by the keyboard alone', async ({
  page,
  tenant,
}) => {
  const { alwaysOn } = tenant.agents
  for (const contact of [
    laterContact(1, { name, phoneNumber }),
    laterContact(2, { name, phoneNumber, phoneNumberExt: '7' }),
  ]) {
    const batchId = await enroll(tenant, alwaysOn, [contact])
    await waitForBatch(tenant, batchId, ({ sequences }) => sequences.scheduled === 1)
  }
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  await page.keyboard.press('ControlOrMeta+k')
  const field = page.getByRole('combobox', { name: 'Search' })
  await expect(field).toBeFocused()
  await field.fill('love')
  await expect(page.getByRole('option', { name: /Ada Lovelace/ })).toContainText('Scheduled')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()

  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.insertText('(415) 555-2671')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/people\/\+14155552671$/)
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page).toHaveTitle(`${name} · Rollcall`)
  await expect(page.getByText('2 sequences, 2 open, 0 calls')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Extension 7' })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Cancel all open' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: `Cancel 2 sequences of ${name}?` })
  await dialog.getByRole('textbox', { name: 'Reason (optional)' }).fill('Asked by phone.')
  await dialog.getByRole('button', { name: 'Cancel 2 sequences' }).press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Cancelled: Asked by phone.')).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Cancel all open' })).toBeHidden()

  await page.getByRole('button', { name: 'Erase' }).press('Enter')
  const question = page.getByRole('dialog', { name: `Erase ${name}, +1 415 555 2671?` })
  await expect(question).toContainText('go from 2 sequences, 0 calls and 0 rejected contacts')
  await question.getByRole('button', { name: `Erase ${name}` }).press('Enter')
  await expect(page.getByText(`${name} is erased.`)).toBeVisible()
  await expect(getPerson(tenant.actor, { phoneNumber })).rejects.toMatchObject({ code: 'PERSON_NOT_FOUND' })
  await page.keyboard.press('ControlOrMeta+k')
  await field.fill(phoneNumber)
  await expect(page.getByText(`Nothing found for “${phoneNumber}”.`)).toBeVisible()
})

test('a number that only a list and a refusal know has its page, which says so', async ({ page, tenant }) => {
  const { actor, agents } = tenant
  await suppressNumbers(actor, { numbers: [phoneNumber], reason: 'Wrote a letter' })
  const body = laterContact(1, { name, phoneNumber })
  const refused = enrollSingle(actor, { agentId: agents.alwaysOn, body, source: 'api' })
  await expect(refused).rejects.toMatchObject({ details: [{ code: 'SUPPRESSED' }] })
  await page.goto(`/people/${encodeURIComponent(phoneNumber)}`)
  await expect(page.getByRole('heading', { level: 1, name: '+1 415 555 2671' })).toBeVisible()
  await expect(page.getByText('What is known about this number stands below.')).toBeVisible()
  const trail = page.getByRole('region', { name: 'Everything about this number' })
  await expect(trail.getByText('Put on the suppression list “Do not call”. Wrote a letter')).toBeVisible()
  await expect(trail.getByText(/^When enrolled: not called\./)).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
})

test('arrows go through people, batches and agents; a letter more asks again', async ({ page, tenant }) => {
  await enroll(tenant, tenant.agents.alwaysOn, [laterContact(1, { name: 'Always Late' })], { name: 'Always first' })
  await page.goto('/credits')
  await page.getByRole('button', { name: 'Search' }).click()
  const field = page.getByRole('combobox', { name: 'Search' })
  await field.fill('always')
  const options = page.getByRole('option')
  await expect(options).toHaveCount(3)
  await expect(page.getByRole('group')).toHaveCount(3)
  await expect(options.nth(0)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(options.nth(2)).toHaveAttribute('aria-selected', 'true')
  await expect(field).toHaveAttribute('aria-activedescendant', (await options.nth(2).getAttribute('id')) ?? '')
  await field.fill('always l')
  await expect(options).toHaveCount(1)
  await field.fill('always')
  await expect(options).toHaveCount(3)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Always on' })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 }, hasTouch: true, colorScheme: 'dark' })

  test('the search fills the width, and a press leads to the person', async ({ page, tenant }) => {
    await enroll(tenant, tenant.agents.alwaysOn, [laterContact(1, { name, phoneNumber })])
    await page.goto('/batches')
    await page.getByRole('button', { name: 'Search' }).tap()
    await page.getByRole('combobox', { name: 'Search' }).fill('2671')
    await page.getByRole('option', { name: /Ada Lovelace/ }).tap()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  })
})

test.describe('somebody unknown', () => {
  test.use({ expectedConsoleErrors: [/status of 404/] })

  test('a number of nobody says so', async ({ page }) => {
    await page.goto('/people/+14155550000')
    await expect(page.getByRole('heading', { level: 1, name: 'No such person' })).toBeVisible()
  })
})

test('a number that nobody may call any more is blocked from Home, by the keyboard alone', async ({ page, tenant }) => {
  const { actor, agents } = tenant
  await enroll(tenant, agents.alwaysOn, [laterContact(3, { name, phoneNumber })])
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused()
  await page.keyboard.insertText('(415) 555-2671')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.getByRole('button', { name: 'Do not call again' }).press('Enter')
  const question = page.getByRole('dialog', { name: `Never call ${name} again?` })
  await question.getByLabel('Reason (optional)').fill('Wrote a letter')
  await question.getByRole('button', { name: 'Do not call again' }).press('Enter')
  await expect(page.getByText('Not called: on the suppression list Do not call')).toBeVisible()
  const body = laterContact(4, { phoneNumber })
  const again = enrollSingle(actor, { agentId: agents.alwaysOn, body, source: 'api' })
  await expect(again).rejects.toMatchObject({ details: [{ code: 'SUPPRESSED' }] })
})

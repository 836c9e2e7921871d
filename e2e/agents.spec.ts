import { getAgent } from '@/domain/agents/get-agent'
import { expect, expectAccessible, expectNoSidewaysScroll, fromHome, test } from './browser-test'

// A refused number and a change that came late are answers of the server, which the browser notes as errors.
test.use({ expectedConsoleErrors: [/status of (400|409)/] })

test('an agent is made from Home with the keyboard, tested, and leads to the first import', async ({ page, sql }) => {
  test.slow()
  await page.goto('/')
  await page.getByRole('link', { name: 'Agents', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'New agent' }).focus()
  await page.keyboard.press('Enter')
  // The first field has the focus.
  await expect(page.getByLabel('Name (required)')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Give the agent a name.')).toBeVisible()
  await expect(page.getByLabel('Name (required)')).toBeFocused()
  await page.keyboard.type('Renewals')
  await page.keyboard.press('Tab')
  await page.keyboard.type('+1 (555) 987-6543')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Renewals' })).toBeVisible()

  await page.getByRole('link', { name: 'Test call' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Your phone number (required)').fill('12')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Your phone number (required)')).toBeFocused()
  await expect(page.getByLabel('Your phone number (required)')).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('+1 555 123 0001')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Goal completed', { exact: true })).toBeVisible({ timeout: 60_000 })
  const [batch] = await sql<{ test: boolean; credits: number }>(
    `SELECT test, batches.credits_per_contact AS credits FROM batches
     JOIN agents ON agents.id = agent_id WHERE agents.name = 'Renewals' ORDER BY batches.created_at DESC LIMIT 1`,
  )
  expect(batch).toEqual({ test: true, credits: 0 })
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Import contacts' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/enroll$/)
})

test('the calls of an agent are stopped, and the stop is undone', async ({ page, tenant }) => {
  const { actor, agents } = tenant
  await page.goto(`/agents/${agents.alwaysOn}`)
  await page.getByRole('button', { name: 'Stop calling now' }).press('Enter')
  await expect(page.getByText(/^Stopped by .*: no new calls and mails$/)).toBeVisible()
  expect((await getAgent(actor, agents.alwaysOn)).pausedAt).not.toBeNull()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Stop calling now' })).toBeVisible()
  expect((await getAgent(actor, agents.alwaysOn)).pausedAt).toBeNull()
})

test('a wrong window is said beside its field, and a former version is restored', async ({ page, tenant }) => {
  test.slow()
  const { actor, agents } = tenant
  await fromHome(page, 'Agents', 'Office hours', 'Change')
  const end = page.getByLabel('Monday, window 1, to')
  await end.fill('09:00')
  await page.getByRole('button', { name: 'Save changes' }).press('Enter')
  await expect(page.getByText('Start and end are equal. For the whole day write 00:00 to 24:00.')).toBeVisible()
  await expect(page.getByLabel('Monday, window 1, from')).toBeFocused()
  await end.fill('5pm')
  await page.getByRole('button', { name: 'Add hours on Saturday' }).press('Enter')
  await page.getByLabel('Saturday, window 1, from').fill('10')
  await page.locator('#agent-lines').fill('7')
  await expect(page.getByText('At once, also for who is enrolled: call windows, lines.')).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'Save changes' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Office hours' })).toBeVisible()
  expect(await getAgent(actor, agents.officeHours)).toMatchObject({
    version: 2,
    lines: 7,
    callWindows: { monday: [{ start: '09:00', end: '17:00' }], saturday: [{ start: '10:00', end: '17:00' }] },
  })

  await page.goto(`/agents/${agents.officeHours}/versions`)
  await page.getByRole('button', { name: 'Restore version 1' }).press('Enter')
  await expect(page.getByRole('cell', { name: 'Version 1 restored (call windows, lines)' })).toBeVisible()
  const restored = await getAgent(actor, agents.officeHours)
  expect(restored).toMatchObject({ version: 3, lines: 25 })
  expect(restored.callWindows.saturday).toBeUndefined()
  await expectAccessible(page)
})

test('whoever was slower is told who has changed the agent, and loses nothing before they choose', async ({
  page,
  tenant,
  sql,
}) => {
  const { agents } = tenant
  await page.goto(`/agents/${agents.alwaysOn}/settings`)
  await page.locator('#agent-lines').fill('7')
  const { updateAgent } = await import('@/domain/agents/update-agent')
  await updateAgent({ ...tenant.actor, label: 'Ada' }, agents.alwaysOn, { version: 1, name: 'Changed by Ada' })
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText(/^Ada has changed this agent meanwhile \(name\)/)).toBeVisible()
  await expect(page.locator('#agent-lines')).toHaveValue('7')
  await page.getByRole('button', { name: 'Load it again' }).click()
  await expect(page.locator('#agent-name')).toHaveValue('Changed by Ada')
  expect(await sql(`SELECT 1 FROM agents WHERE name = 'Changed by Ada' AND lines = 25`)).not.toEqual([])
})

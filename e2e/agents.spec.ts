import { getAgent } from '@/domain/agents/get-agent'
import { expect, expectAccessible, expectNoSidewaysScroll, fromHome, test } from './browser-test'

// A refused number and a change that came late are answers of the server, which the browser notes as errors.
test.use({ expectedConsoleErrors: [/status of (400|409)/] })

test('an agent is made from Home with the keyboard, tested, and leads to the first import', async ({
  page,
  tenant,
  sql,
}) => {
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
    'SELECT test, credits_per_contact AS credits FROM batches WHERE organization_id = $1',
    [tenant.organizationId],
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

test('when a call is made again is set in fields, said in sentences, and refused where it is no wait', async ({
  page,
  tenant,
}) => {
  test.slow()
  const { actor, agents } = tenant
  await fromHome(page, 'Agents', 'Always on', 'Change')
  await expect(page.getByText('One call, whatever it comes to.')).toBeVisible()
  await page.getByRole('button', { name: 'Change when it calls again' }).press('Enter')
  await page.getByRole('checkbox', { name: 'No answer: call again' }).press('Space')
  await page.getByRole('checkbox', { name: 'Busy: call again' }).press('Space')
  await expect(page.getByText('No answer: again after 4 hours, 3 times, on later days at another time')).toBeVisible()
  await page.getByLabel('Step 1, busy: wait').fill('soon')
  await page.getByRole('button', { name: 'Save changes' }).press('Enter')
  await expect(page.getByText('Write the wait as 10m, 4h or 1d, up to 90d.')).toBeVisible()
  await expect(page.getByLabel('Step 1, busy: wait')).toBeFocused()
  await page.getByLabel('Step 1, busy: wait').fill('30')
  await page.getByLabel('Calls of this step at most').fill('4')
  await page.locator('#agent-attemptsMax').fill('6')
  await page.locator('#agent-callsPerMinute').fill('60')
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'Save changes' }).press('Enter')
  await expect(page.getByText('Busy: again after 30 minutes, twice')).toBeVisible()
  expect(await getAgent(actor, agents.alwaysOn)).toMatchObject({
    attemptsMax: 6,
    callsPerMinute: 60,
    steps: [
      {
        retry: {
          Busy: { after: '30m', times: 2, otherTimeOfDay: false },
          'No Answer': { after: '4h', times: 3, otherTimeOfDay: true },
        },
        attemptsMax: 4,
      },
    ],
  })
  await expectAccessible(page)
})

test('an agent that has paused itself says why, and Home lets it go on', async ({ page, tenant, sql }) => {
  const { actor, agents } = tenant
  const brokenOff = { failed: 11, calls: 20, lastCalls: [{ callId: 'call.1', sequenceId: 'call-sequence.1' }] }
  await sql(
    `UPDATE agents SET paused_at = now(), paused_by = 'Rollcall', broken_off = $1
     WHERE organization_id = $2 AND name = 'Always on'`,
    [JSON.stringify(brokenOff), tenant.organizationId],
  )
  await page.goto(`/agents/${agents.alwaysOn}`)
  await expect(page.getByText(/^11 of 20 calls that had ended within ten minutes failed/)).toBeVisible()
  await expect(page.getByRole('link', { name: 'call 1' })).toHaveAttribute('href', '/sequences/call-sequence.1#call.1')
  await expectAccessible(page)
  await fromHome(page)
  await expect(page.getByText('Always on has paused itself')).toBeVisible()
  await page.getByRole('button', { name: 'Resume slowly' }).press('Enter')
  await expect(page.getByText('Always on has paused itself')).toHaveCount(0)
  expect(await getAgent(actor, agents.alwaysOn)).toMatchObject({ pausedAt: null, brokenOff: null })
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

import type { Locator, Page } from '@playwright/test'
import { getAgent } from '@/domain/agents/get-agent'
import { updateAgent } from '@/domain/agents/update-agent'
import { toPublicId } from '@/domain/ids'
import { FAKE_ASSISTANT_ID, FAKE_NUMBER_ID } from '@/platform/dialers/vapi/fake-vapi'
import type { TestOrganization } from '@/testing/factories'
import { FAKE_RETELL_KEY, FAKE_VAPI_KEY, type FakeOrder } from '../scripts/test-run/fake-dialers'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './browser-test'

test.describe('a dialer account', () => {
  // The server refuses an address.
  test.use({ expectedConsoleErrors: [/status of 4\d\d/] })

  test('is connected, given to an agent, changed, turned off and on, and deleted when nobody uses it', async ({
    page,
    tenant,
    sql,
  }) => {
    test.slow()
    const { actor, agents, organizationId } = tenant
    await page.goto('/settings/dialers')
    await expect(page.getByRole('heading', { name: 'Nobody’s phone rings yet' })).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.getByRole('link', { name: 'Connect a dialer' }).click()

    // By the keyboard: the choice, then what is asked for it.
    await expect(page.getByRole('heading', { level: 1, name: 'Connect a dialer' })).toBeVisible()
    await expect(page.getByRole('radio', { name: /^Simulated/ })).toHaveCount(0)
    const webhook = page.getByRole('radio', { name: /^Webhook/ })
    await webhook.press('Space')
    const address = page.getByLabel('Address of the dialer')
    await page.getByRole('button', { name: 'Connect Webhook' }).press('Enter')
    await expect(page.getByText('Give the address that takes each call.')).toBeVisible()
    await expect(address).toBeFocused()
    await address.fill('https://169.254.169.254/calls')
    await address.press('Enter')
    await expect(page.getByText('169.254.169.254 is not a public address.')).toBeVisible()
    await expect(address).toHaveValue('https://169.254.169.254/calls')
    await expectAccessible(page)
    await address.fill('https://dialer.rollcall.invalid/calls')
    await page.getByLabel('Name').fill('Our own dialer')
    await page.getByLabel('Lines of all agents (optional)').fill('12')
    await page.getByRole('button', { name: 'Connect Webhook' }).press('Enter')
    const shown = page.getByRole('dialog', { name: 'Our own dialer is ready' })
    await expect(shown).toContainText('whsec_')
    await expectAccessible(page)
    await shown.getByRole('button', { name: 'I have stored the secret' }).press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Our own dialer' })).toBeVisible()
    await expect(page.getByText('whsec_')).toHaveCount(0)
    await expectAccessible(page)
    const [account] = await sql<{ id: string; lines: number }>(
      `SELECT id, lines FROM dialer_accounts WHERE organization_id = $1 AND kind = 'webhook'`,
      [organizationId],
    )
    expect(account?.lines).toBe(12)

    await page.goto(`/agents/${agents.alwaysOn}/settings`)
    await page.getByLabel('Dialer account').selectOption({ label: 'Our own dialer (Webhook)' })
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Always on' })).toBeVisible()
    expect(await getAgent(actor, agents.alwaysOn)).toMatchObject({
      dialerAccountId: account?.id,
      dialer: 'webhook',
      dialerUrl: 'https://dialer.rollcall.invalid/calls',
    })

    await page.goto(`/settings/dialers/${account?.id}`)
    await expect(page.getByRole('link', { name: 'Always on' })).toBeVisible()
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    const edit = page.getByRole('dialog', { name: 'Change Our own dialer' })
    await edit.getByLabel('Lines of all its agents').fill('many')
    await edit.getByRole('button', { name: 'Save' }).click()
    await expect(edit.getByRole('alert')).toBeVisible()
    await expectAccessible(page)
    await edit.getByLabel('Lines of all its agents').fill('')
    await edit.getByLabel('Name').fill('In the basement')
    await edit.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'In the basement' })).toBeVisible()

    await page.getByRole('button', { name: 'Rotate secret' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click()
    await expect(page.getByRole('dialog', { name: 'The new secret' })).toContainText('whsec_')
    await page.getByRole('button', { name: 'I have stored the secret' }).click()
    await expect(page.getByText('Two secrets are good at the moment')).toBeVisible()

    await page.getByRole('button', { name: 'Turn off' }).click()
    await expect(page.getByText('Turned off: nobody is called')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Turned off: nobody is called')).toHaveCount(0)

    await page.getByRole('button', { name: 'Delete' }).click()
    const confirm = page.getByRole('dialog', { name: 'Delete In the basement?' })
    await confirm.getByRole('button', { name: 'Delete account' }).click()
    await expect(confirm.getByRole('alert')).toContainText('Agents use this account (Always on)')
    await confirm.getByRole('button', { name: 'Leave the account as it is' }).click()
    await sql(
      `UPDATE agents SET dialer_account_id = (SELECT id FROM dialer_accounts WHERE organization_id = $1 AND kind = 'simulated')
       WHERE dialer_account_id = $2`,
      [organizationId, account?.id],
    )
    await page.getByRole('button', { name: 'Delete' }).click()
    await confirm.getByRole('button', { name: 'Delete account' }).click()
    await expect(page.getByRole('heading', { name: 'Nobody’s phone rings yet' })).toBeVisible()
  })

  test('that refuses is told on Home, in the list, on its page and in the settings of its agents', async ({
    page,
    tenant,
    sql,
  }) => {
    const { agents, organizationId } = tenant
    await sql(
      `UPDATE dialer_accounts SET state = 'failing', state_reason = 'The balance is used up.', name = 'Main line'
       WHERE organization_id = $1`,
      [organizationId],
    )
    await page.goto('/')
    const attention = page.getByRole('region', { name: 'Needs attention' })
    await expect(attention.getByText('Main line cannot call anybody')).toBeVisible()
    await expect(attention).toContainText('The balance is used up.')
    await attention.getByRole('link', { name: 'Open the dialer' }).click()
    await expect(page.getByText('Nobody is called: The balance is used up.')).toBeVisible()
    await expectAccessible(page)
    await page.goto('/settings/dialers')
    await expect(page.getByText('A dialer cannot call')).toBeVisible()
    await page.setViewportSize({ width: 390, height: 800 })
    await expect(page.getByText('The balance is used up.')).toBeVisible()
    await expectNoSidewaysScroll(page)
    await page.goto(`/agents/${agents.alwaysOn}/settings`)
    await expect(page.getByText('Main line cannot call')).toBeVisible()
    await expectNoSidewaysScroll(page)
  })
})

test.describe('an account at a provider', () => {
  test.use({ expectedConsoleErrors: [/status of 400/] })

  test('is tried with its key, lists what there is to choose from, and is given to an agent', async ({
    page,
    tenant,
  }) => {
    test.slow()
    const { actor, agents } = tenant
    await page.goto('/settings/dialers/new')
    await page.getByRole('radio', { name: /^Retell/ }).press('Space')
    await expect(page.getByText('What you need there:')).toBeVisible()
    const key = page.getByLabel('API key')
    await expect(key).toHaveAttribute('type', 'password')
    await key.fill('key_of_somebody_else')
    await page.getByRole('button', { name: 'Connect Retell' }).press('Enter')
    const refused = page.getByRole('alert').filter({ hasText: 'Retell is not connected' })
    await expect(refused).toBeVisible()
    await expect(refused).not.toContainText('key_of_somebody_else')
    await expect(key).toHaveValue('key_of_somebody_else')
    await expectAccessible(page)
    await key.fill(FAKE_RETELL_KEY)
    await page.getByRole('button', { name: 'Connect Retell' }).press('Enter')
    await expect(page.getByText(/^Connected as /).first()).toBeVisible()
    await expect(page.getByRole('heading', { level: 1, name: 'Retell' })).toBeVisible()
    await expect(page.getByText('agent_renewals')).toBeVisible()
    await expect(page.getByText('+1 555 987 6543')).toBeVisible()
    await expect(page.getByText('/api/v1/dialers/')).toBeVisible()
    await expect(page.getByText(FAKE_RETELL_KEY)).toHaveCount(0)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Check' }).press('Enter')
    await expect(page.getByText(/^Connected as .*\.$/)).toBeVisible()

    await page.goto(`/agents/${agents.alwaysOn}/settings`)
    await page.getByLabel('Dialer account').selectOption({ label: 'Retell' })
    await page.getByRole('combobox', { name: 'Assistant at Retell' }).click()
    await page.getByRole('option', { name: 'Renewals' }).click()
    await page.getByRole('combobox', { name: 'Number at Retell' }).click()
    await page.getByRole('option', { name: /6544/ }).click()
    await page.getByRole('button', { name: 'Add a value' }).click()
    await page.getByLabel('Field', { exact: true }).fill('verdict')
    await page.getByLabel('Value', { exact: true }).fill('yes')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Always on' })).toBeVisible()
    const agent = await getAgent(actor, agents.alwaysOn)
    expect(agent).toMatchObject({
      ...{ dialer: 'retell', remoteAgentId: 'agent_renewals', fromNumber: '+15559876544' },
      analysisOutcomes: [{ field: 'verdict', value: 'yes', outcome: agent.outcomes[0]?.name }],
    })
  })
})

test('numbers of an agent are typed one a line, with what is wrong beside them', async ({ page, tenant }) => {
  const { actor, agents } = tenant
  await page.goto(`/agents/${agents.alwaysOn}/settings`)
  const more = page.getByLabel('Further numbers (optional)')
  await more.fill('+1 (617) 555-0100\n0800 1')
  await page.getByRole('checkbox', { name: 'Local numbers first' }).press('Space')
  await page.getByLabel('Calls of each number a day at most').fill('50')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Number 2: Write the number as E.164')).toBeVisible()
  await expect(more).toBeFocused()
  await expectAccessible(page)
  await more.fill('+1 (617) 555-0100')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('and 1 more')).toBeVisible()
  expect(await getAgent(actor, agents.alwaysOn)).toMatchObject({
    moreFromNumbers: ['+16175550100'],
    localFirst: true,
    callsPerNumberPerDay: 50,
  })
})

/** A call passes through the background, which is busy with other tests. */
const LIVE = { timeout: 60_000 }

/** Has a provider of this machine do something, as its own people would. */
async function order(what: FakeOrder): Promise<void> {
  const { TEST_FAKE_DIALERS: url = '' } = process.env
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(what) })
  expect(answer.ok, await answer.text()).toBe(true)
}

/** What happens to a test call, as its page shows it. */
class Timeline {
  readonly region: Locator
  private readonly dialer: 'retell' | 'vapi'
  private readonly eventsUrl: string

  constructor(page: Page, dialer: 'retell' | 'vapi', eventsUrl: string) {
    this.region = page.getByRole('region', { name: 'What happens' })
    this.dialer = dialer
    this.eventsUrl = eventsUrl
  }

  text(text: string | RegExp): Locator {
    return this.region.getByText(text, { exact: true })
  }

  /** The provider ends the call that is under way, with its analysis, and says that something has happened. */
  async end(): Promise<void> {
    await expect(this.text('Under way')).toBeVisible(LIVE)
    const id = this.region.getByText(/^(call_\w{32}|[0-9a-f-]{36})$/)
    const providerCallId = (await id.textContent()) ?? ''
    const { dialer, eventsUrl } = this
    await order({ kind: 'end', dialer, providerCallId, resultType: 'Goal Completed', eventsUrl })
  }
}

/** Connects an account in the console. @returns its address for events */
async function connect(page: Page, label: string, apiKey: string): Promise<string> {
  await page.goto('/settings/dialers/new')
  await page.getByRole('radio', { name: new RegExp(`^${label}`) }).press('Space')
  await page.getByLabel('API key').fill(apiKey)
  await page.getByRole('button', { name: `Connect ${label}` }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: label })).toBeVisible()
  await expect(page.getByText(/^Connected as /).first()).toBeVisible()
  return (await page.getByText('/api/v1/dialers/').textContent()) ?? ''
}

test.describe('the caller that somebody has', () => {
  for (const { dialer, label, apiKey, dialing } of [
    {
      dialer: 'retell',
      label: 'Retell',
      apiKey: FAKE_RETELL_KEY,
      dialing: { kind: 'retell', assistant: 'agent_renewals', number: '+15559876543' },
    },
    {
      dialer: 'vapi',
      label: 'Vapi',
      apiKey: FAKE_VAPI_KEY,
      dialing: { kind: 'vapi', assistant: FAKE_ASSISTANT_ID, number: FAKE_NUMBER_ID },
    },
  ] as const) {
    test(`is connected, speaks for a new agent, rings whoever tries it, and its analysis becomes outcomes: ${label}`, async ({
      page,
      tenant,
      sql,
    }) => {
      test.slow()
      const timeline = new Timeline(page, dialer, await connect(page, label, apiKey))
      await page.getByRole('link', { name: 'Create an agent' }).press('Enter')

      await expect(page.getByLabel('Dialer account')).toHaveValue(/.{36}/)
      await page.getByLabel('Name (required)').fill('Renewals')
      await page.getByRole('button', { name: 'Create agent' }).press('Enter')
      await expect(page.getByText('Choose the assistant that speaks in the calls.')).toBeVisible()
      const assistant = page.getByRole('combobox', { name: `Assistant at ${label}` })
      await expect(assistant).toBeFocused()
      await expectAccessible(page)
      await assistant.click()
      await page.getByRole('option', { name: 'Renewals' }).click()
      await page.getByRole('combobox', { name: `Number at ${label}` }).click()
      await page.getByRole('option', { name: /6543/ }).click()
      await expect(page.getByLabel('From-number (required)')).toHaveValue('+15559876543')
      await page.getByRole('button', { name: 'Create agent' }).press('Enter')
      await expect(page.getByRole('heading', { level: 1, name: 'Renewals' })).toBeVisible()
      const [agent] = await sql<{ dialing: object }>(
        `SELECT json_build_object('kind', kind, 'assistant', remote_agent_id, 'number', remote_number_id) AS dialing
         FROM agents JOIN dialer_accounts account ON account.id = dialer_account_id
         WHERE agents.organization_id = $1 AND agents.name = 'Renewals'`,
        [tenant.organizationId],
      )
      expect(agent?.dialing).toEqual(dialing)

      await page.getByRole('link', { name: 'Test call' }).press('Enter')
      await expect(page.getByLabel('Call by')).toHaveValue('dialed')
      await page.getByLabel('Your phone number (required)').fill('+1 555 010 0123')
      await page.getByRole('button', { name: 'Call me now' }).press('Enter')
      await expect(timeline.text(`Asked ${label} to call`)).toBeVisible(LIVE)
      await expect(timeline.text(`${label} took the call`)).toBeVisible(LIVE)
      await expect(timeline.text('Under way')).toBeVisible(LIVE)
      await expectAccessible(page)
      await timeline.end()
      await expect(timeline.text('Goal completed')).toBeVisible(LIVE)
      await expect(timeline.text('1 min 1 s')).toBeVisible()
      await expect(timeline.text('The call ended as Goal Completed.')).toBeVisible()
      await expect(timeline.region.getByRole('link', { name: 'Listen to the recording' })).toHaveAttribute(
        'href',
        /^https:\/\/recordings\.example\//,
      )
      await timeline.text('Transcription').click()
      await expect(timeline.region.getByText('User: Hello.')).toBeVisible()
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 800 })
      await expectNoSidewaysScroll(page)
      await page.setViewportSize({ width: 1280, height: 800 })

      await page.getByRole('link', { name: 'Choose outcomes' }).press('Enter')
      await page.getByRole('button', { name: 'Add interested: true' }).press('Enter')
      await expect(page.getByLabel('Outcome', { exact: true })).toHaveValue('interested')
      await page.getByRole('button', { name: 'Save changes' }).press('Enter')
      await expect(page.getByRole('heading', { level: 1, name: 'Renewals' })).toBeVisible()
      await page.getByRole('link', { name: 'Test call' }).press('Enter')
      await page.getByLabel('Your phone number (required)').fill('+1 555 010 0124')
      await page.getByRole('button', { name: 'Call me now' }).press('Enter')
      await timeline.end()
      await expect(timeline.region.getByRole('list', { name: 'Outcomes' })).toContainText('Interested', LIVE)
      await expect(timeline.text('interested: true')).toBeVisible()
    })
  }

  test('says why a number does not ring, and a simulated test goes past an account that is refused', async ({
    page,
    tenant,
  }) => {
    test.slow()
    const timeline = new Timeline(page, 'retell', await connect(page, 'Retell', FAKE_RETELL_KEY))
    await giveRetell(page, tenant)
    await page.goto(`/agents/${tenant.agents.alwaysOn}/test`)
    const number = page.getByLabel('Your phone number (required)')

    const message = 'The destination is not in service.'
    await order({ kind: 'refuse', phoneNumber: '+15550100125', status: 422, message })
    await number.fill('+1 555 010 0125')
    await page.getByRole('button', { name: 'Call me now' }).press('Enter')
    await expect(timeline.text(/The destination is not in service/)).toBeVisible(LIVE)

    await order({ kind: 'refuse', phoneNumber: '+15550100126', status: 402, message: 'The balance is used up.' })
    await number.fill('+1 555 010 0126')
    await page.getByRole('button', { name: 'Call again' }).press('Enter')
    await expect(timeline.text(/^Waits: Retell cannot call\. .*The balance is used up/)).toBeVisible(LIVE)
    await expect(timeline.region.getByRole('link', { name: 'Open the dialer' })).toBeVisible()
    await expectAccessible(page)

    // The simulated dialer needs no account.
    await page.reload()
    await expect(page.getByText('Retell cannot call', { exact: true })).toBeVisible()
    await page.getByLabel('Call by').selectOption({ label: 'The simulated dialer, which calls nobody' })
    await number.fill('+1 555 123 0001')
    await page.getByRole('button', { name: 'Call me now' }).press('Enter')
    await expect(timeline.text('Asked the simulated dialer to call')).toBeVisible(LIVE)
    await expect(timeline.text('Goal completed')).toBeVisible(LIVE)
  })

  test.describe('with a key that is revoked', () => {
    // The provider refuses the check too.
    test.use({ expectedConsoleErrors: [/status of 400/] })

    test('is named on Home with the reason, and calls go on with another key', async ({ page, tenant, sql }) => {
      test.slow()
      const [before, after] = ['of_yesterday', 'of_today'].map((name) => `key_${name}_${tenant.organizationId}`)
      if (!before || !after) throw new Error('There are two keys.')
      await order({ kind: 'key', apiKey: before, isGood: true })
      const timeline = new Timeline(page, 'retell', await connect(page, 'Retell', before))
      await giveRetell(page, tenant)
      await order({ kind: 'key', apiKey: before, isGood: false })

      await page.goto(`/agents/${tenant.agents.alwaysOn}/test`)
      await page.getByLabel('Your phone number (required)').fill('+1 555 010 0127')
      await page.getByRole('button', { name: 'Call me now' }).press('Enter')
      await expect(timeline.text(/^Waits: Retell cannot call\. .*API key is missing or invalid/)).toBeVisible(LIVE)

      await page.goto('/')
      const attention = page.getByRole('region', { name: 'Needs attention' })
      await expect(attention.getByText('Retell cannot call anybody')).toBeVisible()
      await expect(attention).toContainText('Retell answered 401: API key is missing or invalid. 1 agent waits for it.')
      await expectAccessible(page)
      await attention.getByRole('link', { name: 'Open the dialer' }).press('Enter')

      const trouble = page.getByText(/^Nobody is called: Retell answered 401/)
      await page.getByRole('button', { name: 'Check again' }).press('Enter')
      await expect(page.getByText(/API key is missing or invalid/).nth(1)).toBeVisible()
      await expect(trouble).toBeVisible()
      await order({ kind: 'key', apiKey: after, isGood: true })
      await page.getByRole('button', { name: 'Replace credentials' }).first().press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Replace the credentials of Retell' })
      await dialog.getByLabel('API key').fill(after)
      await dialog.getByRole('button', { name: 'Replace credentials' }).press('Enter')
      await expect(trouble).toHaveCount(0)

      // Whoever waited is called, once.
      const [waiting] = await sql<{ id: string }>('SELECT id FROM sequences WHERE organization_id = $1', [
        tenant.organizationId,
      ])
      await page.goto(`/sequences/${toPublicId('sequence', waiting?.id ?? '')}`)
      await expect(page.getByText('Under way', { exact: true })).toBeVisible(LIVE)
      await page.goto('/')
      await expect(attention).toHaveCount(0)
    })
  })
})

/** Lets an agent call through the account at Retell whose page is open. */
async function giveRetell(page: Page, { actor, agents }: TestOrganization): Promise<void> {
  const dialerAccountId = page.url().split('/').at(-1) ?? ''
  const { version } = await getAgent(actor, agents.alwaysOn)
  const dialing = { dialerAccountId, remoteAgentId: 'agent_renewals', fromNumber: '+15559876543' }
  await updateAgent(actor, agents.alwaysOn, { version, ...dialing })
}

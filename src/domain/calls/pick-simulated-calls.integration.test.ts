import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loadPolicies } from '@/domain/decisions/load-policies'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { placeTestCall } from '@/domain/enrollment/place-test-call'
import { workDue } from '@/domain/events'
import { newId } from '@/domain/ids'
import type { Priority } from '@/domain/schedule/priority.rules'
import { activateBatch, createSequences } from '@/domain/sequences/create-sequences'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { nowMs } from '@/platform/clock'
import { db, type Tx, transaction } from '@/platform/db'
import { recordEvent } from '@/platform/outbox'
import { createTestOrganization, testAgents } from '@/testing/factories'
import { fillDue } from '@/testing/fill-due'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { pickSimulatedCalls } from './pick-simulated-calls'

const scenes = setUpScenes()
const { loop } = scenes

const TEST = { name: 'Tested', phoneNumber: '+15550100123', mode: 'simulated', idempotencyKey: 'test' } as const

/** Opens a scene in an organization of its own, whose accounts may be broken without harm to others. */
async function openAlone(lines = 5): Promise<Scene> {
  const { actor } = await createTestOrganization()
  return Scene.open(actor, scenes.dialer.url, { lines })
}

async function setAccount(scene: Scene, state: string, heldUntil: Date | null = null): Promise<void> {
  await db().execute`
    UPDATE dialer_accounts SET state = ${state}, held_until = ${heldUntil}
    WHERE id = (SELECT dialer_account_id FROM agents WHERE id = ${scene.agent}::uuid)`
}

/** Enrolls by a test key, as a customer's own tests do: its calls keep to the windows. */
async function enrollTests(scene: Scene, names: string, changes: object = {}): Promise<void> {
  const contacts = [...names].map((name) => ({ ...scene.contact(name), ...changes }))
  await enrollBatch({ ...scene.actor, test: true }, { agentId: scene.agentId, body: { contacts }, source: 'api' })
  await loop.run({ but: ['sequences/work.due'] })
}

function pick(scene: Scene, { lines = 5, callsMax = 100, callWindows = testAgents.alwaysOn.callWindows ?? {} } = {}) {
  return transaction((tx) => {
    const { organizationId } = scene.actor
    return pickSimulatedCalls(
      tx,
      { id: scene.agent, organizationId, lines, callWindows, policies: null },
      nowMs(),
      callsMax,
    )
  })
}

it.each([
  { is: 'failing', state: 'failing', heldUntil: null },
  { is: 'off', state: 'off', heldUntil: null },
  { is: 'held', state: 'connected', heldUntil: new Date('9000-01-01') },
])(
  'while its account is $is a simulated test goes ahead, and everybody else waits for the account',
  async (account) => {
    const scene = await openAlone()
    await setAccount(scene, account.state, account.heldUntil)
    await scene.enroll([scene.contact('Real')])
    await placeTestCall(scene.actor, scene.agentId, {
      ...TEST,
      name: 'Dialed',
      mode: 'dialed',
      idempotencyKey: 'dialed',
    })
    await placeTestCall(scene.actor, scene.agentId, TEST)
    await loop.run()
    expect(await scene.calls('Tested')).toMatchObject([{ status: 'settled', dialerAccountId: null }])
    expect(await scene.underWay()).toEqual([])

    await setAccount(scene, 'connected')
    await transaction((tx) => recordEvent(tx, workDue.of({ agentId: scene.agent })))
    await loop.run()
    expect((await scene.underWay()).sort()).toEqual(['Dialed', 'Real'])
  },
)

it('keeps to the lines, the pace and the windows as every call does', async () => {
  const scene = await openAlone()
  await enrollTests(scene, 'ABCD')
  expect(await pick(scene, { lines: 3 })).toMatchObject({ isPaced: false, isCut: false })
  expect((await pick(scene, { lines: 3 })).sequenceIds).toHaveLength(3)
  expect(await pick(scene, { callsMax: 2 })).toMatchObject({ isPaced: true })
  expect((await pick(scene, { callsMax: 2 })).sequenceIds).toHaveLength(2)
  expect((await pick(scene, { callsMax: 0 })).sequenceIds).toEqual([])
  // One minute a week, which is not now: at the latest in six days it would be.
  const closed = await pick(scene, { callWindows: { [dayAfter()]: [{ start: '00:00', end: '00:01' }] } })
  expect(closed.sequenceIds).toEqual([])
  expect(closed.postponed).toHaveLength(4)
})

it('leaves who is held or not due yet', async () => {
  const scene = await openAlone()
  await enrollTests(scene, 'ABC')
  await db().execute`
    UPDATE sequences SET held = true WHERE id IN (SELECT id FROM contacts WHERE name = 'A') AND agent_id = ${scene.agent}::uuid`
  await db().execute`
    UPDATE sequences SET due_at = now() + interval '1 hour'
    WHERE id IN (SELECT id FROM contacts WHERE name = 'B') AND agent_id = ${scene.agent}::uuid`
  expect((await pick(scene)).sequenceIds).toHaveLength(1)
  await db().execute`UPDATE sequences SET held = false WHERE agent_id = ${scene.agent}::uuid`
  expect((await pick(scene)).sequenceIds).toHaveLength(2)
})

type AnyContact = {
  chain: string
  /** When it is due, in seconds from now. */
  dueIn: number
  is: 'waiting' | 'held' | 'released'
  /** What the last call of it came to; null where there was none. */
  call: 'requested' | 'placed' | 'ended' | 'settled' | 'withdrawn' | null
  suppressed: boolean
}
type AnyBatch = {
  simulated: boolean
  chained: boolean
  bypass: boolean
  priority: Priority
  contacts: AnyContact[]
}
type Placed = { id: string; batch: AnyBatch; contact: AnyContact; chain: string | null }

const rarely = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 3, arbitrary: fc.constantFrom(...others) })

const anyContact: fc.Arbitrary<AnyContact> = fc.record({
  chain: fc.constantFrom('A', 'B'),
  dueIn: fc.constantFrom(-30, -20, -10, -10, 3_600),
  is: rarely<AnyContact['is']>('waiting', 'held', 'released'),
  call: rarely<AnyContact['call']>(null, 'requested', 'placed', 'ended', 'settled', 'withdrawn'),
  suppressed: rarely(false, true),
})
const anyBatch: fc.Arbitrary<AnyBatch> = fc.record({
  simulated: fc.constantFrom(true, true, true, false),
  chained: fc.boolean(),
  bypass: fc.boolean(),
  priority: fc.constantFrom('now', 'normal', 'low'),
  contacts: fc.array(anyContact, { minLength: 3, maxLength: 8 }),
})
const anyCase = fc.record({
  batches: fc.array(anyBatch, { minLength: 1, maxLength: 3 }),
  lines: fc.integer({ min: 1, max: 8 }),
  callsMax: fc.integer({ min: 0, max: 3 }),
  isOpen: fc.boolean(),
  isGuarded: fc.boolean(),
})

type AnyCase = typeof anyCase extends fc.Arbitrary<infer Value> ? Value : never

const isUnderWay = ({ call }: AnyContact) => call === 'requested' || call === 'placed' || call === 'ended'

/** Says what is to be picked, one contact after the other, as if there were no database. */
function expected(placed: readonly Placed[], { lines, callsMax, isOpen, isGuarded }: AnyCase) {
  const busy = placed.filter(({ contact }) => isUnderWay(contact))
  const takenChains = new Set(busy.map(({ chain }) => chain))
  const picked = { sequenceIds: [] as string[], postponed: [] as string[], refused: [] as string[], isPaced: false }
  const due = placed
    .filter(({ batch, contact }) => batch.simulated && contact.dueIn <= 0 && contact.is === 'waiting')
    .filter(({ contact, chain }) => !isUnderWay(contact) && (chain === null || !takenChains.has(chain)))
    .sort((a, b) => rank(a) - rank(b) || a.contact.dueIn - b.contact.dueIn || (a.id < b.id ? -1 : 1))
  for (const { id, batch, contact, chain } of due) {
    if (isGuarded && contact.suppressed) picked.refused.push(id)
    else if (!isOpen && !batch.bypass) picked.postponed.push(id)
    else if (busy.length + picked.sequenceIds.length < lines && (chain === null || !takenChains.has(chain))) {
      if (picked.sequenceIds.length >= callsMax) picked.isPaced = true
      else {
        picked.sequenceIds.push(id)
        takenChains.add(chain)
      }
    }
  }
  return picked
}

const rank = ({ batch }: Placed) => ['now', 'normal', 'low'].indexOf(batch.priority)

/** Enrolls the contacts of a case, and puts each into its state. Of a chain one call is under way at most. */
async function placeAll(scene: Scene, batches: readonly AnyBatch[]): Promise<Placed[]> {
  const placed: Placed[] = []
  for (const batch of batches) {
    const contacts = batch.contacts.map(({ chain }, at) => scene.contact(`${at}`, { account_id: chain }))
    const { chained, simulated, bypass: bypassAllowedCallWindow, priority } = batch
    const options = { bypassAllowedCallWindow, priority, ...(chained && { groupByField: 'account_id' }) }
    const actor = { ...scene.actor, test: simulated }
    const body = { contacts, ...options }
    const { batchId } = await enrollBatch(actor, { agentId: scene.agentId, body, source: 'api' })
    await createSequences({ batchId })
    await activateBatch({ batchId })
    const rows = await db().contact.findMany({ where: { batchId }, orderBy: { index: 'asc' } })
    for (const { id, index, chainId } of rows) {
      const contact = batch.contacts[index]
      if (!contact) continue
      const isTaken = chainId !== null && placed.some((one) => one.chain === chainId && isUnderWay(one.contact))
      placed.push({ id, batch, chain: chainId, contact: isTaken ? { ...contact, call: null } : contact })
    }
    const numbers = rows.flatMap(({ phoneNumber, index }) => (batch.contacts[index]?.suppressed ? phoneNumber : []))
    if (numbers.length > 0) await suppressNumbers(scene.actor, { numbers })
  }
  const states = placed.map(({ id, contact: { dueIn, is, call } }) => ({ id, dueIn, is, call, callId: newId() }))
  await db().execute`
    UPDATE sequences SET status = 'scheduled', step_type = 'CALL', held = state.is = 'held',
      credit_state = CASE WHEN state.is = 'released' THEN 'released' ELSE 'reserved' END,
      due_at = date_trunc('minute', now()) - interval '1 minute' + make_interval(secs => state."dueIn")
    FROM json_to_recordset(${JSON.stringify(states)}::json) AS state(id uuid, "is" text, "dueIn" float8)
    WHERE sequences.id = state.id`
  await db().execute`
    INSERT INTO calls (id, organization_id, agent_id, batch_id, sequence_id, chain_id, step_index, status, result_type)
    SELECT state."callId", organization_id, agent_id, batch_id, sequences.id, chain_id, 0, state.call,
      CASE WHEN state.call IN ('ended', 'settled') THEN 'Busy' END
    FROM json_to_recordset(${JSON.stringify(states)}::json) AS state(id uuid, call text, "callId" uuid)
    JOIN sequences ON sequences.id = state.id WHERE state.call IS NOT NULL`
  return placed
}

it('picks what a list of all contacts would say, with chains, lists, windows and calls under way', async () => {
  const { actor } = await createTestOrganization()
  // Never now: one minute a week, two days ahead.
  const closed = { [dayAfter()]: [{ start: '00:00', end: '00:01' }] }
  let met = { called: 0, chains: 0, postponed: 0, refused: 0, paced: 0 }
  await fc.assert(
    fc.asyncProperty(anyCase, async (any) => {
      const callWindows = any.isOpen ? (testAgents.alwaysOn.callWindows ?? {}) : closed
      const scene = await Scene.open(actor, scenes.dialer.url, { lines: any.lines, callWindows })
      const placed = await placeAll(scene, any.batches)
      const found = await transaction(async (tx) => {
        const policies = any.isGuarded ? ((await loadPolicies(tx, [scene.agent])).get(scene.agent) ?? null) : null
        const agent = { id: scene.agent, organizationId: actor.organizationId, lines: any.lines, callWindows, policies }
        return pickSimulatedCalls(tx, agent, nowMs(), any.callsMax)
      })
      const picked = expected(placed, any)
      expect({
        sequenceIds: found.sequenceIds,
        postponed: found.postponed.map(({ id }) => id),
        refused: found.refused.map(({ id }) => id),
        isPaced: found.isPaced,
      }).toEqual(picked)
      expect(found).toMatchObject({ isCut: false, lastShares: [] })
      const chains = placed.filter(({ id, chain }) => chain !== null && picked.sequenceIds.includes(id))
      met = {
        called: met.called + picked.sequenceIds.length,
        chains: met.chains + chains.length,
        postponed: met.postponed + picked.postponed.length,
        refused: met.refused + picked.refused.length,
        paced: met.paced + Number(picked.isPaced),
      }
    }),
    { seed: 20_261_130, numRuns: 40, interruptAfterTimeLimit: 60_000 },
  )
  // None of it was met by nobody.
  expect(Object.entries(met).filter(([, times]) => times < 3)).toEqual([])
}, 120_000)

it('reads few rows when 20,000 real calls wait for the account', async () => {
  const scene = await openAlone()
  await fillDue(scene, { batches: 2, calls: 10_000 })
  await enrollTests(scene, 'A')
  await transaction(async (tx) => {
    const before = await countRowsRead(tx)
    const { organizationId } = scene.actor
    const callWindows = testAgents.alwaysOn.callWindows ?? {}
    const agent = { id: scene.agent, organizationId, lines: 10, callWindows, policies: null }
    expect((await pickSimulatedCalls(tx, agent, nowMs(), 100)).sequenceIds).toHaveLength(1)
    expect((await countRowsRead(tx)) - before).toBeLessThan(100)
  })
})

/** Returns how many rows this session has read since it last told the server. */
async function countRowsRead(tx: Tx): Promise<number> {
  const [row] = await tx.rows<{ read: number }>`
    SELECT sum(seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_xact_user_tables
    WHERE relname IN ('sequences', 'contacts', 'calls', 'batches')`
  return row?.read ?? Number.NaN
}

/** The weekday two days from now, which it is nowhere on earth. */
function dayAfter(): string {
  const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  return days[(new Date().getUTCDay() + 2) % 7] ?? ''
}

import type { Actor } from '@/domain/actor'
import { createAgent } from '@/domain/agents/create-agent'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import { recordCallResult } from '@/domain/calls/record-call-result'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { workDue } from '@/domain/events'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { type CallResultInput, callResultSchema } from '@/domain/results/call-result.schema'
import { db, transaction } from '@/platform/db'
import { recordEvent } from '@/platform/outbox'
import { testAgents } from './factories'

export type ResultType = CallResultInput['resultType']

type Contact = Record<string, unknown>

let numbers = 0

/**
 * An agent with the test dialer, and the contacts that are enrolled with it. Contacts are told apart by their names.
 */
export class Scene {
  readonly actor: Actor
  /** The agent's public id. `agent` is its UUID. */
  readonly agentId: string
  readonly agent: string

  private constructor(actor: Actor, agentId: string) {
    this.actor = actor
    this.agentId = agentId
    this.agent = parsePublicId('agent', agentId) ?? ''
  }

  /** Creates an agent that is always on and has one CALL step and one line. `agent` changes these. */
  static async open(actor: Actor, dialerUrl: string, agent: Partial<CreateAgentInput> = {}): Promise<Scene> {
    const input = { ...testAgents.alwaysOn, dialer: 'webhook' as const, dialerUrl, lines: 1, ...agent }
    const { agentId } = await createAgent(actor, input)
    return new Scene(actor, agentId)
  }

  /**
   * Enrolls contacts by letters: `ABC` is three contacts in one chain, `AB C` are two chains, and `-A` is a contact
   * without a chain.
   *
   * @returns batch id
   */
  async enrollChains(names: string, changes: Contact = {}, options: Record<string, unknown> = {}): Promise<string> {
    const contacts = names
      .split(' ')
      .flatMap((chain) => [...chain].map((name) => this.contact(name, { account_id: chain.charAt(0), ...changes })))
    return this.enroll(contacts, { groupByField: 'account_id', ...options })
  }

  /** @returns batch id */
  async enroll(contacts: Contact[], options: Record<string, unknown> = {}): Promise<string> {
    const body = { contacts, ...options }
    return (await enrollBatch(this.actor, { agentId: this.agentId, body, source: 'api' })).batchId
  }

  /**
   * Enrolls one contact, who joins the chain of this group value.
   *
   * @returns public id of the sequence
   */
  async enrollSingle(name: string, chain: string, changes: Contact = {}): Promise<string> {
    const body = { ...this.contact(name, { account_id: chain, ...changes }), groupByField: 'account_id' }
    return (await enrollSingle(this.actor, { agentId: this.agentId, body, source: 'api' })).sequenceId
  }

  contact(name: string, changes: Contact = {}): Contact {
    const phoneNumber = `+1555${String(++numbers).padStart(7, '0')}`
    return { name, phoneNumber, toEmailAddress: `${numbers}@test.example`, ...changes }
  }

  /** Returns each contact's status by name: `{ A: 'done', B: 'waiting' }`. */
  async statuses(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.sequences()).map(({ name, status }) => [name, status]))
  }

  /** Returns each contact's credit state by name. */
  async credits(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.sequences()).map(({ name, creditState }) => [name, creditState]))
  }

  async sequence(name: string) {
    const found = (await this.sequences()).find((sequence) => sequence.name === name)
    if (!found) throw new Error(`There is no sequence of ${name}.`)
    return found
  }

  /** Returns the public id of the contact's sequence. */
  async sequenceId(name: string): Promise<string> {
    const [row] = await db().rows<{ id: string }>`
      SELECT contacts.id FROM contacts JOIN batches ON batches.id = contacts.batch_id
      WHERE batches.agent_id = ${this.agent}::uuid AND contacts.name = ${name}`
    if (!row) throw new Error(`There is no contact ${name}.`)
    return toPublicId('sequence', row.id)
  }

  async sequences() {
    const rows = await db().sequence.findMany({
      where: { agentId: this.agent },
      include: { contact: { select: { name: true } } },
      orderBy: [{ batchId: 'asc' }, { index: 'asc' }],
    })
    return rows.map(({ contact, ...row }) => ({ ...row, name: contact.name }))
  }

  /** Returns the contact's calls that were not withdrawn, in order. */
  async calls(name: string) {
    return db().call.findMany({
      where: { agentId: this.agent, status: { not: 'withdrawn' }, sequence: { contact: { name } } },
      orderBy: { requestedAt: 'asc' },
    })
  }

  /** Returns the names of the contacts whose call is under way. */
  async underWay(): Promise<string[]> {
    const rows = await db().call.findMany({
      where: { agentId: this.agent, status: { in: ['requested', 'placed', 'ended'] } },
      include: { sequence: { select: { contact: { select: { name: true } } } } },
      orderBy: { requestedAt: 'asc' },
    })
    return rows.map(({ sequence }) => sequence.contact.name)
  }

  /** Reports the result of a contact's call as the dialer would: of the last call, or of the call at index `at`. */
  async report(
    name: string,
    resultType: ResultType,
    { at = -1, ...changes }: Partial<CallResultInput> & { at?: number } = {},
  ): Promise<{ duplicate: boolean }> {
    const call = (await this.calls(name)).at(at)
    if (!call) throw new Error(`${name} has no call.`)
    return this.reportCall(call.id, resultType, changes)
  }

  /** Reports the result of any call, by its UUID. */
  reportCall(callId: string, resultType: ResultType, changes: Partial<CallResultInput> = {}) {
    return recordCallResult(callId, testResult(resultType, changes))
  }

  /** Moves all planned steps into the past, so that all are due, in the order in which they were planned. */
  async makeDue(): Promise<void> {
    await db().execute`
      UPDATE sequences SET due_at = sequences.due_at - shift.by
      FROM (SELECT max(due_at) - now() + interval '1 second' AS by FROM sequences WHERE agent_id = ${this.agent}::uuid) shift
      WHERE agent_id = ${this.agent}::uuid AND due_at IS NOT NULL AND shift.by > interval '0'`
    await transaction((tx) => recordEvent(tx, workDue.of({ agentId: this.agent })))
  }

  /** Makes the calls under way older by so many seconds. */
  async ageCalls(seconds: number): Promise<void> {
    await db().execute`
      UPDATE calls SET requested_at = requested_at - make_interval(secs => ${seconds}),
        attempted_at = attempted_at - make_interval(secs => ${seconds}),
        placed_at = placed_at - make_interval(secs => ${seconds})
      WHERE agent_id = ${this.agent}::uuid AND status IN ('requested', 'placed', 'ended')`
  }

  /** Changes the agent's row directly in the database, without the use case. */
  async changeAgent(data: { status?: string; lines?: number; callWindows?: object }): Promise<void> {
    await db().agent.update({ where: { id: this.agent }, data })
  }
}

/** Returns a call result as the schema parses it. */
export function testResult(resultType: ResultType, changes: Partial<CallResultInput> = {}) {
  return callResultSchema.parse({ resultType, duration: 12, endedAt: new Date().toISOString(), ...changes })
}

import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import type { BatchSource } from '@/domain/batches/batch.schema'
import type { ContactValues } from '@/domain/contacts/contact-fields.rules'
import { echoPhoneNumber } from '@/domain/contacts/judge-contact.rules'
import { hasOwnTimezone } from '@/domain/contacts/read-contact.rules'
import type { ValidatedContacts } from '@/domain/contacts/validate-contacts.rules'
import { reservation } from '@/domain/credits/reserve-credits'
import { newId, newIds } from '@/domain/ids'
import { insertionOfNew, type Opening } from '@/domain/sequences/create-sequences'
import { storableContact } from '@/domain/text/sanitize.rules'
import { alone, Prisma, type Tx } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { recording } from '@/platform/outbox'
import { currentRequestId } from '@/platform/request-context'
import { refuseAgent } from './assert-agent-active'
import type { EnrollmentOptions } from './enrollment.schema'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

type BatchRows = {
  batchId: string
  agent: AgentForEnrollment
  name?: string | undefined
  metadata?: Readonly<Record<string, string>> | undefined
  options: EnrollmentOptions
  source: BatchSource
  total: number
  validated: ValidatedContacts
  /** The parsed body: rejected contacts are stored as they were sent. */
  body: unknown
  /** What all batches of an import have in common. */
  importId?: string | undefined
  /** The contacts whom those of the body call again, at the same places. */
  againOf?: readonly string[] | undefined
  /** Whether the time zones of the contacts are their own, where that cannot be seen from the body. */
  ownTimezones?: readonly boolean[] | undefined
  /** The open chain that a single enrollment joins, and its place there. Without it, the batch opens its chains. */
  joins?: { chainId: string; position: number } | undefined
}

/**
 * Writes the batch, its chains, contacts and rejections in ONE statement: rows travel as JSON and are spread out by the
 * server. A thousand rows cost one round trip, where row-by-row inserts through the ORM took 300 ms.
 *
 * The statement holds the agent against being archived, as `archiveAgent` holds it against enrollments: either the batch
 * is there when it looks for open work, or the agent is archived when the batch is to be written, and nothing is. The
 * lock is the one that the foreign key of the batch takes anyway; enrollments do not wait for each other.
 *
 * @returns ids of the accepted contacts, in their order; they become the ids of their sequences
 * @throws AGENT_MISCONFIGURED for an agent that is not active any more
 */
export async function insertBatch(tx: Tx, actor: Actor, rows: BatchRows): Promise<string[]> {
  const { batchId, agent, name, options, validated } = rows
  const sent = toSent(rows)
  const inserted = await tx.execute`/* prepared */
    WITH agent AS (${heldAgent(actor, agent)}), batch AS (${batchOf(actor, rows, sent)} RETURNING *)
    ${openChains(actor, rows, sent)}
    ${turnAway(actor, sent)}
    ${contactsOf(actor, sent)}`
  if (inserted === 0) await refuseAgent(tx, actor, agent)
  // A file tells it once, when it starts, and not for each of its batches.
  // A test tells it as a test.
  if (options.bypassAllowedCallWindow && rows.importId === undefined && agent.test === null) {
    const object = { kind: 'batch', id: batchId, ...(name === undefined ? {} : { name }) } as const
    const details = { contacts: validated.accepted.length }
    await appendAuditEntry(tx, actor, { action: 'batch.windows_bypassed', object, details })
  }
  return sent.ids
}

type StartedRows = BatchRows & { openings: readonly Opening[]; required: number; events: readonly DomainEvent[] }

/**
 * Writes a batch that is started with it, its sequences, its events and the reservation of its credits, in one statement
 * that is a transaction of its own: without a BEGIN and a COMMIT, whoever enrolls one contact waits for half as many ways
 * to the server. The agent is held first and the credits come next, since nothing may be written without either.
 *
 * It is for contacts that are all accepted and in no chain.
 *
 * @returns ids of the contacts; null when nothing was written, since the agent is not active any more, or the month has
 * too few credits or is not opened yet
 */
export async function insertStarted(actor: Actor, rows: StartedRows): Promise<string[] | null> {
  const { batchId, agent, openings, required, events } = rows
  const sent = toSent(rows)
  const wanted = { batchId, agentId: agent.id, required }
  const [done] = await alone(
    (on) => on.rows<{ isWritten: boolean }>`/* prepared */
      WITH ${reservation(actor, wanted, Prisma.sql`AND EXISTS (${heldAgent(actor, agent)})`)},
      agent AS (SELECT agent_id AS id FROM booked),
      batch AS (${batchOf(actor, rows, sent, true)} RETURNING *),
      contact AS (${contactsOf(actor, sent)} RETURNING *),
      created AS (${insertionOfNew(openings)}),
      recorded AS (${recording(events)} WHERE EXISTS (SELECT FROM batch))
      SELECT EXISTS (SELECT FROM batch) AS "isWritten"`,
  )
  return done?.isWritten ? sent.ids : null
}

/** The rows of a request as they travel to the server. */
type SentRows = ReturnType<typeof toSent>

function toSent({ validated, body, joins, ownTimezones, againOf }: BatchRows) {
  const chainIds = new Map(validated.chains.map((chain) => [chain.value, joins?.chainId ?? newId()]))
  const chains = joins ? [] : [...chainIds].map(([value, id]) => ({ id, value }))
  const ids = newIds(validated.accepted.length)
  const sent = (body as { contacts: unknown[] }).contacts
  // Moments travel as seconds: Next wraps the constructor of `Date`, and a thousand of them show in the request. What is
  // absent is left out of the JSON, and comes out of it as NULL; so is the timezone of the first, which most share: the
  // way to the server takes as long as a third of the insert.
  const usualTimezone = validated.accepted[0]?.timezone ?? ''
  const contacts = validated.accepted.map(({ index, chain, ...values }, at) => ({
    id: ids[at] as string,
    i: index,
    ...storedValues(values, usualTimezone),
    w: writtenNumber(sent[index], values.phoneNumber),
    z: (ownTimezones?.[index] ?? hasOwnTimezone(sent[index])) || undefined,
    c: chain ? chainIds.get(chain.value) : undefined,
    a: againOf?.[index],
    o: chain ? (joins?.position ?? chain.position) : undefined,
  }))
  const rejections = validated.rejected.map((rejection) => ({
    i: rejection.index,
    p: rejection.phoneNumber,
    d: rejection.externalId,
    c: rejection.code,
    m: rejection.error,
    f: rejection.errors,
    s: storableContact(sent[rejection.index]),
  }))
  return { ids, usualTimezone, contacts, chains, rejections }
}

function heldAgent({ organizationId }: Actor, { id }: AgentForEnrollment): Prisma.Sql {
  return Prisma.sql`
    SELECT id FROM agents
    WHERE id = ${id}::uuid AND organization_id = ${organizationId} AND status = 'active' FOR KEY SHARE`
}

/** The row of the batch, where there is the row `agent`; `active` when its sequences are made by the same statement. */
function batchOf(actor: Actor, rows: BatchRows, sent: SentRows, isStarted = false): Prisma.Sql {
  const { batchId, agent, name, metadata = {}, options, source, total } = rows
  const { contacts, rejections, chains } = sent
  const { steps, outcomes, creditsPerContact } = agent.rules
  return Prisma.sql`
    INSERT INTO batches (id, organization_id, agent_id, status, activated_at, source, created_by, name, metadata, total,
      accepted, rejected, chains, steps, outcomes, credits_per_contact, chain_advance, test, simulated, options, share_id,
      credit_month, request_id)
    SELECT ${batchId}::uuid, ${actor.organizationId}, id, CASE WHEN ${isStarted} THEN 'active' ELSE 'accepted' END,
      CASE WHEN ${isStarted} THEN now() END, ${source}, ${actor.label},
      ${name ?? null}, ${JSON.stringify(metadata)}::jsonb, ${total}, ${contacts.length}, ${rejections.length}, ${chains.length},
      ${JSON.stringify(steps)}::jsonb, ${JSON.stringify(outcomes)}::jsonb, ${creditsPerContact}, ${agent.chainAdvance},
      ${agent.test !== null}, ${agent.test === 'simulated'},
      ${JSON.stringify(options)}::jsonb, ${shareOf(rows)}::uuid, credit_month(), ${currentRequestId() ?? null}
    FROM agent`
}

// What there is none of is left out of the statement, which would do nothing with it.
function openChains({ organizationId }: Actor, { options }: BatchRows, { chains }: SentRows): Prisma.Sql {
  if (chains.length === 0) return Prisma.empty
  return Prisma.sql`, opened AS (
    INSERT INTO chains (id, organization_id, agent_id, batch_id, variable, value)
    SELECT chain.id, ${organizationId}, batch.agent_id, batch.id, ${options.groupByField ?? ''}, value
    FROM batch, json_to_recordset(${JSON.stringify(chains)}::json) AS chain(id uuid, value text))`
}

function turnAway({ organizationId }: Actor, { rejections }: SentRows): Prisma.Sql {
  if (rejections.length === 0) return Prisma.empty
  // A contact that was sent as null comes out of the recordset as no value at all, hence the coalesce.
  return Prisma.sql`, turned_away AS (
    INSERT INTO rejections (batch_id, index, organization_id, phone_number, external_id, code, error, errors, contact)
    SELECT batch.id, i, ${organizationId}, p, d, c, m, f, coalesce(s, 'null')
    FROM batch, json_to_recordset(${JSON.stringify(rejections)}::json)
      AS rejection(i int, p text, d text, c text, m text, f jsonb, s json))`
}

function contactsOf({ organizationId }: Actor, { contacts, usualTimezone }: SentRows): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO contacts (id, batch_id, organization_id, index, name, phone_number, phone_number_ext, phone_number_written,
      timezone, timezone_sent, scheduled_at, scheduled_at_given, to_email_address, external_id, variables, chain_id,
      chain_position, again_of)
    SELECT contact.id, batch.id, ${organizationId}, i, n, p, x, w, coalesce(t, ${usualTimezone}), coalesce(z, false), to_timestamp(s),
      coalesce(g, true), e, d, v, c, o, a
    FROM batch, json_to_recordset(${JSON.stringify(contacts)}::json)
      AS contact(id uuid, i int, n text, p text, x text, w text, t text, z boolean, s float8, g boolean, e text, d text, v jsonb,
        c uuid, o int, a uuid)`
}

/**
 * Returns what the batch shares the agent's lines as. The lines of an agent go from share to share, so all batches of a
 * file are one, and a request of a thousand is as much as a file. So are all contacts that come one by one: they would
 * else be as many shares as they are, and leave nothing to a file.
 */
function shareOf({ batchId, agent, validated, importId }: BatchRows): string {
  return importId ?? (validated.accepted.length === 1 ? agent.id : batchId)
}

/**
 * Returns the values of a contact under the short names of the statement. A field that is forgotten here does not
 * compile.
 */
function storedValues(values: ContactValues, usualTimezone: string) {
  const { name, phoneNumber, phoneNumberExt, timezone, scheduledAtMs, scheduledAtGiven, ...others } = values
  // A consent is kept beside the contact (`keepConsents`).
  const { toEmailAddress, externalId, variables, consent: _, ...forgotten } = others
  forgotten satisfies Record<string, never>
  return {
    n: name,
    p: phoneNumber,
    x: phoneNumberExt ?? undefined,
    t: timezone === usualTimezone ? undefined : timezone,
    s: scheduledAtMs / 1_000,
    g: scheduledAtGiven ? undefined : false,
    e: toEmailAddress ?? undefined,
    d: externalId ?? undefined,
    v: variables,
  }
}

/**
 * Returns the number as it was sent, by which an operator finds the contact in the list; undefined when that is the
 * E.164.
 */
function writtenNumber(contact: unknown, e164: string): string | undefined {
  const written = echoPhoneNumber(contact)
  return written === e164 ? undefined : written
}

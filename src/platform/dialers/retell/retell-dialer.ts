import { createHmac } from 'node:crypto'
import { nowMs } from '@/platform/clock'
import type {
  CredentialField,
  FoundCall,
  RemoteAccount,
  RemoteCallState,
  RemoteDialer,
} from '@/platform/dialers/remote-dialer'
import {
  askRemote,
  parseJson,
  type RemoteProvider,
  type RemoteRequest,
  readAnswer,
} from '@/platform/dialers/remote-request'
import { isSameSecret } from '@/platform/signatures'
import {
  type RetellCredentials,
  retellAgentsSchema,
  retellCallSchema,
  retellCallsSchema,
  retellConcurrencySchema,
  retellCredentialsSchema,
  retellEventSchema,
  retellNumbersSchema,
  retellPlacedSchema,
} from './retell.schema'
import { isRetellCallOver, judgeRetellRefusal, retellResult } from './retell-results.rules'

type Account = RemoteAccount<RetellCredentials>

const RETELL: RemoteProvider = { kind: 'retell', label: 'Retell', baseUrl: 'https://api.retellai.com' }

/** The key of Retell's `metadata` that holds our call id. */
const CALL_ID_KEY = 'rollcall_call_id'

const PAGE_LENGTH = 100
/** As many pages of agents and of numbers are listed: who has more types the id in. */
const PAGES_MAX = 10

/** How old a signature may be, as in Retell's SDK. */
const SIGNATURE_AGE_MS_MAX = 5 * 60_000

const fields: readonly CredentialField[] = [
  {
    name: 'apiKey',
    label: 'API key',
    hint: 'Retell dashboard, Settings, API keys. Take the one with the webhook badge: Retell signs its events with it.',
    secret: true,
    optional: false,
  },
]

/**
 * Retell (api.retellai.com). Creating a call has no idempotency key; whose call it is stands in its metadata, which the
 * list of calls is filtered by.
 */
export const retellDialer: RemoteDialer<RetellCredentials> = {
  label: RETELL.label,
  credentials: retellCredentialsSchema,
  fields,
  dialsExtensions: false,
  dialsLast: false,

  async place(call, account) {
    const answer = await ask(account, {
      places: true,
      method: 'POST',
      path: '/v2/create-phone-call',
      json: {
        from_number: call.fromPhoneNumber,
        to_number: call.phoneNumber,
        override_agent_id: call.remoteAgentId,
        retell_llm_dynamic_variables: { ...call.customInputVariables, name: call.name, timezone: call.timezone },
        metadata: { [CALL_ID_KEY]: call.callId },
      },
      judge: ({ status, text }) => judgeRetellRefusal(status, text),
    })
    return { providerCallId: readAnswer(retellPlacedSchema, answer, RETELL).call_id }
  },

  async find({ callId }, account): Promise<FoundCall> {
    const answer = await ask(account, {
      method: 'POST',
      path: '/v3/list-calls',
      // No bound in time: a call that was not connected has no start, and a filter by it would hide the call.
      json: {
        filter_criteria: { metadata: [{ type: 'string', op: 'eq', key: CALL_ID_KEY, value: callId }] },
        limit: PAGE_LENGTH,
      },
    })
    const { items } = readAnswer(retellCallsSchema, answer, RETELL)
    // Looked at once more, should the filter be ignored one day: somebody else's call must not pass for this one.
    const found = items.find(({ metadata }) => metadata?.[CALL_ID_KEY] === callId)
    if (found) return { is: 'placed', providerCallId: found.call_id }
    return items.length === 0 ? { is: 'absent' } : { is: 'unknown' }
  },

  async fetch({ providerCallId }, account): Promise<RemoteCallState> {
    // 422 is what Retell says of a call that is not there.
    const path = `/v2/get-call/${encodeURIComponent(providerCallId)}`
    const answer = await ask(account, { method: 'GET', path, answers: [404, 422] })
    if (answer.status === 404 || answer.status === 422) return { is: 'absent' }
    const call = readAnswer(retellCallSchema, answer, RETELL)
    const atMs = nowMs()
    if (!isRetellCallOver(call, atMs)) return { is: 'under way' }
    return { is: 'ended', result: retellResult(call, answer.json, atMs) }
  },

  readEvent({ headers, body }, { credentials }) {
    const event = retellEventSchema.safeParse(parseJson(body))
    if (!event.success) return null
    const { call_id: providerCallId, metadata } = event.data.call
    const callId = metadata?.[CALL_ID_KEY]
    return {
      providerCallId,
      callId: typeof callId === 'string' ? callId : null,
      isSigned: isSignedByRetell(headers.get('x-retell-signature') ?? '', body, credentials.apiKey, nowMs()),
    }
  },

  async check(account) {
    const [concurrency, agents, numbers] = await Promise.all([
      ask(account, { method: 'GET', path: '/get-concurrency' }),
      listAgents(account),
      listNumbers(account),
    ])
    const { concurrency_limit: limit, reserved_inbound_concurrency: reserved } = readAnswer(
      retellConcurrencySchema,
      concurrency,
      RETELL,
    )
    const linesMax = limit == null ? null : Math.max(limit - (reserved ?? 0), 1)
    return {
      // Retell tells nobody the name of a workspace.
      connectedAs: linesMax === null ? 'a Retell workspace' : `a Retell workspace (calls at once: ${linesMax})`,
      agents,
      numbers,
      linesMax,
    }
  },

  async stop({ providerCallId }, account) {
    const path = `/v2/stop-call/${encodeURIComponent(providerCallId)}`
    await ask(account, { method: 'POST', path, answers: [404, 422] })
  },
}

/** Tells whether Retell has signed this body with the key, within five minutes of now: `v=<ms>,d=<hex>`. */
function isSignedByRetell(header: string, body: string, apiKey: string, atMs: number): boolean {
  const [, signedAt, digest] = /^v=(\d{1,16}),d=([0-9a-f]{64})$/i.exec(header) ?? []
  if (!signedAt || !digest || Math.abs(atMs - Number(signedAt)) > SIGNATURE_AGE_MS_MAX) return false
  const right = createHmac('sha256', apiKey).update(`${body}${signedAt}`).digest('hex')
  return isSameSecret(digest.toLowerCase(), right)
}

async function listAgents(account: Account) {
  const agents = new Map<string, { id: string; name: string }>()
  let key: string | undefined
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await ask(account, {
      method: 'POST',
      path: `/v2/list-agents?${pageQuery(key)}`,
      json: { filter_criteria: { channel: { type: 'string', op: 'eq', value: 'voice' } } },
    })
    const { items, has_more: hasMore, pagination_key: next } = readAnswer(retellAgentsSchema, answer, RETELL)
    for (const { agent_id: id, agent_name: name } of items) agents.set(id, { id, name: name || id })
    if (!hasMore || !next) break
    key = next
  }
  return [...agents.values()]
}

async function listNumbers(account: Account) {
  const numbers: { id: string; name: string; phoneNumber: string }[] = []
  let key: string | undefined
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await ask(account, { method: 'GET', path: `/v2/list-phone-numbers?${pageQuery(key)}` })
    const { items, has_more: hasMore, pagination_key: next } = readAnswer(retellNumbersSchema, answer, RETELL)
    for (const { phone_number: phoneNumber, nickname } of items) {
      numbers.push({ id: phoneNumber, name: nickname || phoneNumber, phoneNumber })
    }
    if (!hasMore || !next) break
    key = next
  }
  return numbers
}

function pageQuery(key: string | undefined): string {
  return `${new URLSearchParams({ limit: String(PAGE_LENGTH), ...(key && { pagination_key: key }) })}`
}

function ask(
  { credentials: { apiKey } }: Account,
  request: Pick<RemoteRequest, 'method' | 'path' | 'json' | 'answers' | 'judge'> & { places?: boolean },
) {
  return askRemote({
    places: false,
    ...request,
    provider: RETELL,
    headers: { authorization: `Bearer ${apiKey}` },
    secrets: [apiKey],
  })
}

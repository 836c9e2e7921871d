import { nowMs } from '@/platform/clock'
import {
  type CredentialField,
  type FoundCall,
  type RemoteAccount,
  type RemoteCallRequest,
  type RemoteCallState,
  type RemoteDialer,
  RemoteDialerError,
} from '@/platform/dialers/remote-dialer'
import {
  askRemote,
  beforehand,
  parseJson,
  REMOTE_TIMEOUT_MS,
  type RemoteProvider,
  type RemoteRequest,
  readAnswer,
} from '@/platform/dialers/remote-request'
import {
  type DograhCredentials,
  dograhCredentialsSchema,
  dograhEventSchema,
  dograhNumbersSchema,
  dograhPlacedSchema,
  dograhRunSchema,
  dograhRunsSchema,
  dograhTelephonySchema,
  dograhWorkflowsSchema,
} from './dograh.schema'
import {
  dograhAnalysis,
  dograhEnd,
  dograhSeconds,
  dograhStartMs,
  dograhTranscript,
  isDograhOptOut,
  isDograhRunOver,
} from './dograh-results.rules'

type Account = RemoteAccount<DograhCredentials>

const LABEL = 'Dograh'

/** The variable of the run's `initial_context` that holds our call id. */
const CALL_ID_FIELD = 'rollcall_call_id'

const RUNS_PER_PAGE = 100
const PAGES_MAX = 10

/** Dograh's clock and ours may differ by as much. */
const CLOCKS_APART_MS = 5 * 60_000

/** How many telephony configurations are asked for their numbers. */
const CONFIGURATIONS_MAX = 20

const fields: readonly CredentialField[] = [
  {
    name: 'url',
    label: 'Address of Dograh',
    hint: 'https://app.dograh.com, or the public address of your own server, without “/api”.',
    secret: false,
    optional: false,
  },
  {
    name: 'apiKey',
    label: 'API key',
    hint: 'Dograh, Settings, API keys. It is shown once, when it is made.',
    secret: true,
    optional: false,
  },
]

/**
 * Dograh, at dograh.com or on a server of the customer's own. A call is a run of a workflow. The remote agent is the
 * workflow's Agent UUID and not the UUID of an API trigger in it, since runs are looked up by their workflow. Our id of a
 * call is `<workflow id>/<run id>` there.
 */
export const dograhDialer: RemoteDialer<DograhCredentials> = {
  label: LABEL,
  credentials: dograhCredentialsSchema,
  fields,
  dialsExtensions: false,
  dialsLast: false,

  async place(call, account) {
    const untilMs = nowMs() + REMOTE_TIMEOUT_MS
    // First, because without the workflow's own id nothing could be found out about the call later.
    const workflowId = await beforehand(() => findWorkflowId(call.remoteAgentId, account))
    const answer = await ask(account, {
      places: true,
      method: 'POST',
      path: `/api/v1/public/agent/workflow/${encodeURIComponent(call.remoteAgentId)}`,
      json: toRun(call),
      timeoutMs: Math.max(untilMs - nowMs(), 1),
      judge: ({ status, text }) => {
        // Its run exists already, and the telephony behind it may have called before it broke.
        if (/failed to initiate call/i.test(text)) return 'unclear'
        // The workflow belongs to nobody any more; it was not run.
        return status === 409 ? 'account' : null
      },
    })
    return {
      providerCallId: `${workflowId}/${readAnswer(dograhPlacedSchema, answer, providerOf(account)).workflow_run_id}`,
    }
  },

  async find(call, account): Promise<FoundCall> {
    const workflowId = await findWorkflowId(call.remoteAgentId, account)
    const sinceMs = call.firstAskedAt.getTime() - CLOCKS_APART_MS
    for (let page = 1; page <= PAGES_MAX; page++) {
      const query = new URLSearchParams({ page: String(page), limit: String(RUNS_PER_PAGE) })
      const answer = await ask(account, { method: 'GET', path: `/api/v1/workflow/${workflowId}/runs?${query}` })
      const { runs, total_pages: pages } = readAnswer(dograhRunsSchema, answer, providerOf(account))
      const found = runs.find(({ initial_context: context }) => context?.[CALL_ID_FIELD] === call.callId)
      if (found) return { is: 'placed', providerCallId: `${workflowId}/${found.id}` }
      if (page >= pages || runs.some((run) => dograhStartMs(run, Number.POSITIVE_INFINITY) < sinceMs)) {
        return { is: 'absent' }
      }
    }
    return { is: 'unknown' }
  },

  async fetch({ providerCallId }, account): Promise<RemoteCallState> {
    const [, workflowId, runId] = /^(\d+)\/(\d+)$/.exec(providerCallId) ?? []
    if (!workflowId || !runId) return { is: 'absent' }
    const path = `/api/v1/workflow/${workflowId}/runs/${runId}`
    const answer = await ask(account, { method: 'GET', path, answers: [404] })
    if (answer.status === 404) return { is: 'absent' }
    const run = readAnswer(dograhRunSchema, answer, providerOf(account))
    const atMs = nowMs()
    if (!isDograhRunOver(run, atMs)) return { is: 'under way' }
    const duration = dograhSeconds(run)
    return {
      is: 'ended',
      result: {
        ...dograhEnd(run),
        duration,
        // A run has no time of its end. What it rang is not counted, so it ended somewhat later than this.
        endedAt: new Date(Math.min(dograhStartMs(run, atMs) + duration * 1000, atMs)),
        summary: null,
        transcription: dograhTranscript(run),
        recordingUrl: run.recording_public_url || null,
        analysis: dograhAnalysis(run),
        optOut: isDograhOptOut(run),
        raw: answer.json,
      },
    }
  },

  readEvent({ body }) {
    const event = dograhEventSchema.safeParse(parseJson(body))
    // Dograh signs nothing. A header of the customer's own would only repeat what the address has in it.
    return event.success ? { providerCallId: null, callId: event.data[CALL_ID_FIELD], isSigned: null } : null
  },

  async check(account) {
    const provider = providerOf(account)
    const [workflows, telephony] = await Promise.all([
      ask(account, { method: 'GET', path: '/api/v1/workflow/fetch?status=active' }),
      ask(account, { method: 'GET', path: '/api/v1/organizations/telephony-configs' }),
    ])
    const { configurations } = readAnswer(dograhTelephonySchema, telephony, provider)
    const active = configurations.filter(({ inactive }) => !inactive).slice(0, CONFIGURATIONS_MAX)
    const numbers = await Promise.all(active.map((configuration) => listNumbers(configuration, account)))
    return {
      connectedAs: `an organization at ${new URL(account.credentials.url).host}`,
      agents: readAnswer(dograhWorkflowsSchema, workflows, provider).flatMap(({ workflow_uuid: id, name }) =>
        id ? [{ id, name: name ?? id }] : [],
      ),
      numbers: numbers.flat(),
      linesMax: null,
    }
  },
}

function toRun({ callId, phoneNumber, name, timezone, customInputVariables, remoteNumberId }: RemoteCallRequest) {
  const [, configurationId, numberId] = /^(\d+)\/(\d+)$/.exec(remoteNumberId ?? '') ?? []
  return {
    phone_number: phoneNumber,
    initial_context: { ...customInputVariables, name, timezone, [CALL_ID_FIELD]: callId },
    // Without them Dograh takes its default number.
    ...(numberId && { telephony_configuration_id: Number(configurationId), from_phone_number_id: Number(numberId) }),
  }
}

/** @throws RemoteDialerError of kind `account` when there is no such workflow, or it is archived */
async function findWorkflowId(uuid: string, account: Account): Promise<number> {
  const answer = await ask(account, { method: 'GET', path: '/api/v1/workflow/fetch?status=active' })
  const workflows = readAnswer(dograhWorkflowsSchema, answer, providerOf(account))
  const workflow = workflows.find(({ workflow_uuid: id }) => id === uuid)
  if (workflow) return workflow.id
  throw new RemoteDialerError(
    'account',
    'Dograh has no active agent with this Agent UUID. Choose another remote agent.',
  )
}

async function listNumbers({ id, name }: { id: number; name?: string | null }, account: Account) {
  const path = `/api/v1/organizations/telephony-configs/${id}/phone-numbers`
  const answer = await ask(account, { method: 'GET', path })
  return readAnswer(dograhNumbersSchema, answer, providerOf(account))
    .phone_numbers.filter(({ is_active: isActive, address_normalized: number }) => isActive && number.startsWith('+'))
    .map(({ id: numberId, address_normalized: phoneNumber, label }) => ({
      id: `${id}/${numberId}`,
      name: `${phoneNumber} (${label || name || id})`,
      phoneNumber,
    }))
}

function ask(
  account: Account,
  request: Pick<RemoteRequest, 'method' | 'path' | 'json' | 'judge' | 'answers' | 'timeoutMs'> & { places?: boolean },
) {
  return askRemote({
    places: false,
    ...request,
    provider: providerOf(account),
    headers: { 'x-api-key': account.credentials.apiKey },
    secrets: [account.credentials.apiKey],
  })
}

function providerOf({ credentials: { url } }: Account): RemoteProvider {
  return { kind: 'dograh', label: LABEL, baseUrl: url }
}

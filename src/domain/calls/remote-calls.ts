import type { AgentOutcome, AnalysisOutcome } from '@/domain/agents/agent.schema'
import type { RemoteCallRequest } from '@/platform/dialers/remote-dialer'
import type { Sql } from '@/platform/sql'
import { type CallToTell, toldCall } from './told-call'

/** A call through a provider, with all that is needed to ask the provider for it or about it. */
export type RemoteCall = {
  id: string
  organizationId: string
  agentId: string
  sequenceId: string
  status: string
  /** Null until the provider has confirmed it. */
  providerCallId: string | null
  /** When the provider was last asked to place it. */
  askedAt: Date
  resultSource: string | null
  /** Sealed, as `openAccount` takes it. */
  account: { id: string; kind: string; credentials: string | null; eventsToken: string | null }
  request: RemoteCallRequest
  outcomes: AgentOutcome[]
  analysisOutcomes: AnalysisOutcome[]
  isErased: boolean
}

type Row = Omit<RemoteCall, 'account' | 'request'> &
  CallToTell & {
    attemptedAt: Date | null
    dialed: boolean | null
    remoteAgentId: string | null
    remoteNumberId: string | null
    accountId: string
    kind: string
    credentials: string | null
    eventsToken: string | null
  }

/** Loads calls that a provider's account was asked for, or is about to be asked for. */
export async function loadRemoteCalls(on: Sql, callIds: readonly string[]): Promise<RemoteCall[]> {
  if (callIds.length === 0) return []
  const rows = await on.rows<Row>`
    SELECT call.id, call.organization_id AS "organizationId", call.sequence_id AS "sequenceId", call.status,
      call.provider_call_id AS "providerCallId", coalesce(call.asked_at, now()) AS "askedAt",
      call.result_source AS "resultSource", call.attempted_at AS "attemptedAt", call.dialed, call.from_number AS "fromNumber",
      agent.id AS "agentId", agent.name AS "agentName", coalesce(call.remote_agent_id, agent.remote_agent_id) AS "remoteAgentId",
      agent.analysis_outcomes AS "analysisOutcomes", call.remote_number_id AS "remoteNumberId",
      account.id AS "accountId", account.kind, account.credentials, account.events_token AS "eventsToken",
      batch.outcomes, batch.test, contact.name, contact.phone_number AS "phoneNumber",
      contact.phone_number_ext AS "phoneNumberExt", contact.timezone, contact.variables,
      contact.erased_at IS NOT NULL AS "isErased"
    FROM calls call
    JOIN dialer_accounts account ON account.id = call.dialer_account_id
    JOIN agents agent ON agent.id = call.agent_id
    JOIN batches batch ON batch.id = call.batch_id
    JOIN contacts contact ON contact.id = call.sequence_id
    WHERE call.id = ANY(${callIds}::uuid[])`
  return rows.map(toRemoteCall)
}

function toRemoteCall(row: Row): RemoteCall {
  const { accountId, kind, credentials, eventsToken, attemptedAt, ...call } = row
  return {
    ...call,
    account: { id: accountId, kind, credentials, eventsToken },
    request: {
      ...toldCall(row),
      remoteAgentId: row.remoteAgentId ?? '',
      remoteNumberId: row.remoteNumberId,
      firstAskedAt: attemptedAt ?? row.askedAt,
      dialed: row.dialed,
    },
  }
}

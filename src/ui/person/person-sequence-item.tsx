import Link from 'next/link'
import { State } from '@/ui/components/state'
import { TestBadge } from '@/ui/components/test-badge'
import { RelativeTime, ZonedTime } from '@/ui/components/time'
import type { PersonSequence } from '@/ui/router-outputs'

type PersonSequenceItemProps = {
  sequence: PersonSequence
  /** The name of the page; a sequence of another name says it. */
  name: string | null
}

/** Shows one sequence of a person, with its calls on the clock of the contact. */
export function PersonSequenceItem({ sequence, name }: PersonSequenceItemProps) {
  const { sequenceId, agentName, agentId, batchId, batchName, lifecycleStatus, lastResultType, calls } = sequence
  const isOpen = sequence.endedAt === null
  return (
    <li className="border-b py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Link
          href={`/sequences/${sequenceId}`}
          className="font-medium text-link underline-offset-4 hover:underline"
          aria-label={`Sequence of ${sequence.name} with ${agentName}`}
        >
          {sequence.name === name ? agentName : `${sequence.name}, ${agentName}`}
        </Link>
        <span className="flex flex-wrap gap-x-3 text-sm">
          {sequence.test && <TestBadge />}
          {lastResultType && <State name={lastResultType} />}
          {(isOpen || !lastResultType) && <State name={lifecycleStatus} />}
          {sequence.paused && isOpen && <State name="paused" />}
        </span>
      </div>
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-muted-foreground">
        <span>
          Enrolled <RelativeTime iso={sequence.createdAt} /> by {sequence.createdBy}
        </span>
        <Link href={`/batches/${batchId}`} className="underline-offset-4 hover:underline">
          {batchName ?? 'Batch'}
        </Link>
        <Link href={`/agents/${agentId}`} className="underline-offset-4 hover:underline">
          Agent
        </Link>
        {sequence.externalId && <span className="break-all">External id {sequence.externalId}</span>}
        {sequence.phoneNumberExt && <span>Extension {sequence.phoneNumberExt}</span>}
        {sequence.dueAt && (
          <span>
            Next step <ZonedTime iso={sequence.dueAt} timeZone={sequence.timezone} withDistance />
          </span>
        )}
        {sequence.cancelReason && <span>Cancelled: {sequence.cancelReason}</span>}
      </p>
      {calls.length > 0 && (
        <ol aria-label="Calls" className="mt-2 grid gap-1 border-l pl-3 text-sm">
          {calls.map((call) => (
            <li key={call.callId} className="flex flex-wrap items-baseline gap-x-3">
              <State name={call.resultType ?? 'in progress'} />
              <ZonedTime iso={call.at} timeZone={sequence.timezone} />
              {call.durationSeconds !== null && (
                <span className="text-muted-foreground tabular-nums">{formatDuration(call.durationSeconds)}</span>
              )}
              {call.summary && <span className="min-w-0 text-pretty">{call.summary}</span>}
            </li>
          ))}
        </ol>
      )}
    </li>
  )
}

function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

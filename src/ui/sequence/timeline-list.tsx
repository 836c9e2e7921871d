import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { outcomeLabel } from '@/domain/agents/outcome-label.rules'
import { Badge } from '@/ui/components/badge'
import { CopyButton } from '@/ui/components/copy-button'
import { State } from '@/ui/components/state'
import { ZonedTime } from '@/ui/components/time'
import type { SequenceDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { type TimelineEntry, timelineOf } from './timeline'

type Outcomes = readonly { name: string; label?: string | undefined }[]

/** Shows what happened to a contact, oldest first, and what comes next. */
export function TimelineList({ sequence }: { sequence: SequenceDetails }) {
  const trpc = useTRPC()
  const agent = useQuery(trpc.agents.get.queryOptions({ agentId: sequence.agentId }))
  return (
    <ol aria-live="polite">
      {timelineOf(sequence).map((entry) => (
        <Entry key={entry.key} entry={entry} timeZone={sequence.timezone} outcomes={agent.data?.outcomes ?? []} />
      ))}
      <Upcoming sequence={sequence} />
    </ol>
  )
}

function Entry({ entry, timeZone, outcomes }: { entry: TimelineEntry; timeZone: string; outcomes: Outcomes }) {
  const { call, email } = entry
  return (
    <li
      // The `callUrl` of a webhook points to this id.
      id={call?.callId}
      className="relative scroll-mt-16 border-l pb-5 pl-5 before:absolute before:top-1.5 before:-left-1 before:size-[7px] before:rounded-full before:bg-dot-neutral target:bg-muted last:border-transparent last:pb-1"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="flex flex-wrap items-center gap-x-3">
          <span className="font-medium">{entry.title}</span>
          {entry.state && <State name={entry.state} />}
        </span>
        <span className="text-sm text-muted-foreground">
          <ZonedTime iso={entry.at} timeZone={timeZone} />
        </span>
      </div>
      {entry.detail && <p className="text-sm text-muted-foreground">{entry.detail}</p>}
      {call && <CallDetails call={call} timeZone={timeZone} outcomes={outcomes} />}
      {email && <EmailDetails email={email} />}
    </li>
  )
}

type CallDetailsProps = { call: SequenceDetails['calls'][number]; timeZone: string; outcomes: Outcomes }

function CallDetails({ call, timeZone, outcomes }: CallDetailsProps) {
  const { result } = call
  const variables = Object.entries(result?.extractedVariables ?? {})
  return (
    <div className="mt-1 grid gap-1.5 text-sm">
      {result && result.outcomes.length > 0 && (
        <ul className="flex flex-wrap gap-1.5" aria-label="Outcomes">
          {result.outcomes.map(({ name, reasoning }) => (
            <li key={name} title={reasoning ?? undefined}>
              <Badge>{outcomeLabel(outcomes.find((known) => known.name === name) ?? { name, label: undefined })}</Badge>
            </li>
          ))}
        </ul>
      )}
      {result?.summary && <p className="max-w-prose text-pretty">{result.summary}</p>}
      {result?.rescheduledAt && (
        <p>
          Wants to be called again <ZonedTime iso={result.rescheduledAt} timeZone={timeZone} />
        </p>
      )}
      {variables.length > 0 && (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
          {variables.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted-foreground">{name}</dt>
              <dd className="break-words">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {result?.transcription && (
        <Folded summary="Transcription">
          <p className="max-w-prose whitespace-pre-wrap">{result.transcription}</p>
        </Folded>
      )}
      <p className="flex min-w-0 items-center gap-0.5 text-muted-foreground">
        <span className="truncate font-mono text-xs">{call.callId}</span>
        <CopyButton value={call.callId} label="Copy call id" />
      </p>
    </div>
  )
}

function EmailDetails({ email }: { email: SequenceDetails['emails'][number] }) {
  return (
    <div className="mt-1 text-sm">
      <p className="text-muted-foreground">
        To <span className="break-all text-foreground">{email.toAddress}</span>
      </p>
      <div className="mt-1.5 max-w-prose rounded-lg border px-3 py-2">
        <p className="font-medium">{email.subject || 'No subject'}</p>
        <p className="mt-1 whitespace-pre-wrap break-words text-foreground/85">{email.body || 'No text'}</p>
      </div>
    </div>
  )
}

function Folded({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <details>
      <summary className="w-fit rounded-sm text-link">{summary}</summary>
      <div className="mt-1">{children}</div>
    </details>
  )
}

/** Shows what comes next, as far as it is known. */
function Upcoming({ sequence }: { sequence: SequenceDetails }) {
  if (sequence.endedAt !== null) return null
  const { lifecycleStatus, dueAt, promisedAt, paused, steps, stepIndex, timezone, chain } = sequence
  const plain = steps[stepIndex]?.stepType === 'EMAIL' ? 'Next mail' : 'Next call'
  const next = promisedAt === null ? plain : 'Call back, as the person asked,'
  return (
    <li className="relative border-l border-transparent pb-1 pl-5 text-muted-foreground before:absolute before:top-1.5 before:-left-1 before:size-[7px] before:rounded-full before:border before:border-dot-neutral before:bg-background">
      {lifecycleStatus === 'waiting' ? (
        `Waits for its turn in the chain ${chain?.value ?? ''}`.trim()
      ) : dueAt === null ? (
        'A step is under way'
      ) : (
        <>
          {next} <ZonedTime iso={dueAt} timeZone={timezone} withDistance />
        </>
      )}
      {paused && <p className="text-sm">The batch is paused: nothing starts until it is resumed.</p>}
    </li>
  )
}

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { outcomeLabel } from '@/domain/agents/outcome-label.rules'
import { Badge } from '@/ui/components/badge'
import { CopyButton } from '@/ui/components/copy-button'
import { PhoneNumber } from '@/ui/components/phone-number'
import { State } from '@/ui/components/state'
import { ZonedTime } from '@/ui/components/time'
import { useMay } from '@/ui/frame/session'
import type { SequenceDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { dialerOf, extrasOf, stagesOf, type TimelineEntry, timelineOf } from './timeline'

type Outcomes = readonly { name: string; label?: string | undefined }[]

/** Shows what happened to a contact, oldest first, and what comes next. */
export function TimelineList({ sequence }: { sequence: SequenceDetails }) {
  const trpc = useTRPC()
  const agent = useQuery(trpc.agents.get.queryOptions({ agentId: sequence.agentId }))
  return (
    <ol aria-live="polite">
      {timelineOf(sequence).map((entry) => (
        <Entry
          key={entry.key}
          entry={entry}
          timeZone={sequence.timezone}
          outcomes={agent.data?.outcomes ?? []}
          // Of an agent with one number it goes without saying.
          withFrom={agent.data !== undefined && agent.data.moreFromNumbers.length > 0}
        />
      ))}
      <Upcoming sequence={sequence} />
    </ol>
  )
}

type EntryProps = { entry: TimelineEntry; timeZone: string; outcomes: Outcomes; withFrom: boolean }

function Entry({ entry, timeZone, outcomes, withFrom }: EntryProps) {
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
      {withFrom && call?.fromPhoneNumber && (
        <p className="text-sm text-muted-foreground">
          From <PhoneNumber e164={call.fromPhoneNumber} />
        </p>
      )}
      {call && <CallDetails call={call} timeZone={timeZone} outcomes={outcomes} />}
      {email && <EmailDetails email={email} />}
    </li>
  )
}

type CallDetailsProps = { call: SequenceDetails['calls'][number]; timeZone: string; outcomes: Outcomes }

function CallDetails({ call, timeZone, outcomes }: CallDetailsProps) {
  const { result } = call
  const variables = Object.entries(result?.extractedVariables ?? {})
  const stages = stagesOf(call)
  const { recordingUrl, endReason } = extrasOf(call)
  return (
    <div className="mt-1 grid gap-1.5 text-sm">
      {stages.length > 0 && (
        <ol className="grid gap-0.5 text-muted-foreground">
          {stages.map(({ at, text }) => (
            <li key={text} className="flex flex-wrap justify-between gap-x-4">
              <span>{text}</span>
              <ZonedTime iso={at} timeZone={timeZone} />
            </li>
          ))}
        </ol>
      )}
      {call.providerCallId && (
        <p className="flex min-w-0 items-center gap-1 text-muted-foreground">
          <span className="shrink-0">Id at {dialerOf(call)}</span>
          <span className="min-w-0 truncate font-mono text-xs" title={call.providerCallId}>
            {call.providerCallId}
          </span>
          <CopyButton value={call.providerCallId} label="Copy the dialer’s id of the call" />
        </p>
      )}
      {result && result.outcomes.length > 0 && (
        <ul className="grid gap-1" aria-label="Outcomes">
          {result.outcomes.map(({ name, reasoning }) => (
            <li key={name} className="flex flex-wrap items-baseline gap-x-2">
              <Badge>{outcomeLabel(outcomes.find((known) => known.name === name) ?? { name, label: undefined })}</Badge>
              {reasoning && <span className="min-w-0 break-words text-muted-foreground">{reasoning}</span>}
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
      {recordingUrl && (
        <a
          href={recordingUrl}
          target="_blank"
          rel="noreferrer"
          className="w-fit text-link underline underline-offset-4"
        >
          Listen to the recording
        </a>
      )}
      {endReason && (
        <p className="text-muted-foreground">
          The dialer’s word for the end: <span className="font-mono text-xs break-all">{endReason}</span>
        </p>
      )}
      <p className="flex min-w-0 items-center gap-1 text-muted-foreground">
        <span className="shrink-0">Call id</span>
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
  const { lifecycleStatus, dueAt, promisedAt, paused, steps, stepIndex, timezone, chain, dialerTrouble } = sequence
  const plain = steps[stepIndex]?.stepType === 'EMAIL' ? 'Next mail' : 'Next call'
  const next = promisedAt === null ? plain : 'Call back, as the person asked,'
  return (
    <li className="relative border-l border-transparent pb-1 pl-5 text-muted-foreground before:absolute before:top-1.5 before:-left-1 before:size-[7px] before:rounded-full before:border before:border-dot-neutral before:bg-background">
      {lifecycleStatus === 'waiting' ? (
        `Waits for its turn in the chain ${chain?.value ?? ''}`.trim()
      ) : dueAt === null ? (
        'A step is under way'
      ) : dialerTrouble !== null ? (
        <DialerTrouble trouble={dialerTrouble} timeZone={timezone} />
      ) : (
        <>
          {next} <ZonedTime iso={dueAt} timeZone={timezone} withDistance />
        </>
      )}
      {paused && <p className="text-sm">The batch is paused: nothing starts until it is resumed.</p>}
    </li>
  )
}

type DialerTroubleProps = { trouble: NonNullable<SequenceDetails['dialerTrouble']>; timeZone: string }

/** Says why the next call, which is due, is not made, and where that is mended. */
function DialerTrouble({ trouble: { dialerAccountId, name, state, reason, until }, timeZone }: DialerTroubleProps) {
  const mayOpen = useMay('administer')
  if (state === 'held') {
    return (
      <>
        Waits: {name} takes no call at the moment. It is asked again{' '}
        {until && <ZonedTime iso={until} timeZone={timeZone} withDistance />}
      </>
    )
  }
  return (
    <>
      Waits: {state === 'off' ? `${name} is turned off.` : `${name} cannot call. ${reason ?? ''}`}{' '}
      {mayOpen && (
        <Link href={`/settings/dialers/${dialerAccountId}`} className="text-link underline underline-offset-4">
          Open the dialer
        </Link>
      )}
    </>
  )
}

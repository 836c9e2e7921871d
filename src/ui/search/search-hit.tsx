import type { ReactNode } from 'react'
import { count } from '@/ui/components/format-number'
import { PhoneNumber } from '@/ui/components/phone-number'
import { State } from '@/ui/components/state'
import { TestBadge } from '@/ui/components/test-badge'
import { RelativeTime } from '@/ui/components/time'
import type { Found } from '@/ui/router-outputs'
import type { Hit } from './search-hits'

/** A hit in two lines: who or what, and where it stands. */
export function SearchHit({ hit }: { hit: Hit }) {
  switch (hit.kind) {
    case 'person':
      return <PersonHit person={hit.person} />
    case 'work':
      return <WorkHit work={hit.work} />
    case 'agent':
      return (
        <Lines
          title={hit.agent.name}
          aside={<State name={`agent ${hit.agent.status}`} />}
          facts={
            hit.agent.fromNumber ? (
              <span>
                Calls from <PhoneNumber e164={hit.agent.fromNumber} />
              </span>
            ) : null
          }
        />
      )
  }
}

function PersonHit({ person }: { person: Found['people'][number] }) {
  const { name, phoneNumber, lifecycleStatus, lastResultType, changedAt, agentName, sequences, test } = person
  // Beside a result, that it is over says nothing.
  const isOpen = lifecycleStatus === 'scheduled' || lifecycleStatus === 'in progress'
  return (
    <Lines
      title={name}
      aside={<State name={lastResultType ?? lifecycleStatus} />}
      facts={
        <>
          {test && <TestBadge />}
          <PhoneNumber e164={phoneNumber} />
          {lastResultType && isOpen && <State name={lifecycleStatus} />}
          <RelativeTime iso={changedAt} />
          <span className="truncate">{agentName}</span>
          {sequences > 1 && <span>{count(sequences, 'sequence')}</span>}
        </>
      }
    />
  )
}

function WorkHit({ work }: { work: Found['work'][number] }) {
  const { kind, name, id, status, total, createdAt, createdBy, agentName, test } = work
  return (
    <Lines
      title={name ?? <span className="font-mono text-xs">{id}</span>}
      aside={<State name={status} />}
      facts={
        <>
          {test && <TestBadge />}
          <span>{kind === 'import' ? `Import, ${count(total, 'row')}` : `Batch, ${count(total, 'contact')}`}</span>
          <RelativeTime iso={createdAt} />
          <span className="truncate">{createdBy}</span>
          <span className="truncate">{agentName}</span>
        </>
      }
    />
  )
}

function Lines({ title, aside, facts }: { title: ReactNode; aside: ReactNode; facts: ReactNode }) {
  return (
    <>
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span className="min-w-0 truncate font-medium">{title}</span>
        <span className="shrink-0">{aside}</span>
      </div>
      <div className="mt-0.5 flex flex-wrap items-center gap-x-3 text-sm text-muted-foreground">{facts}</div>
    </>
  )
}

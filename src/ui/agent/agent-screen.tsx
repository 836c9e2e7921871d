'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { outcomeLabel } from '@/domain/agents/outcome-label.rules'
import { agentStateName, describeQueue } from '@/ui/agents/agent-state'
import { ObjectHistory } from '@/ui/audit-log/object-history'
import { BatchTable } from '@/ui/batches/batch-table'
import { Badge } from '@/ui/components/badge'
import { Button } from '@/ui/components/button'
import { CopyButton } from '@/ui/components/copy-button'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { zoneName } from '@/ui/components/format-time'
import { Download } from '@/ui/components/icons/download'
import { Mail } from '@/ui/components/icons/mail'
import { Phone } from '@/ui/components/icons/phone'
import { lazySection } from '@/ui/components/lazy-part'
import { LoadError } from '@/ui/components/load-error'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { PhoneNumber } from '@/ui/components/phone-number'
import { State } from '@/ui/components/state'
import { Meanwhile, RelativeTime } from '@/ui/components/time'
import { useIsBrowser } from '@/ui/components/use-is-browser'
import { describeError } from '@/ui/describe-error'
import { downloadCsv } from '@/ui/download-file'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useMay } from '@/ui/frame/session'
import { RECENT_BATCHES } from '@/ui/lists/page-size'
import type { AgentDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { AgentActions } from './agent-actions'
import { describeCallWindows } from './describe-call-windows'
import { describeDelay } from './describe-delay'
import { describeRetry } from './describe-retry'
import { templateCsv, templateFileName } from './template-csv'
import { useDayStart } from './use-day-start'

// Knows the names of all calling rules.
const AgentSafety = lazySection(() => import('./agent-safety').then((module) => module.AgentSafety))
const AgentDialing = lazySection(() => import('./agent-dialing').then((module) => module.AgentDialing))

const USAGE_POLL_MS = 15_000

/** Shows one agent: its setup, and the batches that were enrolled with it. */
export function AgentScreen({ agentId }: { agentId: string }) {
  const trpc = useTRPC()
  const agent = useQuery(trpc.agents.get.queryOptions({ agentId }))
  const batches = useQuery(trpc.batches.list.queryOptions({ agentId, limit: RECENT_BATCHES }))
  const usage = useQuery({
    ...trpc.agents.usage.queryOptions({ since: useDayStart() }),
    refetchInterval: USAGE_POLL_MS,
  })
  const [mayEnroll, mayManage, mayAdminister] = [useMay('enroll'), useMay('manage'), useMay('administer')]
  const used = usage.data?.agents.find((one) => one.agentId === agentId)
  usePageTitle(agent.data?.name)

  if (agent.error) {
    return (
      <LoadFailure
        thing="agent"
        list={{ label: 'agents', href: '/agents' }}
        error={agent.error}
        onRetry={() => agent.refetch()}
      />
    )
  }
  if (!agent.data) return <PageSkeleton />
  const details = agent.data
  const enrollable = details.faults.length === 0

  return (
    <>
      <PageHeader
        breadcrumb={[{ label: 'Agents', href: '/agents' }]}
        title={details.name}
        facts={
          <>
            <State name={agentStateName(details)} className="text-foreground" />
            {details.fromNumber && (
              <span>
                Calls from <PhoneNumber e164={details.fromNumber} className="text-foreground" />
                {details.moreFromNumbers.length > 0 && ` and ${formatNumber(details.moreFromNumbers.length)} more`}
              </span>
            )}
            {used && (
              <>
                <span>{count(used.calls, 'call')} today</span>
                <span>{describeQueue(used)} waiting</span>
                {used.lastCallAt !== null && (
                  <span>
                    Last call <RelativeTime iso={used.lastCallAt} />
                  </span>
                )}
              </>
            )}
            <span>{count(details.lines, 'call')} at once</span>
            <span>{count(details.creditsPerContact, 'credit')} a contact</span>
            <span className="flex min-w-0 items-center gap-0.5">
              <span className="truncate font-mono text-xs">{details.agentId}</span>
              <CopyButton value={details.agentId} label="Copy agent id" />
            </span>
          </>
        }
        actions={
          <>
            <AgentActions
              agent={details}
              onTemplate={() => downloadCsv(templateFileName(details.name), templateCsv(details.variables))}
            />
            {mayEnroll && enrollable && (
              <Button asChild>
                <Link href={`/agents/${details.agentId}/test`}>Test call</Link>
              </Button>
            )}
            {!mayEnroll ? null : enrollable ? (
              <Button asChild variant="primary">
                <Link href={`/agents/${details.agentId}/enroll`}>Enroll contacts</Link>
              </Button>
            ) : (
              <Button variant="primary" disabled aria-describedby="agent-faults">
                Enroll contacts
              </Button>
            )}
          </>
        }
      />
      <ObjectHistory kind="agent" id={details.agentId} />
      {details.pausedAt !== null && details.status === 'active' && <Stopped agent={details} />}
      {!enrollable && details.status !== 'archived' && <Faults agent={details} />}

      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_300px]">
        <div className="grid min-w-0 content-start gap-8">
          <Section title="Recent batches" aside={<ListLinks agentId={details.agentId} />}>
            {batches.error ? (
              <LoadError what="The batches" error={batches.error} onRetry={() => batches.refetch()} />
            ) : (
              <BatchTable
                rows={batches.data?.batches}
                withAgent={false}
                empty={
                  <EmptyState
                    title="Nobody enrolled yet"
                    action={
                      <Button
                        onClick={() => downloadCsv(templateFileName(details.name), templateCsv(details.variables))}
                      >
                        <Download aria-hidden />
                        Download a template CSV
                      </Button>
                    }
                  >
                    A batch is one accepted enrollment, of up to 1,000 contacts. Fill in the template, or upload the
                    export of your CRM as it is.
                  </EmptyState>
                }
              />
            )}
          </Section>
          <Section title="Variables">
            <Variables variables={details.variables} />
          </Section>
        </div>

        <div className="grid content-start gap-8">
          <Section title="Call windows" aside={mayManage && <SettingsLink agentId={details.agentId} />}>
            <CallWindowList agent={details} />
          </Section>
          {mayAdminister && (
            <Section title="Calls through">
              <AgentDialing agent={details} />
            </Section>
          )}
          <Section title="Who may be called">
            <AgentSafety agent={details} />
          </Section>
          <Section title="Sequence">
            <Steps steps={details.steps} />
          </Section>
          <Section title="Outcomes">
            <Outcomes outcomes={details.outcomes} />
          </Section>
        </div>
      </div>
    </>
  )
}

function SettingsLink({ agentId }: { agentId: string }) {
  return (
    <Link href={`/agents/${agentId}/settings`} className="text-sm text-link underline-offset-4 hover:underline">
      Change
    </Link>
  )
}

/** Leads to the lists of what the agent does. */
function ListLinks({ agentId }: { agentId: string }) {
  const lists = [
    { href: `/sequences?agent=${agentId}`, text: 'All contacts' },
    { href: `/batches?agent=${agentId}`, text: 'All batches' },
  ]
  return (
    <span className="flex flex-wrap gap-x-4 text-sm">
      {lists.map(({ href, text }) => (
        <Link key={href} href={href} className="text-link underline-offset-4 hover:underline">
          {text}
        </Link>
      ))}
    </span>
  )
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <h2 className="font-semibold">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** Says that no calls are placed, since when and by whom, with the one press that ends it. */
function Stopped({ agent }: { agent: AgentDetails }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEnroll = useMay('enroll')
  const { agentId, pausedAt, pausedBy, brokenOff } = agent
  const resume = useMutation(
    trpc.agents.resume.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.agents.pathKey() }),
    }),
  )
  return (
    <Notice
      tone="warning"
      live
      className="mb-6"
      title={
        <>
          {brokenOff ? 'Paused itself' : `Stopped by ${pausedBy}`} {pausedAt && <RelativeTime iso={pausedAt} />}: no new
          calls and mails
        </>
      }
      action={
        mayEnroll && (
          <Button size="sm" pending={resume.isPending} onClick={() => resume.mutate({ agentId })}>
            {brokenOff ? 'Resume slowly' : 'Call again'}
          </Button>
        )
      }
    >
      {brokenOff && <FailedCalls brokenOff={brokenOff} />}
      Contacts can still be enrolled. They are called once the agent calls again.
      {resume.error && <p className="text-destructive">{describeError(resume.error).message}</p>}
    </Notice>
  )
}

/** Says why an agent has paused itself, with the last calls that failed. */
function FailedCalls({
  brokenOff: { failed, calls, lastCalls },
}: {
  brokenOff: NonNullable<AgentDetails['brokenOff']>
}) {
  return (
    <p className="mb-1">
      {failed} of {count(calls, 'call')} that had ended within ten minutes failed. The last of them:{' '}
      {lastCalls.map(({ callId, sequenceId }, at) => (
        <span key={callId}>
          {at > 0 && ', '}
          <Link href={`/sequences/${sequenceId}#${callId}`} className="text-link underline underline-offset-4">
            call {at + 1}
          </Link>
        </span>
      ))}
      . After the pause it begins with a tenth of its calls, and makes twice as many after each minute in which somebody
      answers.
    </p>
  )
}

function Faults({ agent: { agentId, faults } }: { agent: AgentDetails }) {
  const mayManage = useMay('manage')
  return (
    <div id="agent-faults" className="mb-6">
      <Notice
        tone="error"
        title="Nobody can be enrolled with this agent"
        action={
          mayManage && (
            <Button asChild size="sm">
              <Link href={`/agents/${agentId}/settings`}>Change settings</Link>
            </Button>
          )
        }
      >
        {faults.length === 1 ? (
          faults[0]?.message
        ) : (
          <ul className="list-disc pl-4">
            {faults.map(({ code, message }) => (
              <li key={code}>{message}</li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  )
}

function CallWindowList({ agent }: { agent: AgentDetails }) {
  const [defaultTimezone] = agent.timezones
  const isBrowser = useIsBrowser()
  return (
    <div className="text-sm">
      <dl className="border-t">
        {describeCallWindows(agent.callWindows).map(({ days, hours, open }) => (
          <div key={days} className="flex justify-between gap-4 border-b py-1.5">
            <dt>{days}</dt>
            <dd className={open ? 'text-right' : 'text-right text-muted-foreground'}>
              {isBrowser ? hours : <Meanwhile text={hours} />}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-muted-foreground">
        In each contact’s own timezone.{' '}
        {defaultTimezone ? (
          <>
            A contact without one is on <span className="text-foreground">{zoneName(defaultTimezone)}</span>.
          </>
        ) : (
          'The agent has no timezone of its own.'
        )}
      </p>
    </div>
  )
}

function Steps({ steps }: { steps: AgentDetails['steps'] }) {
  if (steps.length === 0) return <p className="text-sm text-muted-foreground">No step yet.</p>
  return (
    <ol className="border-t text-sm">
      {steps.map((step, index) => {
        const Icon = step.stepType === 'EMAIL' ? Mail : Phone
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name of its own and the list does not change
          <li key={index} className="border-b py-1.5">
            <div className="flex items-center gap-2">
              <Icon className="size-3.5 shrink-0 text-muted-foreground" aria-hidden />
              <span>{step.stepType === 'EMAIL' ? 'Email' : 'Call'}</span>
              <span className="ml-auto text-muted-foreground">{describeDelay(step.delaySeconds)}</span>
            </div>
            {describeRetry(step.retry).map((line) => (
              <p key={line} className="pl-5 text-muted-foreground">
                {line}
              </p>
            ))}
            {step.attemptsMax !== undefined && (
              <p className="pl-5 text-muted-foreground">At most {count(step.attemptsMax, 'call')} of this step</p>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function Outcomes({ outcomes }: { outcomes: AgentDetails['outcomes'] }) {
  if (outcomes.length === 0) return <p className="text-sm text-muted-foreground">No outcome defined.</p>
  return (
    <ul className="border-t text-sm">
      {outcomes.map((outcome) => (
        <li key={outcome.name} className="border-b py-1.5">
          <div className="flex items-center justify-between gap-3">
            <span className="truncate" title={outcome.name}>
              {outcomeLabel(outcome)}
            </span>
            {outcome.successful && <Badge>Goal</Badge>}
          </div>
          {outcome.description && <p className="text-muted-foreground">{outcome.description}</p>}
        </li>
      ))}
    </ul>
  )
}

function Variables({ variables }: { variables: AgentDetails['variables'] }) {
  if (variables.length === 0) {
    return (
      <p className="text-sm text-muted-foreground">
        This agent asks for no variable. Any further column of a file can be sent along all the same.
      </p>
    )
  }
  return (
    <ul className="border-t text-sm">
      {variables.map((variable) => (
        <li key={variable.name} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b py-2">
          <span className="font-mono text-xs">{variable.name}</span>
          <Badge className={variable.required ? 'text-foreground' : undefined}>
            {variable.required ? 'Required' : 'Optional'}
          </Badge>
          {variable.description && <span className="text-muted-foreground">{variable.description}</span>}
        </li>
      ))}
    </ul>
  )
}

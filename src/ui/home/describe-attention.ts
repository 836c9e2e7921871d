import { count, formatNumber } from '@/ui/components/format-number'
import type { Attention } from '@/ui/router-outputs'
import { describeEnd } from './describe-end'

export type DescribedAttention = {
  title: string
  text: string
  /** The page of the thing. */
  href: string
  /**
   * The words of the button that leads to it; `retry` where all there is to do is to try again, `go on` where an agent is
   * let call again.
   */
  action: string
}

/** Says what is wrong, with what, and what to do. */
export function describeAttention(item: Attention): DescribedAttention {
  switch (item.kind) {
    case 'batch failed':
      return {
        title: `${batchName(item)} could not be scheduled`,
        text: `${count(item.accepted, 'accepted contact')} ${item.accepted === 1 ? 'is' : 'are'} kept and will not be called before it is tried again.`,
        href: `/batches/${item.batchId}`,
        action: 'retry',
      }
    case 'batch stuck':
      return {
        title: `${batchName(item)} has not been scheduled yet`,
        text: 'The background should have done this within a minute. Ask whoever runs this installation to look after it.',
        href: `/batches/${item.batchId}`,
        action: 'Open the batch',
      }
    case 'import failed':
      return {
        title: `The import of ${item.fileName} has stopped`,
        text: `${sentence(item.reason)}${rowsLeft(item.waiting)}`,
        href: `/imports/${item.importId}`,
        action: 'retry',
      }
    case 'import paused':
      return {
        title: `The import of ${item.fileName} is paused`,
        text: `${sentence(item.reason)}${rowsLeft(item.waiting)}`,
        href: `/imports/${item.importId}`,
        action: 'Open the import',
      }
    case 'import stuck':
      return {
        title: `The import of ${item.fileName} does not move on`,
        text: `${rowsLeft(item.waiting)} Ask whoever runs this installation to look after the background.`,
        href: `/imports/${item.importId}`,
        action: 'Open the import',
      }
    case 'import unsent':
      return {
        title: `The rows of ${item.fileName} have not all arrived`,
        text: 'The rest is in the browser in which the import was started. It goes on when somebody opens Rollcall there.',
        href: `/imports/${item.importId}`,
        action: 'Open the import',
      }
    case 'dialer failing':
      return {
        title: `${item.name} cannot call anybody`,
        text: `${sentence(item.reason)}${count(item.agents, 'agent')} ${item.agents === 1 ? 'waits' : 'wait'} for it. Correct it at the dialer, and check again.`,
        href: `/settings/dialers/${item.dialerAccountId}`,
        action: 'Open the dialer',
      }
    case 'agent broke off':
      return {
        title: `${item.name} has paused itself`,
        text: `${formatNumber(item.failed)} of its last ${count(item.calls, 'call')} failed. See why, and let it go on when that is mended: it starts slowly.`,
        href: `/agents/${item.agentId}`,
        action: 'go on',
      }
    case 'agent misconfigured':
      return {
        title: `${item.name} cannot call, and contacts are waiting`,
        text: item.faults.join(' '),
        href: `/agents/${item.agentId}`,
        action: 'Open the agent',
      }
    case 'endpoint failing':
      return {
        title: `${hostOf(item.url)} does not take call results`,
        text: `${formatNumber(item.failed)} of the last ${count(item.attempts, 'attempt')} failed.`,
        href: `/webhooks/${item.endpointId}`,
        action: 'See why',
      }
    case 'endpoint off':
      return {
        title: `${hostOf(item.url)} is off while ${count(item.held, 'call result')} ${item.held === 1 ? 'waits' : 'wait'}`,
        text: 'They are sent as soon as the endpoint is enabled.',
        href: `/webhooks/${item.endpointId}`,
        action: 'Open the endpoint',
      }
    case 'credits low':
      return {
        title:
          item.available > 0
            ? `Only ${formatNumber(item.available)} of ${count(item.allocated, 'credit')} ${item.available === 1 ? 'is' : 'are'} left this month`
            : 'No credits are left this month',
        text: describeEnd(item),
        href: '/credits',
        action: 'See credits',
      }
  }
}

function batchName({ name, agentName }: { name: string | null; agentName: string }): string {
  return name ?? `A batch of ${agentName}`
}

function rowsLeft(waiting: number): string {
  return `${count(waiting, 'row')} ${waiting === 1 ? 'is' : 'are'} left to enroll.`
}

function sentence(reason: string | null): string {
  return reason === null ? '' : `${reason} `
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

import type { Column } from '@/ui/components/data-table'
import { ExternalId } from '@/ui/components/external-id'
import { formatNumber } from '@/ui/components/format-number'
import { PhoneNumber, WrittenNumber } from '@/ui/components/phone-number'
import { Result } from '@/ui/components/result'
import { TestBadge } from '@/ui/components/test-badge'
import { RelativeTime, ZonedTime } from '@/ui/components/time'
import type { SequenceSummary } from '@/ui/router-outputs'

/** Columns of a list of contacts, in their order. The first always shows; the others can be chosen. */
const COLUMNS: readonly (Column<SequenceSummary> & { isUsual: boolean })[] = [
  {
    key: 'name',
    header: 'Name',
    isUsual: true,
    cell: (sequence) => <NameOfContact {...sequence} />,
  },
  {
    key: 'result',
    header: 'Result',
    isUsual: true,
    cell: (sequence) => (
      <>
        <Result {...sequence} />
        {sequence.calledAgainBy !== null && <span className="text-muted-foreground"> · called again</span>}
      </>
    ),
  },
  {
    key: 'phone',
    header: 'Number called',
    isUsual: true,
    cell: ({ phoneNumber, phoneNumberExt }) => (
      <PhoneNumber e164={phoneNumber} extension={phoneNumberExt} country="below" />
    ),
  },
  {
    key: 'written',
    header: 'As sent',
    isUsual: true,
    from: 'xl',
    cell: ({ phoneNumber, phoneNumberWritten }) => <WrittenNumber e164={phoneNumber} written={phoneNumberWritten} />,
  },
  {
    key: 'outcomes',
    header: 'Outcomes',
    isUsual: true,
    from: 'lg',
    cell: ({ outcomeLabels }) => (
      <span className="block max-w-48 truncate" title={outcomeLabels.join(', ')}>
        {outcomeLabels.join(', ')}
      </span>
    ),
  },
  {
    key: 'agent',
    header: 'Agent',
    isUsual: false,
    from: 'lg',
    cell: ({ agentName }) => <span className="block max-w-40 truncate">{agentName}</span>,
  },
  {
    key: 'batch',
    header: 'Batch',
    isUsual: false,
    from: 'lg',
    cell: ({ batchName, enrolledAt }) =>
      batchName === null ? (
        <RelativeTime iso={enrolledAt} />
      ) : (
        <span className="block max-w-40 truncate" title={batchName}>
          {batchName}
        </span>
      ),
  },
  {
    key: 'calls',
    header: 'Calls',
    isUsual: false,
    align: 'right',
    from: 'lg',
    cell: ({ calls }) => formatNumber(calls),
  },
  {
    key: 'chain',
    header: 'Chain',
    isUsual: true,
    from: 'xl',
    cell: ({ chain }) =>
      chain && (
        <span className="block max-w-40 truncate" title={chain.value}>
          {chain.value} <span className="text-muted-foreground">#{chain.position + 1}</span>
        </span>
      ),
  },
  {
    key: 'externalId',
    header: 'External id',
    isUsual: false,
    from: 'lg',
    cell: ({ externalId }) => <ExternalId externalId={externalId} />,
  },
  {
    key: 'variables',
    header: 'Variables',
    isUsual: false,
    from: 'lg',
    cell: ({ customInputVariables }) => {
      const text = Object.entries(customInputVariables)
        .map(([name, value]) => `${name}: ${value}`)
        .join(' · ')
      return (
        <span className="block max-w-64 truncate" title={text}>
          {text}
        </span>
      )
    },
  },
  {
    key: 'lastCall',
    header: 'Last call, contact’s time',
    isUsual: false,
    align: 'right',
    from: 'lg',
    cell: ({ lastCallAt, timezone }) => lastCallAt && <ZonedTime iso={lastCallAt} timeZone={timezone} />,
  },
  {
    key: 'scheduled',
    header: 'Scheduled, contact’s time',
    isUsual: true,
    align: 'right',
    from: 'lg',
    cell: ({ scheduledAt, timezone }) => <ZonedTime iso={scheduledAt} timeZone={timezone} />,
  },
]

/** Columns that a list can show, by key. */
export const COLUMN_CHOICES = COLUMNS.slice(1).map(({ key, header }) => ({ key, header }))

/** What a list shows until somebody chooses. Of one batch, agent and batch say nothing; without chains, nor does that column. */
export function usualColumns({ isOneBatch, hasChains }: { isOneBatch: boolean; hasChains: boolean }): string[] {
  const usual = COLUMNS.filter(({ isUsual }) => isUsual).map(({ key }) => key)
  const own = isOneBatch ? [] : ['agent', 'batch']
  const without = [...(hasChains ? [] : ['chain']), ...(isOneBatch ? [] : ['written', 'scheduled'])]
  return [...usual, ...own].filter((key) => !without.includes(key))
}

/** Returns the columns with these keys, in their order. The name is always the first. */
export function columnsOf(keys: readonly string[]): Column<SequenceSummary>[] {
  return COLUMNS.filter(({ key }) => key === 'name' || keys.includes(key))
}

/** The name of a contact in a list, with the mark of a test. */
export function NameOfContact({ name, test }: Pick<SequenceSummary, 'name' | 'test'>) {
  return (
    <>
      {test && <TestBadge className="mr-2" />}
      <span title={name}>{name}</span>
    </>
  )
}

'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { Pagination } from '@/ui/components/pagination'
import { PhoneNumber, WrittenNumber } from '@/ui/components/phone-number'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import { State, stateWord } from '@/ui/components/state'
import { ZonedTime } from '@/ui/components/time'
import type { BatchDetails, BatchSequence } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { LIFECYCLE } from './lifecycle-counts'

const PAGE_SIZE = 50
const ANY = 'any'

type SequencesTabProps = { batch: BatchDetails; pollMs: number | false }

/** Lists the sequences of a batch in the order in which their contacts were sent. */
export function SequencesTab({ batch, pollMs }: SequencesTabProps) {
  const trpc = useTRPC()
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(LIFECYCLE).withOptions({ history: 'push' }))
  const { cursor, page, goNext, goPrevious, reset } = useCursorTrail()
  const sequences = useQuery({
    ...trpc.batches.sequences.queryOptions({
      batchId: batch.batchId,
      lifecycleStatus: status ?? undefined,
      cursor,
      limit: PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
  })
  const rows = sequences.data?.sequences
  const nextCursor = sequences.data?.nextCursor ?? null
  const total = status ? (batch.sequences[status] ?? 0) : Object.values(batch.sequences).reduce((a, b) => a + b, 0)
  const first = page * PAGE_SIZE + 1
  const chained = batch.chains > 0

  const filter = (value: string) => {
    reset()
    setStatus(LIFECYCLE.find((name) => name === value) ?? null)
  }

  if (sequences.error) {
    return <LoadError what="The sequences" error={sequences.error} onRetry={() => sequences.refetch()} />
  }
  return (
    <>
      <div className="mb-2 flex gap-2">
        <Select value={status ?? ANY} onValueChange={filter}>
          <SelectTrigger aria-label="State" className="w-44" />
          <SelectContent>
            <SelectItem value={ANY}>Any state</SelectItem>
            {LIFECYCLE.map((name) => (
              <SelectItem key={name} value={name} aside={formatNumber(batch.sequences[name] ?? 0)}>
                <State name={name} />
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
      <DataTable<BatchSequence>
        caption="Sequences"
        rows={rows}
        skeletonRows={10}
        rowKey={(sequence) => sequence.sequenceId}
        rowHref={(sequence) => `/sequences/${sequence.sequenceId}`}
        columns={[
          { key: 'name', header: 'Name', cell: (sequence) => <span title={sequence.name}>{sequence.name}</span> },
          {
            key: 'phone',
            header: 'Number called',
            cell: (sequence) => (
              <PhoneNumber e164={sequence.phoneNumber} extension={sequence.phoneNumberExt} country="below" />
            ),
          },
          {
            key: 'written',
            header: 'As sent',
            from: 'lg',
            cell: (sequence) => <WrittenNumber e164={sequence.phoneNumber} written={sequence.phoneNumberWritten} />,
          },
          { key: 'state', header: 'Result and state', cell: (sequence) => <ResultAndState sequence={sequence} /> },
          ...(chained
            ? [
                {
                  key: 'chain',
                  header: 'Chain',
                  from: 'xl' as const,
                  cell: (sequence: BatchSequence) =>
                    sequence.chain && (
                      <span className="block max-w-40 truncate" title={sequence.chain.value}>
                        {sequence.chain.value}{' '}
                        <span className="text-muted-foreground">#{sequence.chain.position + 1}</span>
                      </span>
                    ),
                },
              ]
            : []),
          {
            key: 'scheduled',
            header: 'Scheduled, contact’s time',
            align: 'right',
            from: 'lg',
            cell: (sequence) =>
              sequence.scheduledAt ? <ZonedTime iso={sequence.scheduledAt} timeZone={sequence.timezone} /> : null,
          },
        ]}
        phone={(sequence) => ({
          primary: sequence.name,
          aside: <State name={sequence.lastResultType ?? sequence.lifecycleStatus} />,
          secondary: (
            <>
              <PhoneNumber e164={sequence.phoneNumber} extension={sequence.phoneNumberExt} country="beside" />
              {sequence.phoneNumberWritten !== sequence.phoneNumber && <span>Sent: {sequence.phoneNumberWritten}</span>}
              {sequence.scheduledAt && <ZonedTime iso={sequence.scheduledAt} timeZone={sequence.timezone} />}
            </>
          ),
        })}
        empty={
          status ? (
            <EmptyState
              title="No sequence is in this state"
              action={<Button onClick={() => filter(ANY)}>Show all</Button>}
            />
          ) : (
            <EmptyState title="No sequences yet">
              They appear here as they are created, usually within seconds.
            </EmptyState>
          )
        }
      />
      {rows && rows.length > 0 && (
        <Pagination
          summary={`${formatNumber(first)}–${formatNumber(first + rows.length - 1)} of ${formatNumber(Math.max(total, first + rows.length - 1))}`}
          onPrevious={goPrevious}
          onNext={nextCursor ? () => goNext(nextCursor) : null}
        />
      )}
    </>
  )
}

/** Shows the result of the last call first, since the state "done" says nothing about the result. */
function ResultAndState({ sequence: { lastResultType, lifecycleStatus } }: { sequence: BatchSequence }) {
  // A failed call and the sequence that failed with it have the same word, so it is shown once.
  if (lastResultType === null || stateWord(lifecycleStatus) === lastResultType) return <State name={lifecycleStatus} />
  return (
    <span className="inline-grid leading-tight">
      <State name={lastResultType} />
      <span className="pl-4 text-xs text-muted-foreground">{stateWord(lifecycleStatus)}</span>
    </span>
  )
}

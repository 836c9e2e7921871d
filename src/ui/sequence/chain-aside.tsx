'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { classNames } from '@/ui/components/class-names'
import { count } from '@/ui/components/format-number'
import { oneTabStop } from '@/ui/components/one-tab-stop'
import { Result } from '@/ui/components/result'
import { Skeleton } from '@/ui/components/skeleton'
import type { SequenceDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

type ChainAsideProps = { sequence: SequenceDetails; pollMs: number | false }

/** Shows who is called before and after this contact. */
export function ChainAside({ sequence, pollMs }: ChainAsideProps) {
  const trpc = useTRPC()
  const { sequenceId, chain } = sequence
  const neighbours = useQuery({ ...trpc.sequences.chain.queryOptions({ sequenceId }), refetchInterval: pollMs })
  if (!chain) return null
  const { data } = neighbours
  return (
    <section aria-labelledby="chain-title">
      <h2 id="chain-title" className="font-semibold">
        Chain
      </h2>
      <p className="mt-0.5 mb-3 text-sm text-muted-foreground">
        {chain.variable} <span className="break-words text-foreground">{chain.value}</span> ·{' '}
        {count(chain.size, 'contact')}
        {chain.size > 1 && ', called one after the other'} · {chain.closedAt === null ? 'open' : 'closed'}
      </p>
      {!data && !neighbours.error && <Skeleton className="h-24 w-full" />}
      {data && (
        <ol ref={oneTabStop} className="border-t text-sm">
          {data.before > 0 && <li className="border-b py-1.5 text-muted-foreground">{data.before} before</li>}
          {data.members.map((member) => {
            const itself = member.sequenceId === sequenceId
            return (
              <li
                key={member.sequenceId}
                aria-current={itself || undefined}
                className={classNames('flex min-h-9 items-center gap-2.5 border-b', itself && 'font-medium')}
              >
                <span className="w-5 shrink-0 text-right text-muted-foreground">{member.position + 1}</span>
                {itself ? (
                  <span className="min-w-0 flex-1 truncate" title={member.name}>
                    {member.name}
                  </span>
                ) : (
                  <Link
                    href={`/sequences/${member.sequenceId}`}
                    title={member.name}
                    className="min-w-0 flex-1 truncate underline-offset-4 hover:underline"
                  >
                    {member.name}
                  </Link>
                )}
                <Result {...member} className="max-w-40 shrink-0 truncate font-normal" />
              </li>
            )
          })}
          {data.after > 0 && <li className="border-b py-1.5 text-muted-foreground">{data.after} after</li>}
        </ol>
      )}
    </section>
  )
}

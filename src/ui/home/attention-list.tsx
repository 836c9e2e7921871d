'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { TriangleAlert } from '@/ui/components/icons/triangle-alert'
import { oneTabStop } from '@/ui/components/one-tab-stop'
import { AbsoluteTime } from '@/ui/components/time'
import { describeError } from '@/ui/describe-error'
import type { Attention } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { describeAttention } from './describe-attention'

/** Shows what does not go on by itself, each with the one click that mends it or leads to where it is mended. */
export function AttentionList({ attention }: { attention: readonly Attention[] }) {
  if (attention.length === 0) return null
  return (
    <section aria-labelledby="attention-title">
      <h2 id="attention-title" className="mb-1 font-semibold">
        Needs attention
      </h2>
      <ul ref={oneTabStop} className="border-t">
        {attention.map((item) => (
          <AttentionRow key={keyOf(item)} item={item} />
        ))}
      </ul>
    </section>
  )
}

function keyOf(item: Attention): string {
  const { kind } = item
  if ('batchId' in item) return `${kind} ${item.batchId}`
  if ('importId' in item) return `${kind} ${item.importId}`
  if ('agentId' in item) return `${kind} ${item.agentId}`
  if ('dialerAccountId' in item) return `${kind} ${item.dialerAccountId}`
  return 'endpointId' in item ? `${kind} ${item.endpointId}` : kind
}

function AttentionRow({ item }: { item: Attention }) {
  const { title, text, href, action } = describeAttention(item)
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 border-b py-2.5">
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium break-words">
          <Link href={href} className="underline-offset-4 hover:underline">
            {title}
          </Link>
        </p>
        <p className="text-sm text-muted-foreground">
          {text}
          {'since' in item && (
            <>
              {' '}
              Since <AbsoluteTime iso={item.since} />.
            </>
          )}
        </p>
      </div>
      {/* On a phone below the text, and not below the icon beside it. */}
      <div className="max-sm:w-full max-sm:pl-7">
        {action === 'retry' || action === 'go on' ? (
          <TryAgain item={item} label={action === 'retry' ? 'Try again' : 'Resume slowly'} />
        ) : (
          <Button asChild size="sm">
            <Link href={href}>{action}</Link>
          </Button>
        )}
      </div>
    </li>
  )
}

/** Sets going again what has stopped, where that is all there is to do. */
function TryAgain({ item, label }: { item: Attention; label: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const onSuccess = () => queryClient.invalidateQueries(trpc.home.pathFilter())
  const retry = useMutation(trpc.batches.retry.mutationOptions({ onSuccess }))
  const resume = useMutation(trpc.imports.resume.mutationOptions({ onSuccess }))
  const goOn = useMutation(trpc.agents.resume.mutationOptions({ onSuccess }))
  const error = retry.error ?? resume.error ?? goOn.error
  return (
    <div className="grid gap-1 max-sm:justify-items-start sm:justify-items-end">
      <Button
        size="sm"
        pending={retry.isPending || resume.isPending || goOn.isPending}
        onClick={() => {
          if ('batchId' in item) retry.mutate({ batchId: item.batchId })
          if ('importId' in item) resume.mutate({ importId: item.importId })
          if ('agentId' in item) goOn.mutate({ agentId: item.agentId })
        }}
      >
        {label}
      </Button>
      {error && (
        <p role="alert" className="max-w-64 text-sm text-destructive sm:text-right">
          {describeError(error).message}
        </p>
      )}
    </div>
  )
}

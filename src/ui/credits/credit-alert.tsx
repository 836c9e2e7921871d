'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import { describeEnd } from '@/ui/home/describe-end'
import { FilterSelect } from '@/ui/lists/filter-select'
import { useTRPC } from '@/ui/trpc-client'

const SHARES = [0, 5, 10, 20, 30, 50]

/** Shows how long the credits last, and at how few of them owners and admins are told; who may change that, can. */
export function CreditAlert() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useMay('administer')
  const forecast = useQuery(trpc.credits.forecast.queryOptions())
  const change = useMutation(
    trpc.credits.setAlert.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.credits.forecast.queryFilter()),
      onError: (error) => toast.error(describeError(error).message),
    }),
  )
  if (!forecast.data) return null
  const { alertPercent } = forecast.data
  const shares = [...new Set([...SHARES, alertPercent])].sort((a, b) => a - b)
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <span className="text-muted-foreground">{describeEnd(forecast.data)} Owners and admins get a mail</span>
      {mayChange ? (
        <FilterSelect
          label="When owners and admins get a mail"
          className="w-52"
          value={String(alertPercent)}
          options={shares.map((share) => ({ value: String(share), label: shareWords(share) }))}
          onChange={(share) => share !== null && change.mutate({ percent: Number(share) })}
        />
      ) : (
        <span>{shareWords(alertPercent)}.</span>
      )}
    </div>
  )
}

function shareWords(percent: number): string {
  return percent === 0 ? 'never' : `when ${percent} % or less is left`
}

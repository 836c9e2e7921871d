'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator } from '@/ui/components/dropdown-menu'
import { Check } from '@/ui/components/icons/check'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useTRPC } from '@/ui/trpc-client'

/** Lists the organizations of whoever belongs to several, and goes to work for another one. */
export function OrganizationMenuItems() {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.account.organizations.queryOptions())
  const change = useMutation(
    trpc.account.switchOrganization.mutationOptions({
      // Loads a new document, so that nothing of the one organization shows in the other.
      onSuccess: () => window.location.assign('/'),
      onError: (error) => toast.error(describeError(error).message),
    }),
  )
  const organizations = data?.organizations ?? []
  if (organizations.length < 2) return null
  return (
    <>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>Organizations</DropdownMenuLabel>
      {organizations.map(({ organizationId, name, current }) => (
        <DropdownMenuItem
          key={organizationId}
          disabled={current}
          onSelect={() => change.mutate({ organizationId })}
          aria-current={current || undefined}
        >
          <span className="min-w-0 flex-1 truncate">{name}</span>
          {current && <Check aria-hidden />}
        </DropdownMenuItem>
      ))}
    </>
  )
}

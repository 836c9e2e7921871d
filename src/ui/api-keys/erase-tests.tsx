'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { count } from '@/ui/components/format-number'
import { toast } from '@/ui/components/toast'
import type { RouterOutputs } from '@/ui/router-outputs'
import { useTRPC, useTRPCClient } from '@/ui/trpc-client'

type Tests = RouterOutputs['tests']['count']

/** Says what is stored of tests, and erases all of it. */
export function EraseTests() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<Tests | null>(null)
  const [open, setOpen] = useState(false)
  const tests = useQuery(trpc.tests.count.queryOptions())
  const erase = useMutation({
    mutationFn: async () => {
      let erased = 0
      for (;;) {
        const { contacts, batches, imports, underWay, more } = await client.tests.erase.mutate()
        erased += contacts
        if (!more || batches + imports === 0) return { erased, underWay }
      }
    },
    onSuccess: ({ erased, underWay }) => {
      setOpen(false)
      const told = `${count(erased, 'test contact')} erased.`
      if (underWay === 0) toast.success(told)
      else toast.info(`${told} ${left(underWay)}`)
    },
    onSettled: () => queryClient.invalidateQueries(),
  })
  if (!tests.data) return null
  const { batches, imports } = tests.data
  const isNone = batches + imports === 0
  return (
    <section
      aria-labelledby="tests-title"
      className="mt-10 flex flex-wrap items-start justify-between gap-4 border-t pt-6"
    >
      <div className="min-w-0 flex-1 basis-80">
        <h2 id="tests-title" className="font-semibold">
          Tests
        </h2>
        <p className="mt-1 text-muted-foreground">
          {isNone ? (
            'Nothing is stored of test calls and of what test keys enroll.'
          ) : (
            <>
              Test calls and test keys have left {amountOf(tests.data)}. They are not counted in any figures.{' '}
              <Link href="/sequences?tests=true" className="text-link underline underline-offset-4">
                Show contacts with tests
              </Link>
            </>
          )}
        </p>
      </div>
      {!isNone && (
        <Button
          onClick={() => {
            erase.reset()
            // The dialog keeps the numbers of its opening.
            setAsked(tests.data)
            setOpen(true)
          }}
        >
          Erase tests
        </Button>
      )}
      {asked && (
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          title={`Erase ${count(asked.contacts, 'test contact')}?`}
          description={`${amountOf(asked)} ${asked.contacts === 1 && asked.imports === 0 ? 'is' : 'are'} erased for good, with their calls, mails, rejections and webhook deliveries. ${asked.open > 0 ? 'What is still open is cancelled before. ' : ''}Nothing that was enrolled in earnest is touched; credits that test calls have cost stay in the ledger.`}
          confirm="Erase tests"
          keep="Keep the tests"
          pending={erase.isPending}
          error={erase.error}
          onConfirm={() => erase.mutate()}
        />
      )}
    </section>
  )
}

function amountOf({ batches, contacts, imports }: Tests): string {
  const files = imports > 0 ? ` and ${count(imports, 'import')}` : ''
  return `${count(contacts, 'contact')} in ${count(batches, 'batch', 'batches')}${files}`
}

function left(underWay: number): string {
  return underWay === 1
    ? 'One batch is left since a call is under way: erase it when the call has ended.'
    : `Calls are under way in ${count(underWay, 'batch', 'batches')}: erase them when those have ended.`
}

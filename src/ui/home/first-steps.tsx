import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { CircleCheck } from '@/ui/components/icons/circle-check'
import type { RouterOutputs } from '@/ui/router-outputs'

/** Shows what to do on the first day. Nothing is left of it when all is done. */
export function FirstSteps({ steps }: { steps: RouterOutputs['home']['firstSteps'] }) {
  const { agent, call, contacts, agentId } = steps
  const list = [
    {
      key: 'agent',
      done: agent,
      title: 'Set up an agent',
      text: 'It needs a number to call from, a call window and a call step.',
      action: agentId === null ? 'Create an agent' : 'Set it up',
      href: agentId === null ? '/agents/new' : `/agents/${agentId}/settings`,
    },
    {
      key: 'call',
      done: call,
      title: 'Make a test call',
      text: 'Call yourself, and hear what your contacts will hear.',
      action: 'Test the agent',
      href: `/agents/${agentId}/test`,
    },
    {
      key: 'contacts',
      done: contacts,
      title: 'Import contacts',
      text: 'From a CSV or Excel file. Nobody is called before you have reviewed every row.',
      action: 'Import contacts',
      href: '/import',
    },
  ]
  if (list.every(({ done }) => done)) return null
  const next = list.find(({ done }) => !done)
  return (
    <section aria-labelledby="first-steps-title" className="rounded-lg border p-4">
      <h2 id="first-steps-title" className="font-semibold">
        Three steps to the first calls
      </h2>
      <ol className="mt-3 grid gap-4 md:grid-cols-3">
        {list.map(({ key, done, title, text, action, href }, index) => (
          <li key={key} className="flex gap-3">
            {done ? (
              <CircleCheck className="mt-0.5 size-5 shrink-0 text-success" aria-hidden />
            ) : (
              <span
                aria-hidden
                className="grid size-5 shrink-0 place-items-center rounded-full border text-xs font-medium"
              >
                {index + 1}
              </span>
            )}
            <div>
              <h3 className="font-medium">
                {title}
                {done && <span className="sr-only"> (done)</span>}
              </h3>
              <p className="text-sm text-muted-foreground">{text}</p>
              {key === next?.key && (
                <Button asChild size="sm" className="mt-2">
                  <Link href={href}>{action}</Link>
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

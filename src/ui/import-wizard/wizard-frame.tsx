'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Button } from '@/ui/components/button'
import { classNames } from '@/ui/components/class-names'
import { Check } from '@/ui/components/icons/check'
import { X } from '@/ui/components/icons/x'
import { Tooltip } from '@/ui/components/tooltip'
import { SkipLink } from '@/ui/frame/skip-link'
import type { AgentDetails } from '@/ui/router-outputs'
import { STEPS, type StepKey } from './state/wizard-state'

type WizardFrameProps = {
  agent: AgentDetails
  step: StepKey
  /** How many steps are done. */
  furthest: number
  /** Text for screen readers, read out when it changes. */
  announcement: string
  onStep: (step: Exclude<StepKey, 'enroll'>) => void
  back: ReactNode
  counts: ReactNode
  next: ReactNode
  children: ReactNode
}

/** Fills the window with the wizard: steps at the top, the current step, and a footer with the ways back and on. */
export function WizardFrame(props: WizardFrameProps) {
  const { agent, step, furthest, announcement, onStep, back, counts, next, children } = props
  return (
    <div className="flex h-dvh flex-col lowest:h-auto lowest:min-h-dvh">
      <SkipLink />
      <header className="flex shrink-0 flex-wrap items-center gap-x-4 border-b px-3 sm:px-4 lg:grid lg:h-14 lg:grid-cols-[1fr_auto_1fr] sm:low:h-10 sm:low:flex-nowrap">
        <div className="flex h-12 min-w-0 items-center gap-2 lg:h-14 sm:low:h-10 sm:low:flex-1">
          <Tooltip content="Back to the agent" side="bottom">
            <Button asChild variant="ghost" size="icon">
              <Link href={`/agents/${agent.agentId}`} aria-label={`Close and go back to ${agent.name}`}>
                <X aria-hidden />
              </Link>
            </Button>
          </Tooltip>
          <h1 className="min-w-0 truncate font-semibold">
            Enroll contacts <span className="font-normal text-muted-foreground">with {agent.name}</span>
          </h1>
        </div>
        <Stepper step={step} furthest={furthest} onStep={onStep} />
      </header>
      {/* The region exists from the first step on, since a region that appears together with its text is not read out. */}
      <p className="sr-only" role="status">
        {announcement}
      </p>
      {/* Positioned, so that content for screen readers is placed inside it. Otherwise that content would make the page longer than its window. */}
      <main
        id="content"
        tabIndex={-1}
        className="relative flex min-h-0 flex-1 flex-col overflow-y-auto outline-none lowest:flex-none lowest:grow lowest:overflow-visible"
      >
        {children}
      </main>
      {(back || counts || next) && (
        <footer className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-t bg-background px-4 py-3 sm:px-6 low:py-1">
          {back}
          <p
            className="min-w-0 flex-1 text-right text-sm text-muted-foreground max-sm:order-first max-sm:basis-full max-sm:text-left"
            aria-live="polite"
          >
            {counts}
          </p>
          <div className="max-sm:ml-auto">{next}</div>
        </footer>
      )}
    </div>
  )
}

function Stepper({ step, furthest, onStep }: Pick<WizardFrameProps, 'step' | 'furthest' | 'onStep'>) {
  return (
    <nav aria-label="Steps" className="w-full pb-2.5 lg:w-auto lg:pb-0 sm:low:w-auto sm:low:min-w-72 sm:low:pb-0">
      <ol className="flex gap-1.5 lg:gap-1">
        {STEPS.map(({ key, label }, index) => {
          const current = key === step
          const done = index < furthest
          const content = (
            <>
              <span
                aria-hidden
                className={classNames(
                  'grid size-5 place-items-center rounded-full border text-xs max-lg:hidden',
                  done
                    ? 'border-foreground text-foreground'
                    : current && 'border-foreground bg-foreground font-medium text-background',
                )}
              >
                {done ? <Check className="size-3" strokeWidth={2.5} /> : index + 1}
              </span>
              <span
                className={classNames(
                  'text-sm max-lg:text-xs',
                  current ? 'font-medium text-foreground' : done ? 'text-foreground' : 'text-muted-foreground',
                )}
              >
                {label}
              </span>
              <span className="sr-only">{done ? '(done)' : current ? '(current)' : '(to come)'}</span>
            </>
          )
          const barClasses = classNames(
            'flex w-full items-center gap-2 text-left max-lg:border-t-2 max-lg:pt-1 lg:h-8 lg:rounded-md lg:px-2.5',
            current || done ? 'max-lg:border-foreground' : 'max-lg:border-border',
          )
          return (
            <li key={key} aria-current={current ? 'step' : undefined} className="min-w-0 max-lg:flex-1">
              {done && key !== 'enroll' && step !== 'enroll' ? (
                <button
                  type="button"
                  onClick={() => onStep(key)}
                  className={classNames(barClasses, 'lg:hover:bg-accent')}
                >
                  {content}
                </button>
              ) : (
                <div className={barClasses}>{content}</div>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

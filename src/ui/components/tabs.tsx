'use client'

import { type ComponentProps, createContext, type KeyboardEvent, type ReactNode, useContext, useId } from 'react'
import { classNames } from './class-names'

// Tabs as the ARIA Authoring Practices have them, with activation by the arrows: one tab stop, arrows, Home and End
// inside. Radix's are 6 kB.

type TabsState = { value: string; onChange: (value: string) => void; id: string }

const TabsContext = createContext<TabsState | null>(null)

function useTabs(): TabsState {
  const tabs = useContext(TabsContext)
  if (!tabs) throw new Error('This tab is not within Tabs.')
  return tabs
}

type TabsProps = { value: string; onValueChange: (value: string) => void; className?: string; children: ReactNode }

export function Tabs({ value, onValueChange, className, children }: TabsProps) {
  const id = useId()
  return (
    <TabsContext value={{ value, onChange: onValueChange, id }}>
      <div className={className}>{children}</div>
    </TabsContext>
  )
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('[role="tab"]')]
  const at = tabs.indexOf(document.activeElement as HTMLButtonElement)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
  if (at < 0 || to === undefined) return
  event.preventDefault()
  const next = tabs.at(to % tabs.length)
  next?.focus()
  next?.click()
}

/** Underlined tabs over one line; scrolls sideways when a phone is too narrow for all of them. */
export function TabsList({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      role="tablist"
      onKeyDown={moveFocus}
      className={classNames('flex gap-5 overflow-x-auto border-b [scrollbar-width:none]', className)}
      {...props}
    />
  )
}

type TabsTriggerProps = Omit<ComponentProps<'button'>, 'value'> & { value: string; count?: ReactNode }

export function TabsTrigger({ className, value, count, children, ...props }: TabsTriggerProps) {
  const tabs = useTabs()
  const isActive = tabs.value === value
  return (
    <button
      type="button"
      role="tab"
      id={`${tabs.id}tab-${value}`}
      aria-selected={isActive}
      aria-controls={isActive ? `${tabs.id}panel-${value}` : undefined}
      tabIndex={isActive ? 0 : -1}
      onClick={() => tabs.onChange(value)}
      className={classNames(
        '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-base text-muted-foreground transition-colors hover:text-foreground pointer-coarse:h-11',
        'focus-visible:-outline-offset-2',
        isActive && 'border-foreground font-medium text-foreground',
        className,
      )}
      {...props}
    >
      {children}
      {count !== undefined && <span className="text-sm font-normal text-muted-foreground">{count}</span>}
    </button>
  )
}

/** What is under a tab; drawn while that tab is the chosen one. */
export function TabsContent({ className, value, ...props }: ComponentProps<'div'> & { value: string }) {
  const tabs = useTabs()
  if (tabs.value !== value) return null
  return (
    <div
      role="tabpanel"
      id={`${tabs.id}panel-${value}`}
      aria-labelledby={`${tabs.id}tab-${value}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel whose first part takes no focus is reached by Tab
      tabIndex={0}
      className={classNames('pt-4', className)}
      {...props}
    />
  )
}

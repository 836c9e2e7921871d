'use client'

import * as TabsPrimitive from '@radix-ui/react-tabs'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

export const Tabs = TabsPrimitive.Root

/** Underlined tabs over one line; scrolls sideways when a phone is too narrow for all of them. */
export function TabsList({ className, ...props }: ComponentProps<typeof TabsPrimitive.List>) {
  return (
    <TabsPrimitive.List
      className={classNames('flex gap-5 overflow-x-auto border-b [scrollbar-width:none]', className)}
      {...props}
    />
  )
}

export function TabsTrigger({
  className,
  count,
  children,
  ...props
}: ComponentProps<typeof TabsPrimitive.Trigger> & { count?: ReactNode }) {
  return (
    <TabsPrimitive.Trigger
      className={classNames(
        '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-base text-muted-foreground transition-colors hover:text-foreground pointer-coarse:h-11',
        'focus-visible:-outline-offset-2 data-[state=active]:border-foreground data-[state=active]:font-medium data-[state=active]:text-foreground',
        className,
      )}
      {...props}
    >
      {children}
      {count !== undefined && <span className="text-sm font-normal text-muted-foreground">{count}</span>}
    </TabsPrimitive.Trigger>
  )
}

export function TabsContent({ className, ...props }: ComponentProps<typeof TabsPrimitive.Content>) {
  return <TabsPrimitive.Content className={classNames('pt-4', className)} {...props} />
}

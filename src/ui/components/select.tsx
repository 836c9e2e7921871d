'use client'

import * as SelectPrimitive from '@radix-ui/react-select'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'
import { Check } from './icons/check'
import { ChevronDown } from './icons/chevron-down'
import { inputClasses } from './input'
import { useNonce } from './nonce'

export const Select = SelectPrimitive.Root
export const SelectGroup = SelectPrimitive.Group

/** The closed select. It shows the chosen item or `placeholder`. */
export function SelectTrigger({
  className,
  placeholder,
  children,
  ...props
}: ComponentProps<typeof SelectPrimitive.Trigger> & { placeholder?: string }) {
  return (
    <SelectPrimitive.Trigger
      className={classNames(
        inputClasses,
        'flex h-8 items-center justify-between gap-2 text-left pointer-coarse:h-10 data-[placeholder]:text-muted-foreground',
        className,
      )}
      {...props}
    >
      <span className="min-w-0 truncate">
        <SelectPrimitive.Value placeholder={placeholder}>{children}</SelectPrimitive.Value>
      </span>
      <ChevronDown className="size-4 shrink-0 text-muted-foreground" aria-hidden />
    </SelectPrimitive.Trigger>
  )
}

/** The list of an open select. */
export function SelectContent({ className, children, ...props }: ComponentProps<typeof SelectPrimitive.Content>) {
  return (
    <SelectPrimitive.Portal>
      <SelectPrimitive.Content
        position="popper"
        sideOffset={4}
        className={classNames(
          'z-50 max-h-[min(var(--radix-select-content-available-height),24rem)] min-w-(--radix-select-trigger-width) max-w-[90vw] overflow-hidden rounded-lg bg-popover text-popover-foreground shadow-popover',
          'data-[state=open]:animate-in data-[state=open]:fade-in-0 duration-100',
          className,
        )}
        {...props}
      >
        <SelectPrimitive.Viewport className="p-1" nonce={useNonce()}>
          {children}
        </SelectPrimitive.Viewport>
      </SelectPrimitive.Content>
    </SelectPrimitive.Portal>
  )
}

type SelectItemProps = ComponentProps<typeof SelectPrimitive.Item> & {
  /** Shown at the right of the item, and not in the closed select. */
  aside?: ReactNode
}

/** One choice. */
export function SelectItem({ className, children, aside, ...props }: SelectItemProps) {
  return (
    <SelectPrimitive.Item
      className={classNames(
        'flex h-8 cursor-default items-center gap-2 rounded-md pr-2 pl-7 text-base outline-none select-none pointer-coarse:h-10',
        'relative data-[highlighted]:bg-accent data-[disabled]:text-muted-foreground',
        className,
      )}
      {...props}
    >
      <SelectPrimitive.ItemIndicator className="absolute left-2">
        <Check className="size-4" aria-hidden />
      </SelectPrimitive.ItemIndicator>
      <SelectPrimitive.ItemText>{children}</SelectPrimitive.ItemText>
      {aside && <span className="ml-auto pl-4 text-xs text-muted-foreground">{aside}</span>}
    </SelectPrimitive.Item>
  )
}

/** The heading of several choices. */
export function SelectLabel({ className, ...props }: ComponentProps<typeof SelectPrimitive.Label>) {
  return (
    <SelectPrimitive.Label
      className={classNames('px-2 pt-2 pb-1 text-xs font-medium text-muted-foreground', className)}
      {...props}
    />
  )
}

export function SelectSeparator({ className, ...props }: ComponentProps<typeof SelectPrimitive.Separator>) {
  return <SelectPrimitive.Separator className={classNames('my-1 h-px bg-border', className)} {...props} />
}

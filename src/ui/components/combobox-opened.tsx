'use client'

import * as Popover from '@radix-ui/react-popover'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { classNames } from './class-names'
import type { ComboboxProps } from './combobox'
import { ComboboxFace, comboboxClasses } from './combobox-face'
import { Check } from './icons/check'

const SHOWN_MAX = 80

/** The list of `Combobox` with its button, which is open at once. */
export function ComboboxOpened(props: ComboboxProps) {
  const { options, value, onChange, placeholder, noneLabel, searchLabel, ...trigger } = props
  const [open, setOpen] = useState(true)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)

  const shown = useMemo(() => {
    const words = query.toLowerCase().replaceAll('_', ' ').split(/\s+/).filter(Boolean)
    const matches = options.filter(({ label, keywords = '' }) => {
      const text = `${label} ${keywords}`.toLowerCase().replaceAll('_', ' ')
      return words.every((word) => text.includes(word))
    })
    const choices: { value: string | null; label: string }[] = matches.slice(0, SHOWN_MAX)
    return noneLabel && words.length === 0 ? [{ value: null, label: noneLabel }, ...choices] : choices
  }, [options, query, noneLabel])

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const choose = (index: number) => {
    const choice = shown[index]
    if (!choice) return
    onChange(choice.value)
    setOpen(false)
  }
  const chosen = options.find((option) => option.value === value)

  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setQuery('')
        setActive(0)
      }}
    >
      <Popover.Trigger
        type="button"
        role="combobox"
        aria-expanded={open}
        aria-controls={listId}
        className={comboboxClasses}
        {...trigger}
      >
        <ComboboxFace chosen={chosen?.label} none={noneLabel ?? placeholder} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          aria-label={searchLabel}
          className="z-50 w-(--radix-popover-trigger-width) min-w-64 overflow-hidden rounded-lg bg-popover text-popover-foreground shadow-popover"
        >
          <input
            role="combobox"
            aria-label={searchLabel}
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={shown.length > 0 ? `${listId}-${active}` : undefined}
            aria-autocomplete="list"
            placeholder={placeholder}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value)
              setActive(0)
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') setActive((index) => Math.min(index + 1, shown.length - 1))
              else if (event.key === 'ArrowUp') setActive((index) => Math.max(index - 1, 0))
              else if (event.key === 'Enter') choose(active)
              else return
              event.preventDefault()
            }}
            className="h-9 w-full border-b bg-transparent px-3 text-base outline-none placeholder:text-muted-foreground pointer-coarse:text-[16px]"
          />
          <div ref={list} id={listId} role="listbox" aria-label={searchLabel} className="max-h-64 overflow-y-auto p-1">
            {shown.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the search field above owns the keyboard (aria-activedescendant)
              <div
                key={option.value ?? ''}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={option.value === value}
                className={classNames(
                  'relative flex min-h-8 items-center rounded-md py-1 pr-2 pl-7 text-base pointer-coarse:min-h-10',
                  index === active && 'bg-accent',
                )}
                onPointerMove={() => setActive(index)}
                onClick={() => choose(index)}
              >
                {option.value === value && <Check className="absolute left-2 size-4" aria-hidden />}
                {option.label}
              </div>
            ))}
          </div>
          {shown.length === 0 && <p className="px-3 pb-3 text-sm text-muted-foreground">Nothing matches “{query}”.</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

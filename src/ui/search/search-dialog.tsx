'use client'

import * as DialogPrimitive from '@radix-ui/react-dialog'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { SEARCH_TEXT_LENGTH_MAX } from '@/domain/search/search-limits.rules'
import { classNames } from '@/ui/components/class-names'
import { DialogOverlay } from '@/ui/components/dialog'
import { count } from '@/ui/components/format-number'
import { LoaderCircle } from '@/ui/components/icons/loader-circle'
import { Search } from '@/ui/components/icons/search'
import { useFocusBefore } from '@/ui/components/use-focus-before'
import { describeError } from '@/ui/describe-error'
import { useTRPC } from '@/ui/trpc-client'
import { SearchHit } from './search-hit'
import { groupsOf } from './search-hits'

/** As long as somebody takes between two keys. */
const TYPING_MS = 120

type SearchDialogProps = { open: boolean; onOpenChange: (open: boolean) => void }

/** Finds people, batches, imports and agents while somebody types. The field has the focus; arrows go through the hits. */
export function SearchDialog({ open, onOpenChange }: SearchDialogProps) {
  return (
    <DialogPrimitive.Root open={open} onOpenChange={onOpenChange}>
      <DialogPrimitive.Portal>
        <DialogOverlay />
        <SearchPanel onClose={() => onOpenChange(false)} />
      </DialogPrimitive.Portal>
    </DialogPrimitive.Root>
  )
}

function SearchPanel({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const router = useRouter()
  const focusBefore = useFocusBefore()
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const [active, setActive] = useState(0)
  /** Enter was pressed before the hits were there: the first is opened when they come. */
  const [opensFirst, setOpensFirst] = useState(false)

  const wanted = text.trim()
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), TYPING_MS)
    return () => clearTimeout(timer)
  }, [wanted])
  const found = useQuery({
    ...trpc.search.find.queryOptions({ text: asked }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  const isCurrent = asked === wanted && (asked === '' || (!found.isPlaceholderData && !found.isFetching))
  const groups = asked === '' || wanted === '' || !found.data ? [] : groupsOf(found.data)
  const hits = groups.flatMap((group) => group.hits)

  const go = (href: string | undefined) => {
    if (href === undefined) return
    onClose()
    router.push(href)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is opened is decided by the hits that came
  useEffect(() => {
    if (!opensFirst || !isCurrent) return
    setOpensFirst(false)
    go(hits[0]?.href)
  }, [opensFirst, isCurrent])
  useEffect(() => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setActive((at) => (hits.length === 0 ? 0 : (at + 1) % hits.length))
    else if (event.key === 'ArrowUp') setActive((at) => (hits.length === 0 ? 0 : (at + hits.length - 1) % hits.length))
    else if (event.key === 'Enter') {
      if (isCurrent) go(hits[active]?.href)
      else setOpensFirst(true)
    } else return
    event.preventDefault()
  }

  return (
    <DialogPrimitive.Content
      aria-describedby={undefined}
      onCloseAutoFocus={(event) => {
        event.preventDefault()
        focusBefore()
      }}
      className="fixed inset-x-0 top-0 z-50 mx-auto flex max-h-dvh w-full flex-col overflow-hidden bg-popover text-popover-foreground shadow-popover sm:top-[12vh] sm:max-h-[70vh] sm:max-w-xl sm:rounded-xl"
    >
      <DialogPrimitive.Title className="sr-only">Search</DialogPrimitive.Title>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search className="size-4 shrink-0 text-muted-foreground" aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog is this field
          autoFocus
          role="combobox"
          aria-label="Search"
          aria-expanded={hits.length > 0}
          aria-controls={listId}
          aria-activedescendant={hits.length > 0 ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={SEARCH_TEXT_LENGTH_MAX}
          placeholder="Number, name, email, variable, id, batch or file"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setActive(0)
            setOpensFirst(false)
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted-foreground pointer-coarse:text-[16px]"
        />
        {!isCurrent && <LoaderCircle className="size-4 shrink-0 animate-spin text-muted-foreground" aria-hidden />}
        <DialogPrimitive.Close className="rounded-md px-1.5 py-0.5 text-sm text-muted-foreground hover:bg-accent hover:text-foreground pointer-coarse:py-2">
          <span className="sm:hidden">Close</span>
          <kbd className="hidden font-sans text-xs sm:inline">Esc</kbd>
        </DialogPrimitive.Close>
      </div>
      <div ref={list} id={listId} role="listbox" aria-label="What was found" className="overflow-y-auto empty:hidden">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not a fieldset
          <div key={group.title} role="group" aria-label={group.title} className="p-1.5">
            <div aria-hidden className="px-2.5 pt-1 pb-1.5 text-xs font-medium text-muted-foreground">
              {group.title}
            </div>
            {group.hits.map((hit) => {
              const at = hits.indexOf(hit)
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field above owns the keyboard (aria-activedescendant)
                <div
                  key={hit.href}
                  id={`${listId}-${at}`}
                  data-at={at}
                  role="option"
                  tabIndex={-1}
                  aria-selected={at === active}
                  onPointerMove={() => setActive(at)}
                  onClick={() => go(hit.href)}
                  className={classNames('cursor-pointer rounded-md px-2.5 py-2', at === active && 'bg-accent')}
                >
                  <SearchHit hit={hit} />
                </div>
              )
            })}
          </div>
        ))}
      </div>
      <Below
        text={wanted}
        isCurrent={isCurrent}
        hits={hits.length}
        more={found.data?.morePeople ?? false}
        error={found.error}
      />
    </DialogPrimitive.Content>
  )
}

type BelowProps = { text: string; isCurrent: boolean; hits: number; more: boolean; error: unknown }

/** Says below the hits how many there are, what to search for, or what went wrong. */
function Below({ text, isCurrent, hits, more, error }: BelowProps) {
  const told = () => {
    if (text === '')
      return 'A phone number in any format or its last digits, the beginning of a name, an email address, an external id, the value of a variable, an id, or the name of a batch, file or agent.'
    if (!isCurrent) return hits > 0 ? '' : 'Searching…'
    if (error) return `The search did not work. ${describeError(error).message}`
    if (hits === 0)
      return `Nothing found for “${text}”. Names are found by their beginning, values of variables as a whole.`
    return more ? 'More people match. Type more of the name or number.' : count(hits, 'match', 'matches')
  }
  const message = told()
  return (
    <p
      role="status"
      className={classNames(
        'px-4 text-sm text-pretty text-muted-foreground',
        message !== '' && 'border-t py-3 first:border-t-0',
      )}
    >
      {message}
    </p>
  )
}

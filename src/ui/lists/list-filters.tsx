'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from '@/ui/components/button'
import { Search } from '@/ui/components/icons/search'
import { Input } from '@/ui/components/input'
import { useTRPC } from '@/ui/trpc-client'
import { FilterSelect } from './filter-select'
import { TIME_OPTIONS, type TimeFilter } from './time-filter'

/** After how long without a key a search is made. */
const SEARCH_PAUSE_MS = 250

/** Lays out the search, the filters and the order of a list. */
export function ListFilters({ children, onClear }: { children: ReactNode; onClear: (() => void) | null }) {
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      {children}
      {onClear && (
        <Button variant="ghost" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </search>
  )
}

type SearchFieldProps = { label: string; value: string | null; onSearch: (text: string | null) => void }

/** Searches while one types. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const [text, setText] = useState(value ?? '')
  const [shown, setShown] = useState(value)
  // The address has changed by another way: a press on "back", or cleared filters.
  if (value !== shown) {
    setShown(value)
    setText(value ?? '')
  }
  useEffect(() => {
    const wanted = text.trim() || null
    if (wanted === value) return
    const timer = setTimeout(() => {
      setShown(wanted)
      onSearch(wanted)
    }, SEARCH_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])
  return (
    <div className="relative w-56 max-sm:w-full">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={200}
        className="pl-8"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
    </div>
  )
}

type TimeSelectProps = { value: TimeFilter | null; onChange: (value: TimeFilter | null) => void }

/** Filters by how far back a list goes. */
export function TimeSelect({ value, onChange }: TimeSelectProps) {
  return <FilterSelect label="Time" any="Any time" value={value} options={TIME_OPTIONS} onChange={onChange} />
}

type NameFilterProps = { value: string | null; onChange: (value: string | null) => void }

export function AgentFilter({ value, onChange }: NameFilterProps) {
  const trpc = useTRPC()
  const agents = useQuery(trpc.agents.list.queryOptions({}))
  const options = agents.data?.agents.map(({ agentId, name }) => ({ value: agentId, label: name })) ?? []
  return <FilterSelect label="Agent" any="Any agent" value={value} options={options} onChange={onChange} />
}

/** Filters by the key or the operator that enrolled. */
export function CreatorFilter({ value, onChange }: NameFilterProps) {
  const trpc = useTRPC()
  const creators = useQuery(trpc.batches.creators.queryOptions())
  const names = new Set([...(creators.data?.creators ?? []), ...(value === null ? [] : [value])])
  return (
    <FilterSelect
      label="Who"
      any="Anybody"
      value={value}
      options={[...names].map((name) => ({ value: name, label: name }))}
      onChange={onChange}
    />
  )
}

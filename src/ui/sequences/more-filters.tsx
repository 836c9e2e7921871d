'use client'

import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { lazyPart } from '@/ui/components/lazy-part'
import type { Change } from './filter-bar'
import type { SequenceFilters } from './use-sequence-filter'

const Opened = lazyPart(() => import('./more-filters-opened').then((module) => module.MoreFiltersOpened))

export type MoreFiltersProps = {
  filter: SequenceFilters
  change: Change
  /** False for the list of one batch, which is of tests or not. */
  withTests: boolean
}

/** The filters that are used more rarely, in a panel that is no part of the first load. */
export function MoreFilters(props: MoreFiltersProps) {
  const [isWanted, setWanted] = useState(false)
  const closed = (
    <Button aria-haspopup="dialog" aria-expanded={false} onClick={() => setWanted(true)}>
      More filters
    </Button>
  )
  return isWanted ? <Opened {...props} meanwhile={closed} /> : closed
}

'use client'

import { useState } from 'react'
import { ComboboxFace, comboboxClasses } from './combobox-face'
import { lazyPart } from './lazy-part'

const Opened = lazyPart(() => import('./combobox-opened').then((module) => module.ComboboxOpened))

export type ComboboxOption = { value: string; label: string; keywords?: string }

export type ComboboxProps = {
  options: readonly ComboboxOption[]
  value: string | null
  onChange: (value: string | null) => void
  placeholder: string
  /** The item that means no choice: "Agent's default (America/New_York)". Without it something must be chosen. */
  noneLabel?: string
  searchLabel: string
  id?: string
  disabled?: boolean
  'aria-describedby'?: string
  'aria-invalid'?: boolean
  'aria-label'?: string
}

/**
 * A select with a search field, for lists too long to scroll (timezones, countries). The list is no part of the first
 * load.
 */
export function Combobox(props: ComboboxProps) {
  const { options, value, onChange: _, placeholder, noneLabel, searchLabel: __, ...trigger } = props
  const [isWanted, setWanted] = useState(false)
  const closed = (
    <button
      type="button"
      role="combobox"
      aria-haspopup="dialog"
      aria-expanded={false}
      className={comboboxClasses}
      onClick={() => setWanted(true)}
      {...trigger}
    >
      <ComboboxFace chosen={options.find((option) => option.value === value)?.label} none={noneLabel ?? placeholder} />
    </button>
  )
  return isWanted ? <Opened {...props} meanwhile={closed} /> : closed
}

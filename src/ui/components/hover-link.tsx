'use client'

import Link from 'next/link'
import { type ComponentProps, useEffect, useRef, useState } from 'react'

/** A pointer that only passes over a list, or arrows that go through it, are at no row as long as this. */
const DWELL_MS = 80

type HoverLinkProps = Omit<
  ComponentProps<typeof Link>,
  'prefetch' | 'onMouseEnter' | 'onMouseLeave' | 'onFocus' | 'onBlur'
>

/**
 * A link whose page is fetched with its data as soon as somebody points at it or has the focus on it, so that a press
 * shows it at once. Until then it asks for nothing: a list of fifty would ask fifty times.
 */
export function HoverLink(props: HoverLinkProps) {
  const [isWanted, setWanted] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const arrive = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setWanted(true), DWELL_MS)
  }
  const leave = () => clearTimeout(timer.current)
  return (
    <Link {...props} prefetch={isWanted} onMouseEnter={arrive} onMouseLeave={leave} onFocus={arrive} onBlur={leave} />
  )
}

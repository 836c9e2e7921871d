'use client'

import { cloneElement, type KeyboardEvent, type ReactElement, useState } from 'react'
import { lazyPart } from './lazy-part'
import type { MenuItem } from './menu-opened'

const Opened = lazyPart(() => import('./menu-opened').then((module) => module.MenuOpened))

type ButtonProps = {
  'aria-haspopup'?: 'menu'
  'aria-expanded'?: boolean
  onClick?: () => void
  onKeyDown?: (event: KeyboardEvent) => void
}

export type MenuProps = {
  /** The button that opens it: a `Button`. */
  button: ReactElement<ButtonProps>
  items: readonly MenuItem[]
}

/** A menu of actions below its button. What opens is no part of the first load. */
export function Menu({ button, items }: MenuProps) {
  const [isWanted, setWanted] = useState(false)
  const closed = cloneElement(button, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setWanted(true),
    onKeyDown: (event) => event.key === 'ArrowDown' && setWanted(true),
  })
  return isWanted ? <Opened button={button} items={items} meanwhile={closed} /> : closed
}

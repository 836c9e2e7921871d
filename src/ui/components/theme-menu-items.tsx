'use client'

import { useTheme } from 'next-themes'
import { DropdownMenuLabel, DropdownMenuRadioGroup, DropdownMenuRadioItem } from './dropdown-menu'
import { Monitor } from './icons/monitor'
import { Moon } from './icons/moon'
import { Sun } from './icons/sun'

/** Light, dark or the system's theme, as items of a menu. */
export function ThemeMenuItems() {
  const { theme, setTheme } = useTheme()
  return (
    <>
      <DropdownMenuLabel>Theme</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme} onValueChange={setTheme}>
        <DropdownMenuRadioItem value="system">
          <Monitor aria-hidden />
          System
        </DropdownMenuRadioItem>
        <DropdownMenuRadioItem value="light">
          <Sun aria-hidden />
          Light
        </DropdownMenuRadioItem>
        <DropdownMenuRadioItem value="dark">
          <Moon aria-hidden />
          Dark
        </DropdownMenuRadioItem>
      </DropdownMenuRadioGroup>
    </>
  )
}

import type { ComponentProps } from 'react'

// The icons of the console: 44 of Lucide 1.75.0 (https://lucide.dev), as they are there, without the 51 MB of the rest.
// Each is a file of its own: a page that draws one icon loads the whole file it is in.
//
// ISC License. Copyright (c) 2026 Lucide Icons and Contributors. Some are derived from Feather, MIT License, Copyright (c)
// 2013-present Cole Bemis. Both licences: public/licenses/lucide.txt.

export type IconProps = Omit<ComponentProps<'svg'>, 'children'>

/** An icon is decoration: the text beside it, or its button's name, says what it means. */
export function Icon(props: ComponentProps<'svg'>) {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={24}
      height={24}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      {...props}
    />
  )
}

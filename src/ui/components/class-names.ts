import { type ClassValue, clsx } from 'clsx'
import { createTailwindMerge } from 'tailwind-merge'
import { CLASS_GROUPS } from './class-groups'

const merge = createTailwindMerge(() => CLASS_GROUPS)

/** Joins class names. Where two set the same property, the later one wins. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values))
}

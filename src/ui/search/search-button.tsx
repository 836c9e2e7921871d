'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { Button } from '@/ui/components/button'
import { Search } from '@/ui/components/icons/search'
import { useIsBrowser } from '@/ui/components/use-is-browser'

// Most pages are read without a search: what it is made of is loaded when it opens.
const SearchDialog = dynamic(() => import('./search-dialog').then((module) => module.SearchDialog), { ssr: false })

/** Opens the search by Ctrl-K or Cmd-K, wherever the focus is. Renders the dialog; the buttons are `SearchButton`. */
export function useSearch() {
  const [open, setOpen] = useState(false)
  // Stays once it was opened, so that it can fade out.
  const [isWanted, setWanted] = useState(false)
  const show = () => {
    setWanted(true)
    setOpen(true)
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isSearch = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      if (!isSearch || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      setWanted(true)
      setOpen((before) => !before)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return { show, dialog: isWanted && <SearchDialog open={open} onOpenChange={setOpen} /> }
}

/** The search box of the sidebar; it looks like a field, and opens one. */
export function SearchBox({ onPress }: { onPress: () => void }) {
  const isBrowser = useIsBrowser()
  const isApple = isBrowser && /Mac|iPhone|iPad/.test(navigator.platform)
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onPress}
      className="flex h-8 w-full items-center gap-2.5 rounded-md border border-input bg-background px-2 text-sm text-muted-foreground transition-colors hover:text-foreground pointer-coarse:h-10"
    >
      <Search className="size-4 shrink-0" aria-hidden />
      <span className="flex-1 text-left">Search</span>
      <kbd aria-hidden className="font-sans text-xs">
        {isBrowser && (isApple ? '⌘K' : 'Ctrl K')}
      </kbd>
    </button>
  )
}

/** The search button of the header on a phone. */
export function SearchButton({ onPress }: { onPress: () => void }) {
  return (
    <Button variant="ghost" size="icon" aria-label="Search" className="ml-auto" onClick={onPress}>
      <Search aria-hidden />
    </Button>
  )
}

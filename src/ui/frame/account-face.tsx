import { ChevronsUpDown } from '@/ui/components/icons/chevrons-up-down'

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.charAt(0).toUpperCase()).join('')
}

/** What the button of the account looks like, whether its menu is loaded yet or not. */
export const ACCOUNT_BUTTON_CLASSES =
  'flex h-10 w-full items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-accent data-[state=open]:bg-accent'

export function AccountFace({ name }: { name: string }) {
  return (
    <>
      <span
        aria-hidden
        className="grid size-6 shrink-0 place-items-center rounded-full bg-foreground/85 text-[10px] font-semibold text-background"
      >
        {initials(name)}
      </span>
      <span className="min-w-0 flex-1 truncate text-sm">{name}</span>
      <ChevronsUpDown className="size-3.5 shrink-0 text-muted-foreground" aria-hidden />
    </>
  )
}

import { Logo } from './logo'

/** The organization, at the head of the navigation. */
export function OrganizationName({ name }: { name: string }) {
  return (
    <div className="flex h-10 min-w-0 items-center gap-2.5 px-2">
      <Logo className="size-6 shrink-0" />
      <div className="min-w-0 leading-tight">
        <div className="truncate text-sm font-semibold">{name}</div>
        <div className="text-xs text-muted-foreground">Rollcall</div>
      </div>
    </div>
  )
}

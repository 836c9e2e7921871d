import { classNames } from './class-names'
import { ChevronsUpDown } from './icons/chevrons-up-down'
import { inputClasses } from './input'

/** What the button of a combobox looks like, whether its list is loaded yet or not. */
export const comboboxClasses = classNames(
  inputClasses,
  'flex h-8 items-center justify-between gap-2 text-left pointer-coarse:h-10',
)

type ComboboxFaceProps = {
  chosen: string | undefined
  /** What stands there when nothing is chosen. */
  none: string
}

export function ComboboxFace({ chosen, none }: ComboboxFaceProps) {
  return (
    <>
      <span className={classNames('truncate', chosen === undefined && 'text-muted-foreground')}>{chosen ?? none}</span>
      <ChevronsUpDown className="size-4 shrink-0 text-muted-foreground" aria-hidden />
    </>
  )
}

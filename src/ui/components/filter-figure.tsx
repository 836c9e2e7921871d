import { classNames } from './class-names'
import { formatNumber } from './format-number'
import { State } from './state'

type FilterFigureProps = {
  /** A state or a result. */
  name: string
  amount: number
  /** Whether the list below shows only these. */
  pressed: boolean
  onPress: () => void
}

/** Shows how many have a state or a result. Pressed, it filters the list below by it; pressed again, it does not. */
export function FilterFigure({ name, amount, pressed, onPress }: FilterFigureProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={classNames(
        'flex h-7 items-center gap-1.5 rounded-md px-2 transition-colors hover:bg-muted pointer-coarse:h-10',
        pressed && 'bg-accent font-medium',
      )}
    >
      <State name={name} />
      <span className="text-muted-foreground">{formatNumber(amount)}</span>
    </button>
  )
}

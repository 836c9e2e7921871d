/** Column 0 is the gutter, which stands for the row; the others are the targets. */
export type GridPosition = { at: number; column: number }

/** What a key asks of the grid. */
export type GridCommand =
  | { kind: 'move'; to: GridPosition }
  /** `text` replaces the cell; null: its own text is edited. */
  | { kind: 'edit'; text: string | null }
  | { kind: 'clear' }
  | { kind: 'toggle row' }
  | { kind: 'next fault'; backwards: boolean }

type Key = { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }

type GridSize = { rows: number; columns: number; pageRows: number }

/** The command of a key that is pressed on a cell, as spreadsheets have it; null for a key that is not ours. */
export function gridCommand(event: Key, { at, column }: GridPosition, size: GridSize): GridCommand | null {
  const { key, shiftKey } = event
  const control = event.ctrlKey || event.metaKey
  if (event.altKey) return null
  const move = (nextAt: number, nextColumn: number): GridCommand => ({
    kind: 'move',
    to: { at: clamp(nextAt, size.rows - 1), column: clamp(nextColumn, size.columns) },
  })
  switch (key) {
    case 'ArrowDown':
      return move(control ? size.rows : at + 1, column)
    case 'ArrowUp':
      return move(control ? 0 : at - 1, column)
    case 'ArrowRight':
      return move(at, control ? size.columns : column + 1)
    case 'ArrowLeft':
      return move(at, control ? 0 : column - 1)
    case 'PageDown':
      return move(at + size.pageRows, column)
    case 'PageUp':
      return move(at - size.pageRows, column)
    case 'Home':
      return move(control ? 0 : at, 0)
    case 'End':
      return move(control ? size.rows : at, size.columns)
    case 'F8':
      return { kind: 'next fault', backwards: shiftKey }
    case ' ':
      return control ? null : { kind: 'toggle row' }
    case 'Enter':
      return column === 0 ? { kind: 'toggle row' } : { kind: 'edit', text: null }
    case 'F2':
      return column === 0 ? null : { kind: 'edit', text: null }
    case 'Delete':
    case 'Backspace':
      return column === 0 ? null : { kind: 'clear' }
  }
  // A key that writes one character starts over with it.
  return !control && column > 0 && [...key].length === 1 ? { kind: 'edit', text: key } : null
}

/** Where a commit goes on to: Enter a row down, Tab a cell to the right, with Shift the other way. */
export function positionAfterEdit(
  key: 'Enter' | 'Tab',
  shiftKey: boolean,
  { at, column }: GridPosition,
  size: Pick<GridSize, 'rows' | 'columns'>,
): GridPosition {
  const step = shiftKey ? -1 : 1
  return key === 'Enter'
    ? { at: clamp(at + step, size.rows - 1), column }
    : { at, column: Math.max(1, clamp(column + step, size.columns)) }
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(max, value))
}

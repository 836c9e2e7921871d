/** A cell of the grid. Column 0 is the gutter, which stands for the row. The other columns are the targets. */
export type GridPosition = { at: number; column: number }

/** What a key does in the grid. */
export type GridCommand =
  | { kind: 'move'; to: GridPosition }
  | { kind: 'extend'; to: GridPosition }
  | { kind: 'select'; what: 'all' | 'rows' | 'columns' | 'one' }
  /** `text` replaces the cell's text; null edits the existing text. */
  | { kind: 'edit'; text: string | null }
  | { kind: 'clear' }
  | { kind: 'toggle row' }
  | { kind: 'next fault'; backwards: boolean }

type Key = { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }

type GridSize = { rows: number; columns: number; pageRows: number }

/**
 * Finds the command of a key that is pressed on a cell, as in spreadsheets; null for any other key. Copying, cutting
 * and pasting are clipboard events and not keys.
 *
 * @param selection its moving corner when more than the current cell is selected; otherwise null
 */
export function gridCommand(
  event: Key,
  active: GridPosition,
  selection: { extent: GridPosition } | null,
  size: GridSize,
): GridCommand | null {
  const { key, shiftKey } = event
  const control = event.ctrlKey || event.metaKey
  if (event.altKey) return null
  const to = moved(key, control, (shiftKey && selection?.extent) || active, size)
  if (to && !shiftKey) return { kind: 'move', to }
  // From the gutter a selection has whole rows. From a cell it never reaches the gutter.
  if (to) return { kind: 'extend', to: { at: to.at, column: active.column === 0 ? 0 : Math.max(1, to.column) } }
  switch (key) {
    case 'F8':
      return { kind: 'next fault', backwards: shiftKey }
    case ' ':
      if (control) return { kind: 'select', what: shiftKey ? 'all' : 'columns' }
      return shiftKey ? { kind: 'select', what: 'rows' } : { kind: 'toggle row' }
    case 'Escape':
      return selection && { kind: 'select', what: 'one' }
    case 'Enter':
      return active.column === 0 ? { kind: 'toggle row' } : { kind: 'edit', text: null }
    case 'F2':
      return active.column === 0 ? null : { kind: 'edit', text: null }
    case 'Delete':
    case 'Backspace':
      return active.column === 0 && !selection ? null : { kind: 'clear' }
  }
  if (control) return key.toLowerCase() === 'a' && !shiftKey ? { kind: 'select', what: 'all' } : null
  // A key that writes one character replaces the cell's text by it.
  return active.column > 0 && [...key].length === 1 ? { kind: 'edit', text: key } : null
}

function moved(key: string, control: boolean, { at, column }: GridPosition, size: GridSize): GridPosition | null {
  const position = (nextAt: number, nextColumn: number) => ({
    at: clamp(nextAt, size.rows - 1),
    column: clamp(nextColumn, size.columns),
  })
  switch (key) {
    case 'ArrowDown':
      return position(control ? size.rows : at + 1, column)
    case 'ArrowUp':
      return position(control ? 0 : at - 1, column)
    case 'ArrowRight':
      return position(at, control ? size.columns : column + 1)
    case 'ArrowLeft':
      return position(at, control ? 0 : column - 1)
    case 'PageDown':
      return position(at + size.pageRows, column)
    case 'PageUp':
      return position(at - size.pageRows, column)
    case 'Home':
      return position(control ? 0 : at, 0)
    case 'End':
      return position(control ? size.rows : at, size.columns)
  }
  return null
}

/** Returns the cell after a commit: Enter goes one row down, Tab one cell to the right, and Shift reverses both. */
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

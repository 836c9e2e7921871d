import { describe, expect, it } from 'vitest'
import { gridCommand, positionAfterEdit } from './grid-keys'

const size = { rows: 100, columns: 4, pageRows: 20 }
const at = { at: 10, column: 2 }

function press(keys: string, position = at, extent: typeof at | null = null) {
  const parts = keys.split('+')
  return gridCommand(
    {
      key: parts.at(-1) === 'Space' ? ' ' : (parts.at(-1) ?? ''),
      ctrlKey: parts.includes('Control'),
      metaKey: false,
      shiftKey: parts.includes('Shift'),
      altKey: parts.includes('Alt'),
    },
    position,
    extent && { extent },
    size,
  )
}

describe('gridCommand', () => {
  it.each([
    ['ArrowDown', 11, 2],
    ['ArrowUp', 9, 2],
    ['ArrowRight', 10, 3],
    ['ArrowLeft', 10, 1],
    ['PageDown', 30, 2],
    ['PageUp', 0, 2],
    ['Home', 10, 0],
    ['End', 10, 4],
    ['Control+Home', 0, 0],
    ['Control+End', 99, 4],
    ['Control+ArrowDown', 99, 2],
    ['Control+ArrowUp', 0, 2],
  ])('%s moves', (keys, row, column) => {
    expect(press(keys)).toEqual({ kind: 'move', to: { at: row, column } })
  })

  it('stays within the rows and columns', () => {
    expect(press('ArrowDown', { at: 99, column: 4 })).toEqual({ kind: 'move', to: { at: 99, column: 4 } })
    expect(press('ArrowRight', { at: 99, column: 4 })).toEqual({ kind: 'move', to: { at: 99, column: 4 } })
  })

  it.each([
    ['Enter', { kind: 'edit', text: null }],
    ['F2', { kind: 'edit', text: null }],
    ['x', { kind: 'edit', text: 'x' }],
    ['é', { kind: 'edit', text: 'é' }],
    ['Shift+X', { kind: 'edit', text: 'X' }],
    ['Delete', { kind: 'clear' }],
    ['Space', { kind: 'toggle row' }],
    ['Shift+Space', { kind: 'select', what: 'rows' }],
    ['Control+Space', { kind: 'select', what: 'columns' }],
    ['Control+Shift+Space', { kind: 'select', what: 'all' }],
    ['Control+a', { kind: 'select', what: 'all' }],
    ['F8', { kind: 'next fault', backwards: false }],
    ['Shift+F8', { kind: 'next fault', backwards: true }],
    ['Control+c', null],
    ['Alt+ArrowLeft', null],
    ['Tab', null],
    ['Escape', null],
  ])('%s', (keys, command) => {
    expect(press(keys)).toEqual(command)
  })

  it.each([
    ['Shift+ArrowDown', 11, 2],
    ['Shift+ArrowLeft', 10, 1],
    ['Shift+PageDown', 30, 2],
    ['Shift+End', 10, 4],
    ['Control+Shift+ArrowDown', 99, 2],
    ['Control+Shift+End', 99, 4],
    // The gutter is no cell, so a selection of cells stops before it.
    ['Shift+Home', 10, 1],
    ['Control+Shift+Home', 0, 1],
  ])('%s extends what is selected', (keys, row, column) => {
    expect(press(keys)).toEqual({ kind: 'extend', to: { at: row, column } })
  })

  it('extends from the moving corner, and moves from the current cell', () => {
    const extent = { at: 20, column: 3 }
    expect(press('Shift+ArrowUp', at, extent)).toEqual({ kind: 'extend', to: { at: 19, column: 3 } })
    expect(press('ArrowUp', at, extent)).toEqual({ kind: 'move', to: { at: 9, column: 2 } })
    expect(press('Escape', at, extent)).toEqual({ kind: 'select', what: 'one' })
  })

  it('has whole rows from the gutter on', () => {
    const gutter = { at: 10, column: 0 }
    expect(press('Shift+ArrowDown', gutter)).toEqual({ kind: 'extend', to: { at: 11, column: 0 } })
    expect(press('Delete', gutter, { at: 11, column: 0 })).toEqual({ kind: 'clear' })
  })

  it('edits nothing in the gutter', () => {
    const gutter = { at: 10, column: 0 }
    expect(press('Enter', gutter)).toEqual({ kind: 'toggle row' })
    for (const keys of ['x', 'F2', 'Delete']) expect(press(keys, gutter)).toBeNull()
  })
})

it('positionAfterEdit goes down by Enter and to the right by Tab, with Shift back', () => {
  expect(positionAfterEdit('Enter', false, at, size)).toEqual({ at: 11, column: 2 })
  expect(positionAfterEdit('Enter', true, at, size)).toEqual({ at: 9, column: 2 })
  expect(positionAfterEdit('Tab', false, at, size)).toEqual({ at: 10, column: 3 })
  expect(positionAfterEdit('Tab', true, { at: 10, column: 1 }, size)).toEqual({ at: 10, column: 1 })
})

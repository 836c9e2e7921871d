import { describe, expect, it } from 'vitest'
import { gridCommand, positionAfterEdit } from './grid-keys'

const size = { rows: 100, columns: 4, pageRows: 20 }
const at = { at: 10, column: 2 }

function press(keys: string, position = at) {
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
    ['Shift+Space', { kind: 'toggle row' }],
    ['F8', { kind: 'next fault', backwards: false }],
    ['Shift+F8', { kind: 'next fault', backwards: true }],
    ['Control+c', null],
    ['Alt+ArrowLeft', null],
    ['Tab', null],
    ['Escape', null],
  ])('%s', (keys, command) => {
    expect(press(keys)).toEqual(command)
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

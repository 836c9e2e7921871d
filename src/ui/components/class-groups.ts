import type { createTailwindMerge } from 'tailwind-merge'

type Config = ReturnType<Parameters<typeof createTailwindMerge>[0]>

// Which classes set the same property, for those that the console uses: the whole table of tailwind-merge is 6 kB on every
// page. `class-names.test.ts` compares the two for every class in `src/ui`, and fails for one that is missing here.

const any = () => true
const isArbitrary = (value: string) => value.startsWith('[')
const isLength = (value: string) => /^\[[\d.]+(px|em|rem)\]$/.test(value)
const sizes = ['xs', 'sm', 'base', 'lg', 'xl', '2xl', isLength]
const widths = ['', '0', '2', '4', isLength]

/** Groups whose classes are all that begin with their name. */
const WHOLE = [
  ...['w', 'h', 'size', 'min-w', 'min-h', 'max-w', 'max-h', 'basis', 'order', 'z'],
  ...['p', 'px', 'py', 'pt', 'pr', 'pb', 'pl', 'm', 'mx', 'my', 'mt', 'mr', 'mb', 'ml', 'scroll-mt'],
  ...['gap', 'gap-x', 'gap-y', 'inset', 'inset-x', 'inset-y', 'top', 'right', 'bottom', 'left'],
  ...['grid-cols', 'grid-rows', 'col-span', 'items', 'justify', 'justify-items', 'justify-self', 'self', 'content'],
  ...['place-content', 'place-items', 'rounded', 'rounded-t', 'rounded-r', 'shadow', 'opacity', 'bg', 'fill', 'stroke'],
  ...['accent', 'tracking', 'leading', 'underline-offset', 'whitespace', 'align', 'cursor', 'select', 'touch'],
  ...['pointer-events', 'transition', 'duration', 'delay', 'animate', 'translate-x', 'translate-y', 'overscroll'],
  ...['outline-offset', 'border-spacing', 'appearance', 'scale'],
] as const

const SIDES = ['t', 'r', 'b', 'l', 'x', 'y'] as const

type Groups = Record<string, readonly (string | Record<string, readonly unknown[]>)[]>

const classGroups: Groups = {
  ...Object.fromEntries(WHOLE.map((name) => [name, [{ [name]: ['', any] }]])),
  display: [
    ...['block', 'inline', 'inline-block', 'flex', 'inline-flex', 'grid', 'inline-grid', 'contents', 'hidden'],
    ...['table', 'table-cell'],
  ],
  position: ['static', 'fixed', 'absolute', 'relative', 'sticky'],
  'flex-direction': [{ flex: ['row', 'col', 'col-reverse'] }],
  'flex-wrap': [{ flex: ['wrap', 'nowrap'] }],
  flex: [{ flex: ['1', 'auto', 'none', isArbitrary] }],
  grow: [{ grow: ['', '0'] }],
  shrink: [{ shrink: ['', '0'] }],
  overflow: [{ overflow: ['auto', 'hidden', 'visible'] }],
  'overflow-x': [{ 'overflow-x': [any] }],
  'overflow-y': [{ 'overflow-y': [any] }],
  'font-size': [{ text: sizes }],
  'text-alignment': [{ text: ['left', 'center', 'right'] }],
  'text-wrap': [{ text: ['balance', 'pretty'] }],
  'text-color': [{ text: [any] }],
  'font-weight': [{ font: ['normal', 'medium', 'semibold', 'bold'] }],
  'font-family': [{ font: ['sans', 'mono'] }],
  'text-decoration': ['underline', 'line-through', 'no-underline'],
  'text-overflow': ['truncate'],
  break: [{ break: ['normal', 'words', 'all'] }],
  wrap: [{ wrap: ['anywhere'] }],
  'fvn-spacing': ['tabular-nums'],
  'list-style-type': [{ list: ['disc', 'none'] }],
  'border-w': [{ border: widths }],
  'border-style': [{ border: ['solid', 'dashed'] }],
  'border-collapse': [{ border: ['separate', 'collapse'] }],
  'border-color': [{ border: [any] }],
  ...Object.fromEntries(SIDES.map((side) => [`border-w-${side}`, [{ [`border-${side}`]: widths }]])),
  ...Object.fromEntries(SIDES.map((side) => [`border-color-${side}`, [{ [`border-${side}`]: [any] }]])),
  'outline-style': [{ outline: ['none', 'hidden'] }],
  'outline-w': [{ outline: ['2'] }],
  'outline-color': [{ outline: [any] }],
  'ring-w': [{ ring: [''] }],
  blur: ['blur'],
  filter: ['filter'],
  sr: ['sr-only', 'not-sr-only'],
  visibility: ['visible', 'invisible'],
}

const conflictingClassGroups: Record<string, readonly string[]> = {
  size: ['w', 'h'],
  p: ['px', 'py', 'pt', 'pr', 'pb', 'pl'],
  px: ['pr', 'pl'],
  py: ['pt', 'pb'],
  m: ['mx', 'my', 'mt', 'mr', 'mb', 'ml'],
  mx: ['mr', 'ml'],
  my: ['mt', 'mb'],
  gap: ['gap-x', 'gap-y'],
  inset: ['inset-x', 'inset-y', 'top', 'right', 'bottom', 'left'],
  'inset-x': ['right', 'left'],
  'inset-y': ['top', 'bottom'],
  flex: ['basis', 'grow', 'shrink'],
  overflow: ['overflow-x', 'overflow-y'],
  'font-size': ['leading'],
  rounded: ['rounded-t', 'rounded-r'],
  'border-w': SIDES.map((side) => `border-w-${side}`),
  'border-w-x': ['border-w-r', 'border-w-l'],
  'border-w-y': ['border-w-t', 'border-w-b'],
  'border-color': SIDES.map((side) => `border-color-${side}`),
  'border-color-x': ['border-color-r', 'border-color-l'],
  'border-color-y': ['border-color-t', 'border-color-b'],
}

/** The configuration of tailwind-merge, whose type asks for each group of its own table. */
export const CLASS_GROUPS = {
  cacheSize: 500,
  theme: {},
  classGroups,
  conflictingClassGroups,
  conflictingClassGroupModifiers: { 'font-size': ['leading'] },
  orderSensitiveModifiers: ['*', '**', 'after', 'before', 'placeholder', 'selection', 'file', 'marker'],
} as unknown as Config

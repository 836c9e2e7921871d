'use client'

import { type ComponentProps, type PointerEvent, useRef, useState } from 'react'
import type { CallWindow, CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS, type Weekday } from '@/domain/schedule/weekdays.rules'
import { Button } from '@/ui/components/button'
import { classNames } from '@/ui/components/class-names'
import { formatHourMark, formatWallTime } from '@/ui/components/format-time'
import { CircleAlert } from '@/ui/components/icons/circle-alert'
import { Plus } from '@/ui/components/icons/plus'
import { X } from '@/ui/components/icons/x'
import { Input } from '@/ui/components/input'
import { useIsBrowser } from '@/ui/components/use-is-browser'
import { controlId, useFault } from './form-context'
import { isTime, readTime } from './read-time'
import { type Drag, dragWindow, joinWindows, layOut, minuteAt, type Piece } from './week-drag'

const DAY_MINUTES = 1_440
const MARKS = [0, 6, 12, 18, 24]
const USUAL: CallWindow = { start: '09:00', end: '17:00' }

type Held = { day: Weekday; index: number; drag: Drag }

type WeekFieldProps = { value: CallWindows; onChange: (value: CallWindows) => void; disabled?: boolean }

/**
 * The call windows as a week: each day has a bar to drag on, and the same hours beside it to type. Whatever can be dragged
 * can be typed, so the bars are for the pointer alone.
 */
export function WeekField({ value, onChange, disabled = false }: WeekFieldProps) {
  const [held, setHeld] = useState<Held | null>(null)
  const [shown, setShown] = useState<CallWindow | null>(null)
  const isBrowser = useIsBrowser()
  const windows = held && shown ? withWindow(value, held, shown) : value
  const days = layOut(windows)
  const change = (day: Weekday, list: CallWindow[]) => onChange({ ...value, [day]: list })
  const copyToAll = (from: Weekday, to: readonly Weekday[]) =>
    onChange({
      ...value,
      ...Object.fromEntries(to.map((day) => [day, (value[from] ?? []).map((one) => ({ ...one }))])),
    })
  const drop = () => {
    if (held && shown) change(held.day, joinWindows(withWindow(value, held, shown)[held.day] ?? []))
    setHeld(null)
    setShown(null)
  }
  return (
    <div className="grid gap-1">
      <div className="hidden pl-24 sm:block" aria-hidden>
        <div className="relative mb-1 h-4 w-[calc(100%-19rem)] min-w-40 text-xs text-muted-foreground">
          {MARKS.map((hour) => (
            <span
              key={hour}
              className="absolute -translate-x-1/2 whitespace-nowrap"
              style={{ left: `${(hour / 24) * 100}%` }}
            >
              {isBrowser ? formatHourMark(hour) : hour}
            </span>
          ))}
        </div>
      </div>
      {WEEKDAYS.map((day) => (
        <Day
          key={day}
          day={day}
          windows={windows[day] ?? []}
          pieces={days[day]}
          disabled={disabled}
          onHold={(drag, index) => {
            setHeld({ day, index, drag })
            setShown(drag.kind === 'new' ? null : drag.window)
          }}
          onDrag={(minute) => held && setShown(dragWindow(held.drag, minute))}
          onDrop={drop}
          onChange={(list) => change(day, list)}
        />
      ))}
      {!disabled && (
        <div className="mt-2 flex flex-wrap gap-2">
          <Button size="sm" onClick={() => copyToAll('monday', WEEKDAYS.slice(1, 5))}>
            Monday’s hours on all weekdays
          </Button>
          <Button size="sm" onClick={() => copyToAll('monday', WEEKDAYS.slice(1))}>
            On every day
          </Button>
        </div>
      )}
    </div>
  )
}

function withWindow(value: CallWindows, { day, index }: Held, window: CallWindow): CallWindows {
  const list = [...(value[day] ?? [])]
  list[index] = window
  return { ...value, [day]: list }
}

type DayProps = {
  day: Weekday
  windows: readonly CallWindow[]
  pieces: readonly Piece[]
  disabled: boolean
  onHold: (drag: Drag, index: number) => void
  onDrag: (minute: number) => void
  onDrop: () => void
  onChange: (windows: CallWindow[]) => void
}

function Day({ day, windows, pieces, disabled, onHold, onDrag, onDrop, onChange }: DayProps) {
  const bar = useRef<HTMLDivElement>(null)
  const name = day.charAt(0).toUpperCase() + day.slice(1)
  const minuteOf = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect()
    return box ? minuteAt((event.clientX - box.left) / box.width) : 0
  }
  const hold = (event: PointerEvent, make: (from: number) => Drag, index: number) => {
    if (disabled || event.button !== 0) return
    event.stopPropagation()
    event.preventDefault()
    bar.current?.setPointerCapture(event.pointerId)
    onHold(make(minuteOf(event)), index)
  }
  return (
    <fieldset className="grid min-w-0 gap-x-4 gap-y-1.5 border-b py-2 sm:grid-cols-[5rem_minmax(10rem,1fr)_18rem] sm:items-start">
      <legend className="sr-only">{name}</legend>
      <span aria-hidden className="text-sm leading-8 font-medium">
        {name}
      </span>
      <div
        ref={bar}
        aria-hidden
        className={classNames(
          'relative h-8 touch-none overflow-hidden rounded-md bg-muted select-none max-sm:order-3',
          !disabled && 'cursor-crosshair',
        )}
        onPointerDown={(event) => hold(event, (from) => ({ kind: 'new', from }), windows.length)}
        onPointerMove={(event) => event.buttons > 0 && onDrag(minuteOf(event))}
        onPointerUp={onDrop}
        onPointerCancel={onDrop}
      >
        {MARKS.slice(1, -1).map((hour) => (
          <span key={hour} className="absolute inset-y-0 w-px bg-border" style={{ left: `${(hour / 24) * 100}%` }} />
        ))}
        {pieces.map((piece) => (
          <PieceBar
            key={`${piece.day} ${piece.index} ${piece.isRest}`}
            piece={piece}
            window={windows[piece.index]}
            onHold={(event, kind, window) => hold(event, (from) => ({ kind, window, from }), piece.index)}
          />
        ))}
      </div>
      <div className="grid gap-1.5">
        {windows.map((window, index) => (
          <TypedWindow
            // biome-ignore lint/suspicious/noArrayIndexKey: a window has no name, and its fields keep what is typed by the place
            key={index}
            path={`callWindows.${day}.${index}`}
            label={`${name}, window ${index + 1}`}
            window={window}
            disabled={disabled}
            onChange={(changed) => onChange(windows.map((each, at) => (at === index ? changed : each)))}
            onRemove={() => onChange(windows.filter((_, at) => at !== index))}
          />
        ))}
        <div className="flex h-8 items-center gap-2 text-sm text-muted-foreground">
          {windows.length === 0 && <span>No calls</span>}
          {!disabled && (
            <Button
              variant="ghost"
              size="sm"
              aria-label={`Add hours on ${name}`}
              onClick={() => onChange([...windows, { ...(windows.length === 0 ? USUAL : { start: '', end: '' }) }])}
            >
              <Plus aria-hidden />
              Add hours
            </Button>
          )}
        </div>
      </div>
    </fieldset>
  )
}

type PieceBarProps = {
  piece: Piece
  window: CallWindow | undefined
  onHold: (event: PointerEvent, kind: 'start' | 'end' | 'move', window: CallWindow) => void
}

function PieceBar({ piece, window, onHold }: PieceBarProps) {
  const place = {
    left: `${(piece.start / DAY_MINUTES) * 100}%`,
    width: `${((piece.end - piece.start) / DAY_MINUTES) * 100}%`,
  }
  // What began on the day before is changed there.
  if (piece.isRest || !window) {
    return <span className="pointer-events-none absolute inset-y-1 rounded-sm bg-primary/35" style={place} />
  }
  return (
    <span
      className="absolute inset-y-1 cursor-grab rounded-sm bg-primary"
      style={place}
      onPointerDown={(event) => onHold(event, 'move', window)}
    >
      <span
        className="absolute inset-y-0 left-0 w-2 cursor-ew-resize"
        onPointerDown={(event) => onHold(event, 'start', window)}
      />
      <span
        className="absolute inset-y-0 right-0 w-2 cursor-ew-resize"
        onPointerDown={(event) => onHold(event, 'end', window)}
      />
    </span>
  )
}

type TypedWindowProps = {
  path: string
  label: string
  window: CallWindow
  disabled: boolean
  onChange: (window: CallWindow) => void
  onRemove: () => void
}

function TypedWindow({ path, label, window, disabled, onChange, onRemove }: TypedWindowProps) {
  const faults = { whole: useFault(path), start: useFault(`${path}.start`), end: useFault(`${path}.end`) }
  const fault = faults.start ?? faults.end ?? faults.whole
  const faultId = `${controlId(path)}-fault`
  const field = (side: 'start' | 'end') => (
    <TimeInput
      id={controlId(`${path}.${side}`)}
      aria-label={`${label}, ${side === 'start' ? 'from' : 'to'}`}
      aria-invalid={faults[side] || faults.whole ? true : undefined}
      aria-describedby={fault ? faultId : undefined}
      usual={USUAL[side]}
      disabled={disabled}
      time={window[side]}
      onChange={(time) => onChange({ ...window, [side]: time })}
    />
  )
  return (
    <div>
      <div className="flex items-center gap-2">
        {field('start')}
        <span aria-hidden className="text-muted-foreground">
          to
        </span>
        {field('end')}
        {!disabled && (
          <Button variant="ghost" size="icon-sm" aria-label={`Remove: ${label}`} onClick={onRemove}>
            <X aria-hidden />
          </Button>
        )}
      </div>
      {fault && (
        <p id={faultId} role="alert" className="mt-1 flex items-start gap-1.5 text-sm text-destructive">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {fault}
        </p>
      )}
    </div>
  )
}

type TimeInputProps = Omit<ComponentProps<typeof Input>, 'value' | 'onChange'> & {
  /** `HH:mm`, or what was typed and is no time. */
  time: string
  usual: string
  onChange: (time: string) => void
}

/** A time of day, shown as the reader's clock has it, 9:00 AM or 09:00, and read from any way of writing it. */
function TimeInput({ time, usual, onChange, ...props }: TimeInputProps) {
  // What is being typed stays as it is until the field is left.
  const [typed, setTyped] = useState<string | null>(null)
  const isBrowser = useIsBrowser()
  const shown = (canonical: string) => (isBrowser && isTime(canonical) ? formatWallTime(canonical) : canonical)
  return (
    <Input
      {...props}
      placeholder={shown(usual)}
      maxLength={8}
      className="w-24"
      value={typed ?? shown(time)}
      onChange={({ target }) => {
        setTyped(target.value)
        onChange(readTime(target.value) ?? target.value)
      }}
      onBlur={() => setTyped(null)}
    />
  )
}

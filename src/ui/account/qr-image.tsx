import { useMemo } from 'react'
import { qrCode } from './qr-code'

/** Light modules around a code, without which scanners do not find it. */
const MARGIN = 4

/** Draws a text as a QR code. It is black on white in both themes, since scanners need it so. */
export function QrImage({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const rows = qrCode(text)
    const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
    return { size: rows.length, path }
  }, [text])
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-MARGIN} ${-MARGIN} ${size + 2 * MARGIN} ${size + 2 * MARGIN}`}
      className="size-48 rounded-md"
      shapeRendering="crispEdges"
    >
      <rect x={-MARGIN} y={-MARGIN} width={size + 2 * MARGIN} height={size + 2 * MARGIN} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

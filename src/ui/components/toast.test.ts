import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('toasts go by components/toast.ts, since nothing draws those that are given to sonner itself', () => {
  const ui = join(import.meta.dirname, '..')
  const files = readdirSync(ui, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
  const straight = files.filter(
    (file) => !/^components\/toast/.test(file) && readFileSync(join(ui, file), 'utf8').includes("from 'sonner'"),
  )
  expect(straight).toEqual([])
  expect(files.length).toBeGreaterThan(100)
})

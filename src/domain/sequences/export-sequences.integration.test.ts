import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { db } from '@/platform/db'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { exportQuerySchema } from './export.schema'
import { exportSequences } from './export-sequences'

const scenes = setUpScenes()
const { loop } = scenes

async function exported(scene: Scene, filter: object): Promise<Record<string, string>[]> {
  const input = exportQuerySchema.parse({ format: 'csv', filter: JSON.stringify(filter) })
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  for await (const piece of await exportSequences(scene.actor, input)) text += decoder.decode(piece, { stream: true })
  expect(text.startsWith('\uFEFF')).toBe(true)
  return Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true }).data
}

it('has who it is, all variables, what has come of it and when, with formulas defused', async () => {
  const scene = await scenes.open({ lines: 20 })
  const batchId = await scene.enroll([
    scene.contact('A', { account_id: '=1+1', timezone: 'Asia/Kolkata' }),
    scene.contact('B', { note: 'x' }),
  ])
  await loop.run()
  await scene.report('A', 'Goal Completed', {
    duration: 33,
    summary: 'Wants "prices",\nsoon.',
    outcomes: [{ name: 'interested' }],
  })
  await scene.report('B', 'No Answer')
  await loop.run()
  const rows = await exported(scene, { batchId })
  expect(rows).toMatchObject([
    {
      Name: 'A',
      account_id: "'=1+1",
      Result: 'goal reached',
      State: 'done',
      'Last call': 'Goal Completed',
      Outcomes: 'interested',
      Calls: '1',
      'Duration (seconds)': '33',
      Summary: 'Wants "prices",\nsoon.',
      Timezone: 'Asia/Kolkata',
    },
    { Name: 'B', account_id: '', note: 'x', Result: 'nobody reached', 'Last call': 'No Answer' },
  ])
  expect(rows[0]?.['Last call at']).toMatch(/ \+05:30$/)
  expect((await exported(scene, { batchId, results: ['goal reached'] })).map(({ Name }) => Name)).toEqual(['A'])
  expect(await exported(scene, { batchId, results: ['failed'] })).toEqual([])
  const audit = { organizationId: scene.actor.organizationId, action: 'sequences.exported', objectId: batchId }
  expect(await db().auditEntry.count({ where: audit })).toBe(3)
})

it('goes on from statement to statement, each contact once', async () => {
  const scene = await scenes.open()
  for (const at of [0, 1, 2]) {
    await scene.enroll(Array.from({ length: 700 }, (_, n) => scene.contact(`${at}-${n}`)))
  }
  const rows = await exported(scene, { agentId: scene.agentId })
  expect(rows.length).toBe(2_100)
  expect(new Set(rows.map((row) => row['Sequence id'])).size).toBe(2_100)
  expect(rows.map(({ Name }) => Name).slice(0, 2)).toEqual(['0-0', '0-1'])
})

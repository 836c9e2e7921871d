import { expect, it } from 'vitest'
import { setUpScenes } from '@/testing/set-up-scenes'
import { listAnalysisFields } from './list-analysis-fields'

const scenes = setUpScenes()
const { loop } = scenes

it('tells what the analysis of the last calls has said, the most frequent first, and nothing that has no one value', async () => {
  const scene = await scenes.open({ lines: 10 })
  const said = [
    { verdict: 'yes', rating: 4 },
    { verdict: 'no', interested: true },
    { verdict: 'no', tags: ['a'], more: { deep: 1 }, nothing: null },
  ]
  const names = said.map((_, n) => `n${n}`)
  await scene.enroll([...names, 'silent'].map((name) => scene.contact(name)))
  await loop.run()
  expect(await listAnalysisFields(scene.actor, scene.agentId)).toEqual([])
  for (const [n, extractedVariables] of said.entries()) {
    await scene.report(`n${n}`, 'Goal Not Completed', { extractedVariables })
  }
  await scene.report('silent', 'No Answer')
  await loop.run()
  expect(await listAnalysisFields(scene.actor, scene.agentId)).toEqual([
    { field: 'interested', values: ['true'] },
    { field: 'more.deep', values: ['1'] },
    { field: 'rating', values: ['4'] },
    { field: 'verdict', values: ['no', 'yes'] },
  ])
})

import { expect, it } from 'vitest'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { setUpScenes } from '@/testing/set-up-scenes'
import { getSequence } from './get-sequence'
import { listChainNeighbours } from './list-chain-neighbours'

const scenes = setUpScenes()
const { loop } = scenes

it('shows a chain before its sequences exist, as it is when they do', async () => {
  const scene = await scenes.open({ lines: 10 })
  const batchId = await scene.enrollChains('ABCDEFGHIJKL X')
  const contacts = await db().contact.findMany({ where: { batchId } })
  const ids = contacts.map(({ id }) => toPublicId('sequence', id))
  const seen = () => Promise.all(ids.map((id) => listChainNeighbours(scene.actor, id)))
  const before = await seen()
  expect(await db().sequence.count({ where: { batchId } })).toBe(0)
  await loop.run({ but: ['sequences/work.due'] })
  expect(await db().sequence.count({ where: { batchId } })).toBe(13)
  expect(await seen()).toEqual(before)

  const ofE = before[contacts.findIndex(({ name }) => name === 'E')]
  expect(ofE).toMatchObject({ before: 1, after: 1 })
  expect(ofE?.members.map(({ name, position }) => [name, position])).toEqual(
    [...'BCDEFGHIJK'].map((name, place) => [name, place + 1]),
  )
  const ofX = before[contacts.findIndex(({ name }) => name === 'X')]
  expect(ofX).toMatchObject({ before: 0, after: 0, members: [{ name: 'X', lifecycleStatus: 'scheduled' }] })
})

it('counts those who joined a chain whose own sequences do not exist yet, as the page of the contact does', async () => {
  const scene = await scenes.open({ lines: 10 })
  await scene.enrollChains('ABC')
  const joined = await scene.enrollSingle('D', 'A')
  const neighbours = await listChainNeighbours(scene.actor, joined)
  expect(neighbours?.members.map(({ name, lifecycleStatus }) => [name, lifecycleStatus])).toEqual([
    ['A', 'scheduled'],
    ['B', 'waiting'],
    ['C', 'waiting'],
    ['D', 'waiting'],
  ])
  expect((await getSequence(scene.actor, joined)).chain?.size).toBe(4)
})

it('is null for a contact without a chain, before its sequence exists and after', async () => {
  const scene = await scenes.open({ lines: 10 })
  const batchId = await scene.enroll([scene.contact('-')])
  const [contact] = await db().contact.findMany({ where: { batchId } })
  const id = toPublicId('sequence', contact?.id ?? '')
  expect(await listChainNeighbours(scene.actor, id)).toBeNull()
  await loop.run({ but: ['sequences/work.due'] })
  expect(await listChainNeighbours(scene.actor, id)).toBeNull()
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writePrivateJson } from './private-json'

const seededSchema = z.object({
  operator: z.object({ email: z.string(), password: z.string() }),
  organizations: z.object({
    acme: z.object({
      apiKey: z.string(),
      agents: z.object({
        alwaysOn: z.string(),
        officeHours: z.string(),
        withEmail: z.string(),
        misconfigured: z.string(),
      }),
    }),
    globex: z.object({ apiKey: z.string(), agents: z.object({ alwaysOn: z.string() }) }),
    // A demo of an older version has none.
    lakeside: z.object({ apiKey: z.string() }).optional(),
  }),
})

/** What one needs to try the demo: an operator, and a key and agents of two organizations. */
export type Demo = z.infer<typeof seededSchema> & { url: string }

/**
 * Reads the demo of this installation and stores the address of this start with it. Returns null before it was seeded.
 */
export async function readDemo(dataDir: string, url: string): Promise<Demo | null> {
  const text = await readFile(demoFile(dataDir), 'utf8').catch(() => null)
  if (text === null) return null
  const demo = { url, ...seededSchema.parse(JSON.parse(text)) }
  await writePrivateJson(demoFile(dataDir), demo)
  return demo
}

/**
 * Stores what prisma/seed.ts printed. Passwords and keys are printed there once, and stored nowhere else.
 *
 * @param output of the seed; its last line is the JSON
 */
export async function storeDemo(dataDir: string, url: string, output: string): Promise<Demo> {
  const line = output.trim().split('\n').at(-1) ?? ''
  const demo = { url, ...seededSchema.parse(JSON.parse(line)) }
  await writePrivateJson(demoFile(dataDir), demo)
  return demo
}

/** Writes a command that enrolls one contact, to be pasted into a shell. */
export function curlLine(demo: Demo): string {
  const { apiKey, agents } = demo.organizations.acme
  const body = { contacts: [{ name: 'Ada Lovelace', phoneNumber: '+15551234567' }] }
  return [
    `curl -sS ${demo.url}/api/v1/agents/${agents.alwaysOn}/schedule/sequences`,
    `-H 'x-api-key: ${apiKey}'`,
    "-H 'content-type: application/json'",
    `-d '${JSON.stringify(body)}'`,
  ].join(' ')
}

/** Returns the path of the demo's file, which only its owner may read. */
export function demoFile(dataDir: string): string {
  return join(dataDir, 'demo.json')
}

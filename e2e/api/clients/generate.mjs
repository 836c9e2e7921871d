// Writes the clients of both generators: node --import ./typescript-5.mjs generate.mjs <document.json> <folder>
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient } from '@hey-api/openapi-ts'
import openapiTypescript, { astToString } from 'openapi-typescript'

const [document = '', folder = ''] = process.argv.slice(2)
await writeFile(join(folder, 'schema.ts'), astToString(await openapiTypescript(pathToFileURL(document))))
await createClient({
  input: document,
  output: { path: join(folder, 'hey-api') },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  logs: { level: 'silent' },
})

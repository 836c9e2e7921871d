import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { register } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript5'
import { apiDocument } from '@/rest/endpoint-table'
import { writeRouterTypes } from './client/write-router-types'

// npm run build:client
//
// Makes dist/client, a package for internal tools: `npm pack ./dist/client`. It holds the client, the types of the
// procedures and of the REST API, and what the client needs, so that it installs without a registry.

const root = dirname(import.meta.dirname)
const target = join(root, 'dist', 'client')
const NEEDED = ['@trpc/client', '@trpc/server']
const SOURCES = ['index', 'error', 'rest']

async function main(): Promise<void> {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const router = writeRouterTypes(root)
  writeFileSync(join(target, 'router.d.ts'), router)
  writeFileSync(join(target, 'rest-types.d.ts'), await restTypes())
  const entries = SOURCES.map((name) => join(root, 'src', 'client', `${name}.ts`))
  for (const [at, name] of SOURCES.entries()) {
    const { outputText } = ts.transpileModule(readFileSync(entries[at] ?? '', 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    })
    writeFileSync(join(target, `${name}.js`), outputText)
  }
  writeDeclarations()
  for (const name of NEEDED) cpSync(join(root, 'node_modules', name), join(target, 'node_modules', name), COPY)
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
  cpSync(join(root, 'docs', 'trpc.md'), join(target, 'README.md'))
  console.log(`dist/client is ready: npm pack ./dist/client`)
}

const COPY = { recursive: true, dereference: true } as const

/** Writes the .d.ts of the client's own files, which import the two that are written above. */
function writeDeclarations(): void {
  const folder = join(target, 'sources')
  mkdirSync(folder)
  for (const name of SOURCES) cpSync(join(root, 'src', 'client', `${name}.ts`), join(folder, `${name}.ts`))
  for (const name of ['router', 'rest-types']) cpSync(join(target, `${name}.d.ts`), join(folder, `${name}.d.ts`))
  const program = ts.createProgram(
    SOURCES.map((name) => join(folder, `${name}.ts`)),
    {
      declaration: true,
      emitDeclarationOnly: true,
      outDir: target,
      strict: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
    },
  )
  const { diagnostics } = program.emit()
  const faults = [...ts.getPreEmitDiagnostics(program), ...diagnostics]
  if (faults.length > 0) throw new Error(ts.formatDiagnostics(faults, ts.createCompilerHost({})))
  rmSync(folder, { recursive: true })
}

async function restTypes(): Promise<string> {
  // It writes with the compiler of TypeScript 5, whose API TypeScript 7 does not have any more.
  register(new URL('../e2e/api/clients/typescript-5-hooks.mjs', import.meta.url))
  const { default: openapiTS, astToString } = await import('openapi-typescript')
  // `servers` is of an installation, and the types are of all.
  return astToString(await openapiTS(JSON.stringify(apiDocument('https://rollcall.example'))))
}

function manifest() {
  const { version, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const versionOf = (name: string) =>
    JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version as string
  return {
    name: 'rollcall-client',
    version,
    description: 'Typed clients of a Rollcall installation, for internal tools.',
    license: 'UNLICENSED',
    type: 'module',
    engines,
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    files: ['*.js', '*.d.ts', 'README.md'],
    dependencies: Object.fromEntries(NEEDED.map((name) => [name, versionOf(name)])),
    bundleDependencies: NEEDED,
  }
}

await main()

import ts from 'typescript5'

/**
 * Writes the type of `AppRouter` as one file that imports nothing of ours: each procedure with the types of what it
 * takes and answers, written out to the last property. What the compiler has inferred is what is written.
 *
 * @param root folder of the repository
 */
export function writeRouterTypes(root: string): string {
  const entry = `${root}/src/client/router-entry.ts`
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [entry] }, ts.sys, root)
  const program = ts.createProgram([entry], { ...options, noEmit: true, incremental: false, plugins: [] })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(entry)
  if (!source) throw new Error(`${entry} is not there.`)
  const alias = (name: string): ts.Type => {
    const found = source.statements.find((node) => ts.isTypeAliasDeclaration(node) && node.name.text === name)
    if (!found) throw new Error(`${entry} has no type ${name}.`)
    return checker.getTypeAtLocation(found)
  }
  const inputs = alias('Inputs')
  const outputs = alias('Outputs')
  const kinds = alias('Kinds')

  const walk = (input: ts.Type, output: ts.Type, kind: ts.Type, depth: number): string => {
    const lines = kind.getProperties().map((property) => {
      const { name } = property
      const of = (type: ts.Type) => {
        const member = type.getProperty(name)
        if (!member) throw new Error(`The procedure ${name} has no type.`)
        return checker.getTypeOfSymbol(member)
      }
      const inner = of(kind)
      const indent = '  '.repeat(depth)
      if (!inner.isStringLiteral()) return `${indent}${name}: ${walk(of(input), of(output), inner, depth + 1)}`
      const procedure = inner.value === 'query' ? 'TRPCQueryProcedure' : 'TRPCMutationProcedure'
      const types = `{ input: ${print(of(input))}; output: ${print(of(output))}; meta: object }`
      return `${indent}${name}: ${procedure}<${types}>`
    })
    return `{\n${lines.join('\n')}\n${'  '.repeat(depth - 1)}}`
  }

  const under: ts.Type[] = []
  const print = (type: ts.Type): string => {
    const { flags } = type
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return 'unknown'
    if (flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return flags & ts.TypeFlags.Void ? 'void' : 'undefined'
    if (flags & ts.TypeFlags.Boolean) return 'boolean'
    if (type.isUnion()) return [...new Set(type.types.map(print))].join(' | ').replace('false | true', 'boolean')
    if (!(flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return checker.typeToString(type)
    if (under.includes(type)) return 'unknown'
    under.push(type)
    try {
      return printObject(type)
    } finally {
      under.pop()
    }
  }
  const printObject = (type: ts.Type): string => {
    if (checker.isTupleType(type)) {
      return `[${checker
        .getTypeArguments(type as ts.TypeReference)
        .map(print)
        .join(', ')}]`
    }
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference)
      return item ? `Array<${print(item)}>` : 'unknown[]'
    }
    // The text of a JSON answer, say, is a text with a mark that only the server reads.
    if (type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.String)) return 'string'
    const indexes = checker.getIndexInfosOfType(type).map(({ keyType, type: value }) => {
      return `[name: ${checker.typeToString(keyType)}]: ${print(value)}`
    })
    const members = checker.getPropertiesOfType(type).map((property) => {
      const value = checker.getTypeOfSymbol(property)
      const optional = property.flags & ts.SymbolFlags.Optional ? '?' : ''
      return `${JSON.stringify(property.name)}${optional}: ${print(value)}`
    })
    return `{ ${[...members, ...indexes].join('; ')} }`
  }

  return [
    "import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server'",
    "import type { ErrorShape } from './error.js'",
    '',
    '/** Every procedure of this version of Rollcall, with what it takes and what it answers. */',
    'export type AppRouter = TRPCBuiltRouter<',
    '  { ctx: object; meta: object; errorShape: ErrorShape; transformer: false },',
    `  ${walk(inputs, outputs, kinds, 2)}`,
    '>',
    '',
  ].join('\n')
}

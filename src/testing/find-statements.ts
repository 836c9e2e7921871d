import { relative } from 'node:path'
import ts from 'typescript5'

/** One column of a statement's row, as TypeScript declares it. */
export type DeclaredColumn = {
  name: string
  /** `unknown` stands for anything, as for a value inside JSON. */
  kinds: Set<'string' | 'number' | 'bigint' | 'boolean' | 'Date' | 'Uint8Array' | 'array' | 'unknown'>
  /** The only texts that the column may be; null for any other type. */
  literals: string[] | null
  nullable: boolean
}

/** A statement in the source. It is listed once for each way in which its fragments can be combined. */
export type Statement = {
  /** `src/…/file.ts:12` */
  at: string
  method: 'rows' | 'execute'
  /** The SQL, with `$1`, `$2` for its values. */
  text: string
  /** Whether the value of each `$n` may be null. */
  nullableValues: boolean[]
  row: DeclaredColumn[] | null
}

/** A statement whose text cannot be known without running the program, and the reason. */
export type Unresolved = { at: string; reason: string }

type Piece = string | { nullable: boolean }
type Variant = readonly Piece[]

class Unknowable extends Error {}

/** A statement with more variants than this is too complicated to read. */
const VARIANTS_MAX = 64

/**
 * Finds every use of `rows` and `execute` of src/platform/sql.ts in a program. The type checker tells them from other
 * things with these names. Fragments (`Prisma.sql` in conditions, constants, parameters and returned values) are put
 * in, in each way that is possible.
 *
 * @param root folder of the repository
 */
export function findStatements(
  program: ts.Program,
  files: readonly ts.SourceFile[],
  root: string,
): { statements: Statement[]; unresolved: Unresolved[] } {
  const checker = program.getTypeChecker()
  const statements: Statement[] = []
  const unresolved: Unresolved[] = []
  for (const file of files) visit(file)
  return { statements, unresolved }

  function visit(node: ts.Node): void {
    ts.forEachChild(node, visit)
    if (ts.isStringLiteralLike(node) || !ts.isIdentifier(node)) return
    if (/^\$(query|execute)Raw/.test(node.text)) unresolved.push({ at: place(node), reason: 'It goes past `db`.' })
    const method = node.text
    if ((method !== 'rows' && method !== 'execute') || !isOfSql(node)) return
    const tagged = node.parent.parent
    if (!ts.isTaggedTemplateExpression(tagged) || tagged.tag !== node.parent) {
      unresolved.push({ at: place(node), reason: `\`${method}\` is used without a statement.` })
      return
    }
    try {
      const row = method === 'rows' ? declaredRow(tagged) : null
      for (const pieces of variantsOfTemplate(tagged.template)) {
        statements.push({ at: place(tagged), method, row, ...asText(pieces) })
      }
    } catch (error) {
      if (!(error instanceof Unknowable)) throw error
      unresolved.push({ at: place(tagged), reason: error.message })
    }
  }

  function place(node: ts.Node): string {
    const file = node.getSourceFile()
    return `${relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
  }

  function isOfSql(name: ts.Identifier): boolean {
    if (!ts.isPropertyAccessExpression(name.parent) || name.parent.name !== name) return false
    const [declaration] = checker.getSymbolAtLocation(name)?.declarations ?? []
    return declaration?.getSourceFile().fileName.endsWith('/src/platform/sql.ts') ?? false
  }

  function declaredRow(statement: ts.TaggedTemplateExpression): DeclaredColumn[] {
    const [node] = statement.typeArguments ?? []
    if (!node) throw new Unknowable('It declares no row.')
    const type = checker.getTypeFromTypeNode(node)
    if ((type.flags & ts.TypeFlags.Object) === 0 && !type.isIntersection())
      throw new Unknowable('Its row is no object.')
    return checker.getPropertiesOfType(type).map((property) => {
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0
      return declaredColumn(property.name, checker.getTypeOfSymbolAtLocation(property, node), optional)
    })
  }

  function declaredColumn(name: string, type: ts.Type, optional: boolean): DeclaredColumn {
    const parts = type.isUnion() ? type.types : [type]
    const column: DeclaredColumn = { name, kinds: new Set(), literals: [], nullable: false }
    for (const part of parts) {
      if (part.flags & ts.TypeFlags.Null) {
        column.nullable = true
        continue
      }
      if (optional || part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) {
        throw new Unknowable(`"${name}" may be undefined, which no column is.`)
      }
      // A value of type `unknown` has to be looked at before use, so null is covered.
      if (part.flags & ts.TypeFlags.Unknown) column.nullable = true
      column.kinds.add(kindOf(part))
      if (part.isStringLiteral()) column.literals?.push(part.value)
      else column.literals = null
    }
    return column
  }

  function kindOf(type: ts.Type): DeclaredColumn['kinds'] extends Set<infer Kind> ? Kind : never {
    if (type.flags & ts.TypeFlags.StringLike) return 'string'
    if (type.flags & ts.TypeFlags.NumberLike) return 'number'
    if (type.flags & ts.TypeFlags.BigIntLike) return 'bigint'
    if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean'
    if (checker.isArrayType(type) || checker.isTupleType(type)) return 'array'
    const name = type.getSymbol()?.name
    if (name === 'Date') return 'Date'
    if (name === 'Uint8Array' || name === 'Buffer') return 'Uint8Array'
    return 'unknown'
  }

  function variantsOfTemplate(template: ts.TemplateLiteral): Variant[] {
    if (ts.isNoSubstitutionTemplateLiteral(template)) return [[template.text]]
    let variants: Variant[] = [[template.head.text]]
    for (const { expression, literal } of template.templateSpans) {
      const middles = variantsOfValue(expression)
      variants = variants.flatMap((before) => middles.map((middle) => [...before, ...middle, literal.text]))
      if (variants.length > VARIANTS_MAX) throw new Unknowable(`It has more than ${VARIANTS_MAX} ways.`)
    }
    return variants
  }

  function variantsOfValue(expression: ts.Expression): Variant[] {
    const type = checker.getTypeAtLocation(expression)
    const parts = type.isUnion() ? type.types : [type]
    if (parts.some((part) => part.getSymbol()?.name === 'Sql')) return variantsOfFragment(expression)
    if (parts.some((part) => part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))) {
      throw new Unknowable(`\`${expression.getText()}\` may be anything.`)
    }
    return [[{ nullable: parts.some((part) => (part.flags & ts.TypeFlags.Null) !== 0) }]]
  }

  function variantsOfFragment(node: ts.Expression): Variant[] {
    if (ts.isConditionalExpression(node)) {
      return [...variantsOfValue(node.whenTrue), ...variantsOfValue(node.whenFalse)]
    }
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'Prisma.sql')
      return variantsOfTemplate(node.template)
    if (node.getText() === 'Prisma.empty') return [[]]
    if (ts.isCallExpression(node)) {
      if (node.expression.getText() === 'Prisma.raw') return [[constantText(node.arguments[0])]]
      return returnsOf(node.expression).flatMap(variantsOfFragment)
    }
    if (ts.isIdentifier(node)) return originsOf(node).flatMap(variantsOfFragment)
    throw new Unknowable(`\`${node.getText()}\` is a fragment that cannot be followed.`)
  }

  function constantText(expression: ts.Expression | undefined): string {
    const type = expression && checker.getTypeAtLocation(expression)
    if (!type?.isStringLiteral()) throw new Unknowable(`\`Prisma.raw(${expression?.getText()})\` is made at run time.`)
    return type.value
  }

  function declarationOf(node: ts.Node): ts.Declaration | undefined {
    const symbol = checker.getSymbolAtLocation(node)
    const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    return target?.valueDeclaration
  }

  /**
   * Finds the expressions that a name may stand for: its initializer, or the arguments that are passed for a parameter.
   */
  function originsOf(name: ts.Expression): ts.Expression[] {
    const declaration = declarationOf(name)
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
      return [declaration.initializer]
    if (declaration && ts.isParameter(declaration)) return argumentsFor(declaration)
    throw new Unknowable(`\`${name.getText()}\` comes from where it cannot be followed.`)
  }

  function argumentsFor(parameter: ts.ParameterDeclaration): ts.Expression[] {
    const called = parameter.parent
    const at = called.parameters.indexOf(parameter)
    const found: ts.Expression[] = []
    const look = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && declarationOf(node.expression) === called) {
        const handed = node.arguments[at]
        if (handed) found.push(handed)
      }
      ts.forEachChild(node, look)
    }
    for (const file of files) look(file)
    if (found.length === 0) throw new Unknowable(`Nobody is seen to hand over \`${parameter.name.getText()}\`.`)
    return found
  }

  function returnsOf(callee: ts.Expression): ts.Expression[] {
    const declaration = declarationOf(callee)
    const body = declaration && ts.isFunctionDeclaration(declaration) ? declaration.body : undefined
    if (!body) throw new Unknowable(`\`${callee.getText()}\` is a function that cannot be followed.`)
    const found: ts.Expression[] = []
    const look = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) return
      if (ts.isReturnStatement(node) && node.expression) found.push(node.expression)
      ts.forEachChild(node, look)
    }
    ts.forEachChild(body, look)
    return found
  }
}

function asText(pieces: Variant): Pick<Statement, 'text' | 'nullableValues'> {
  const nullableValues: boolean[] = []
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : `$${nullableValues.push(piece.nullable)}`))
  return { text: text.join(''), nullableValues }
}

import { parseArgs } from 'node:util'
import { nearestName } from '@/domain/text/nearest-name.rules'

/**
 * What may follow a command. The usage is written from it, and the command line is read by it, so that the two cannot
 * differ.
 */
export type Option =
  /** A value; `example` is what the usage shows in its place. */
  | { example: string; optional?: true }
  /** One of a few values. */
  | { choices: readonly string[]; optional?: true }
  /** Given or not. */
  | 'switch'
export type Options = Record<string, Option>

type ValueOf<Given extends Option> = Given extends 'switch'
  ? boolean
  :
      | (Given extends { choices: readonly (infer Choice)[] } ? Choice : string)
      | (Given extends { optional: true } ? undefined : never)
export type Values<Given extends Options> = { [Name in keyof Given]: ValueOf<Given[Name]> }

export type Command = {
  options: Options
  /** What it does, for the usage. */
  does: string
  run(values: Values<Options>): Promise<void>
}

export function defineCommand<const Given extends Options>(command: {
  options: Given
  does: string
  run(values: Values<Given>): Promise<void>
}): Command {
  return command as unknown as Command
}

/** What was typed is not a command with its options. The message says what would be. */
export class WrongUsage extends Error {}

/** @throws WrongUsage */
export function readCommand(
  commands: Record<string, Command>,
  argv: readonly string[],
): { command: Command; values: Values<Options> } {
  const [name = '', ...rest] = argv
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new WrongUsage(nameTrouble(commands, name))
  try {
    return { command, values: readOptions(command.options, rest) }
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error
    throw new WrongUsage(`${error.message}\n\n  ${usageOf(name, command)}`)
  }
}

function nameTrouble(commands: Record<string, Command>, name: string): string {
  const names = Object.keys(commands)
  if (name === '') return `Name a command.\n\n${usageOfAll(commands)}`
  const nearest = nearestName(name, names)
  return `There is no command "${name}". ${nearest ? `Did you mean ${nearest}?` : `There are: ${names.join(', ')}.`}`
}

function readOptions(options: Options, args: readonly string[]): Values<Options> {
  const { tokens } = parseArgs({
    args: [...args],
    // Judged below, in words of ours.
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, option]) => [name, { type: option === 'switch' ? 'boolean' : 'string' }]),
    ),
  })
  const values: Record<string, string | boolean | undefined> = {}
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional') {
      throw new WrongUsage(`"${token.value}" belongs to no option. A value with blanks in it needs quotes around it.`)
    }
    const { name, rawName, value } = token
    const option = Object.hasOwn(options, name) && rawName.startsWith('--') ? options[name] : undefined
    if (!option) throw new WrongUsage(`There is no option ${rawName}.${hintOf(name, Object.keys(options))}`)
    if (name in values) throw new WrongUsage(`--${name} is there twice. Give it once.`)
    values[name] = option === 'switch' ? readSwitch(name, value) : readValue(name, option, value)
  }
  for (const [name, option] of Object.entries(options)) {
    if (option === 'switch') values[name] ??= false
    else if (values[name] === undefined && !option.optional) throw new WrongUsage(`--${name} is missing.`)
  }
  return values as Values<Options>
}

function hintOf(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names)
  return nearest ? ` Did you mean --${nearest}?` : ''
}

function readSwitch(name: string, value: string | undefined): true {
  if (value !== undefined) throw new WrongUsage(`--${name} takes no value.`)
  return true
}

function readValue(name: string, option: Exclude<Option, 'switch'>, value: string | undefined): string {
  if (value === undefined || value.trim() === '') throw new WrongUsage(`--${name} needs a value.`)
  // Whoever leaves a value out has the next option taken for it.
  if (value.startsWith('--')) throw new WrongUsage(`--${name} needs a value, and is followed by ${value}.`)
  if ('choices' in option && !option.choices.includes(value)) {
    throw new WrongUsage(`--${name} is ${option.choices.join(' or ')}, and not "${value}".`)
  }
  return value
}

export function usageOf(name: string, { options }: Command): string {
  const parts = Object.entries(options).map(([option, what]) => {
    if (what === 'switch') return `[--${option}]`
    const written = `--${option} ${'choices' in what ? what.choices.join('|') : what.example}`
    return what.optional ? `[${written}]` : written
  })
  return ['npm run admin --', name, ...parts].join(' ')
}

export function usageOfAll(commands: Record<string, Command>): string {
  return Object.entries(commands)
    .map(([name, command]) => `  ${usageOf(name, command)}\n      ${command.does.replaceAll('\n', '\n      ')}`)
    .join('\n\n')
}

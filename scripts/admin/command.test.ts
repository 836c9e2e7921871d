import { describe, expect, it } from 'vitest'
import { readCommand, usageOf, WrongUsage } from './command'
import { COMMANDS } from './commands'

const wrong = (line: readonly string[]) => {
  try {
    readCommand(COMMANDS, line)
  } catch (error) {
    if (error instanceof WrongUsage) return error.message
  }
  throw new Error('It was taken.')
}

const CREATE = ['create-organization', '--name', 'Acme', '--email', 'a@b.example', '--country', 'US', '--credits', '1']
const DELETE = ['delete-organization', '--organization', 'Acme']

describe('readCommand', () => {
  it.each([
    [[], 'Name a command.'],
    [['set-credit'], 'There is no command "set-credit". Did you mean set-credits?'],
    [['__proto__'], 'There is no command "__proto__". There are: create-organization, reset-password,'],
    [['create-organization', '--name', ' '], '--name needs a value.'],
    [['create-organization', '--name'], '--name needs a value.'],
    [CREATE.slice(0, -2), '--credits is missing.'],
    [[...CREATE, '--refused', 'yes'], 'There is no option --refused.'],
    [[...CREATE, '--normalise'], 'There is no option --normalise. Did you mean --normalize?'],
    [[...CREATE, '--normalize=no'], '--normalize takes no value.'],
    [[...CREATE, '--toString'], 'There is no option --toString.'],
    [[...CREATE, '-n', 'x'], 'There is no option -n.'],
    [
      [...CREATE, 'Corporation'],
      '"Corporation" belongs to no option. A value with blanks in it needs quotes around it.',
    ],
    [['set-credits', '--credits', '5'], '--organization is missing.'],
    [
      ['set-credits', '--organization', '--credits', '5'],
      '--organization needs a value, and is followed by --credits.',
    ],
    [['set-premium-numbers', '--organization', 'Acme'], '--refused is missing.'],
    [['set-premium-numbers', '--organization', 'Acme', '--refuse', 'yes'], 'Did you mean --refused?'],
    [['set-premium-numbers', '--organization', 'Acme', '--refused', 'true'], '--refused is yes or no, and not "true".'],
    [[...DELETE, '--organization', 'Other'], '--organization is there twice. Give it once.'],
  ])('refuses %j', (line, says) => {
    const message = wrong(line)
    expect(message).toContain(says)
    const [name = ''] = line
    // And shows how the command is written.
    if (Object.hasOwn(COMMANDS, name)) expect(message).toContain(`npm run admin -- ${name} --`)
  })

  it('reads what is written either way', () => {
    expect(readCommand(COMMANDS, [...CREATE, '--normalize', '--agent-file=-a.json']).values).toEqual({
      ...{ name: 'Acme', email: 'a@b.example', country: 'US', credits: '1' },
      ...{ normalize: true, 'agent-file': '-a.json' },
    })
    expect(readCommand(COMMANDS, DELETE).values).toEqual({ organization: 'Acme' })
  })
})

describe.each(Object.entries(COMMANDS))('the usage of %s', (name, command) => {
  it('is read without change', () => {
    const [, words = ''] = usageOf(name, command).split('npm run admin -- ')
    const line = words
      .replaceAll(/[[\]"]/g, '')
      .replaceAll('<id or name>', 'Acme')
      .replaceAll('yes|no', 'yes')
      .split(' ')
    expect(readCommand(COMMANDS, line).command).toBe(command)
  })
})

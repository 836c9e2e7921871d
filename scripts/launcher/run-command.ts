import { type SpawnOptions, spawn } from 'node:child_process'

export type CommandResult = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

/** Runs a command to its end and collects what it prints. Never throws: a command that is not there has code 127. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.once('error', (error) => resolve({ code: 127, signal: null, stdout, stderr: `${stderr}${error.message}` }))
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs npm; answers with what it printed, without the end of the line. Throws with its words when it fails. */
export async function npm(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<string> {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  const child = spawn('npm', [...args, ...quiet], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`npm ${args.join(' ')}: ${output.stderr || output.stdout}`)
  return output.stdout.trim()
}

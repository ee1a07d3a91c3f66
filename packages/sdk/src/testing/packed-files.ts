import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * The paths of the files that `npm pack` would put into the package, as npm writes them (`dist/generator.js`). Runs no
 * script of the package and writes nothing. Throws what npm said where it cannot be packed.
 */
export async function packedFiles(root: string): Promise<string[]> {
  const asked = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error']
  // npm names itself to whatever it runs; otherwise there is the one on the path, which is a script on Windows.
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined
  const { stdout } = await promisify(execFile)(
    npm ? process.execPath : 'npm',
    npm ? [npm, ...asked] : asked,
    {
      cwd: root,
      shell: npm === undefined && process.platform === 'win32',
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { files: { path: string }[] }>)
  return packed?.files.map((file) => file.path) ?? []
}

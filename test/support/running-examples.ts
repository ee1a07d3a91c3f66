import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { repository } from './command-line.ts'

/** What one of the files in `docs/running` has a shell do, and with which variables. */
export interface RunningExample {
  file: string
  /** Whether it goes on until it is stopped. */
  goesOn: boolean
  script: string
  env: Record<string, string>
  /** Where it finds its secrets, if not among the variables. */
  secretsFrom?: { variable: string } | { path: string }
}

const folder = 'docs/running'

export const kubernetesFiles = ['data.yaml', 'cronjob.yaml', 'deployment.yaml'].map(
  (name) => `${folder}/kubernetes/${name}`,
)
export const workflowFile = `${folder}/github-actions/avatars.yml`
export const unitFiles = ['avatarctl.service', 'avatarctl.timer', 'avatarctl-watch.service'].map(
  (name) => `${folder}/systemd/${name}`,
)
export const crontabFile = `${folder}/cron/avatarctl`

export const textOf = (file: string) => readFile(path.join(repository, file), 'utf8')

/** Every file, as whoever carries it out reads it. */
export async function runningExamples(): Promise<RunningExample[]> {
  return [
    ...(await Promise.all(unitFiles.filter((file) => file.endsWith('.service')).map(unitExample))),
    await cronExample(),
    ...(await workflowExamples()),
    ...(await Promise.all(kubernetesFiles.filter((file) => !file.endsWith('data.yaml')).map(podExample))),
  ]
}

/** The documents of a YAML file. */
export async function yamlOf<T>(file: string): Promise<T[]> {
  return parseAllDocuments(await textOf(file)).map((document) => document.toJS() as T)
}

async function unitExample(file: string): Promise<RunningExample> {
  const lines = (await textOf(file)).split('\n')
  const valuesOf = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1))
  // The service manager's own escapes.
  const script = (valuesOf('ExecStart')[0] ?? '').replaceAll('$$', '$').replaceAll('%%', '%')
  const env = Object.fromEntries(valuesOf('Environment').map(assignment))
  const goesOn = !valuesOf('Type').includes('oneshot')
  return { file, goesOn, script, env, secretsFrom: { variable: 'CREDENTIALS_DIRECTORY' } }
}

async function cronExample(): Promise<RunningExample> {
  const lines = (await textOf(crontabFile)).split('\n')
  const env = Object.fromEntries(lines.filter((line) => /^[A-Z_]+=/.test(line)).map(assignment))
  const job = lines.find((line) => /^(?:\S+\s+){5}avatarctl\s/.test(line)) ?? ''
  const script = job.replace(/^(?:\S+\s+){6}/, '').replaceAll('\\%', '%')
  return {
    file: crontabFile,
    goesOn: false,
    script,
    env,
    secretsFrom: { path: '/etc/avatarctl/ringcentral.env' },
  }
}

interface Workflow {
  jobs: Record<string, { env: Record<string, string>; steps: { name?: string; run?: string }[] }>
}

async function workflowExamples(): Promise<RunningExample[]> {
  const [workflow] = await yamlOf<Workflow>(workflowFile)
  return Object.values(workflow?.jobs ?? {}).flatMap(({ env, steps }) =>
    steps.flatMap(({ name, run }) =>
      run === undefined ? [] : [{ file: `${workflowFile} (${name ?? ''})`, goesOn: false, script: run, env }],
    ),
  )
}

interface Pod {
  spec: { containers: { args: string[] }[] }
}

/** The container's arguments, and the variables of its image. */
async function podExample(file: string): Promise<RunningExample> {
  const [document] = await yamlOf<{ spec: { template: Pod; jobTemplate?: { spec: { template: Pod } } } }>(
    file,
  )
  const pod = document?.spec.jobTemplate?.spec.template ?? document!.spec.template
  const dockerfile = await textOf(`${folder}/kubernetes/Dockerfile`)
  const [, variables = ''] = /^ENV (.*)$/m.exec(dockerfile) ?? []
  const args = pod.spec.containers.flatMap((container) => container.args)
  const script = ['avatarctl', ...args].map((word) => `'${word}'`).join(' ')
  return {
    file,
    goesOn: args.includes('--watch'),
    script,
    env: Object.fromEntries(variables.split(' ').map(assignment)),
  }
}

function assignment(text: string): [name: string, value: string] {
  const at = text.indexOf('=')
  return [text.slice(0, at), text.slice(at + 1)]
}

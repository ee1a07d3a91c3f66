import { readdir } from 'node:fs/promises'
import { expect } from 'chai'
import sharp from 'sharp'
import { avatarctl } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Document {
  steps: { command: string; exitCode: number; summary: Record<string, number> }[]
  sheet: string[]
  restored: boolean
}

describe('avatarctl demo', () => {
  const home = temporaryFolder()

  it('does the main job from beginning to end, and leaves nothing but the contact sheet', async () => {
    const { code, json, stderr } = await avatarctl(['demo', '--people', '8', '--json'], {
      home: home.path,
      // Of what the user has set up, nothing may play a part.
      env: {
        TMPDIR: home.path,
        AVATARCTL_DIRECTORY: 'folder:elsewhere',
        RC_SERVER_URL: 'https://example.com',
      },
    })
    expect(code, stderr).to.equal(0)
    const { steps, sheet, restored } = json<Document>()
    expect(steps.map(({ command, exitCode }) => [command.split(' ')[1], exitCode])).to.deep.equal([
      ['list', 0],
      ['sync', 0],
      ['sync', 0],
      ['restore', 0],
    ])
    const [listed, first, second, back] = steps.map(({ summary }) => summary)
    expect(listed?.['missing']).to.be.greaterThan(0)
    expect(first?.['done']).to.equal(listed?.['missing'])
    expect(second?.['done']).to.equal(0)
    expect(back?.['done']).to.equal(first?.['done'])
    expect(restored).to.equal(true)
    expect((await sharp(sheet[0]).metadata()).format).to.equal('png')
    const left = await readdir(home.path, { recursive: true })
    expect(left.filter((name) => name.startsWith('avatarctl-demo-') && name.includes('/'))).to.have.length(1)
  })

  it('shows each command, and says that every photo is what it was before', async () => {
    const sheet = home.join('faces.png')
    const { code, stdout } = await avatarctl(['demo', '--people', '3', '--sheet', sheet], { home: home.path })
    expect(code).to.equal(0)
    expect(stdout).to.contain('$ avatarctl sync\n')
    expect(stdout).to.contain(sheet)
    expect(stdout).to.contain('Every photo is byte for byte what it was before.')
  })
})

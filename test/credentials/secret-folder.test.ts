import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { secretFolder } from '../../src/credentials/secret-folder.ts'
import { AppError } from '../../src/errors.ts'
import { repository } from '../support/command-line.ts'
import { noStrace, withStrace } from '../support/strace.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the folder of secrets', () => {
  const home = temporaryFolder()
  const make = () => secretFolder(home.join('config/secrets'))
  const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8)
  const refusal = async () => {
    const error = await make()
      .read()
      .catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(AppError).and.include({ exitCode: 2 })
    return error as AppError
  }

  it('gives back what was put there, by connection and name', async () => {
    expect(await make().read()).to.deep.equal({})
    await make().write('main', { jwt: { secret: 'first' }, 'odd/.name': { secret: 'x' } })
    await make().write('main', { jwt: { secret: 'second' }, clientSecret: { in: 'keyring' } })
    await make().write('main-2', { jwt: { secret: 'another' } })
    expect(await make().read()).to.deep.equal({
      main: { jwt: { secret: 'second' }, clientSecret: { in: 'keyring' }, 'odd/.name': { secret: 'x' } },
      'main-2': { jwt: { secret: 'another' } },
    })
  })

  it('is for its owner only, whatever the shell allows to others', async () => {
    const before = process.umask(0)
    try {
      await make().write('main', { jwt: { secret: 'value' } })
    } finally {
      process.umask(before)
    }
    expect(await modeOf(home.join('config'))).to.equal('700')
    expect(await modeOf(home.join('config/secrets'))).to.equal('700')
    expect(await modeOf(home.join('config/secrets/secret.main.jwt.json'))).to.equal('600')
  })

  it('is closed to others where it was there before', async () => {
    await mkdir(home.join('config/secrets'), { recursive: true })
    await chmod(home.join('config/secrets'), 0o777)
    await make().write('main', { jwt: { secret: 'value' } })
    expect(await modeOf(home.join('config/secrets'))).to.equal('700')
  })

  for (const [what, file, mode] of [
    ['a file that a group can read', 'secret.main.jwt.json', 0o640],
    ['a file that everybody can write', 'secret.main.jwt.json', 0o602],
    ['a folder that everybody can write into', '', 0o733],
    ['a folder that everybody can look through', '', 0o755],
  ] as const) {
    it(`refuses ${what}, and says what to do`, async () => {
      await make().write('main', { jwt: { secret: 'value-in-file' } })
      const whole = path.join(home.join('config/secrets'), file)
      await chmod(whole, mode)
      const { message, hint } = await refusal()
      expect(message).to.contain(whole).and.contain('others').and.not.contain('value-in-file')
      expect(hint).to.contain(`chmod ${file === '' ? '700' : '600'} ${whole.replace(/\/$/, '')}`)
    })
  }

  it('refuses a file that is not right, without a word of what is in it', async () => {
    await make().write('main', { jwt: { secret: 'value' } })
    await writeFile(home.join('config/secrets/secret.main.jwt.json'), '{"secret": broken-value')
    const { message } = await refusal()
    expect(message).to.contain('secret.main.jwt.json').and.not.contain('broken-value')
  })

  it('leaves nothing of a connection that is taken away, nor what a killed process has left of it', async () => {
    await make().write('main', { jwt: { secret: 'a' }, clientSecret: { secret: 'b' } })
    await make().write('main-2', { jwt: { secret: 'c' } })
    await writeFile(home.join('config/secrets/secret.main.jwt.json.0a1b.tmp'), '{"secret":"half')
    await make().remove('main')
    await make().remove('main')
    expect(await readdir(home.join('config/secrets'))).to.deep.equal(['secret.main-2.jwt.json'])
  })

  it('loses nothing of what several processes put there at the same time', async function () {
    const module = path.join(repository, 'src/credentials/secret-folder.ts')
    const writers = ['a', 'b', 'c'].map(async (who) => {
      const script = `
        const { secretFolder } = await import(${JSON.stringify(module)})
        const folder = secretFolder(${JSON.stringify(home.join('config/secrets'))})
        for (let turn = 0; turn < 20; turn += 1) {
          await folder.write('main', { ['own-' + ${JSON.stringify(who)} + turn]: { secret: 'v' + turn }, shared: { secret: ${JSON.stringify(who)} + turn } })
          await folder.read()
        }`
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        cwd: repository,
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      expect(await once(child, 'exit')).to.deep.equal([0, null])
    })
    await Promise.all(writers)
    const { main = {} } = await make().read()
    expect(Object.keys(main)).to.have.length(61)
    for (const who of ['a', 'b', 'c'])
      for (let turn = 0; turn < 20; turn += 1)
        expect(main[`own-${who}${turn}`]).to.deep.equal({ secret: `v${turn}` })
    expect(main['shared'])
      .to.have.property('secret')
      .that.matches(/^[abc]19$/)
    const left = await readdir(home.join('config/secrets'))
    expect(left.filter((file) => file.endsWith('.tmp'))).to.deep.equal([])
  })

  it(withStrace('has each secret on disk before it says so'), function () {
    if (noStrace !== undefined) this.skip()
    const module = path.join(repository, 'src/credentials/secret-folder.ts')
    const script = `
      const { secretFolder } = await import(${JSON.stringify(module)})
      await secretFolder(${JSON.stringify(home.join('config/secrets'))}).write('main', { jwt: { secret: 'value' } })
      process.stdout.write('said so')`
    const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script]
    const { stderr } = spawnSync('strace', ['-f', '-y', '-e', 'trace=fsync,rename,write', ...node], {
      ...{ cwd: repository, encoding: 'utf8' },
    })
    const order = [
      /fsync\(\d+<[^>]*secret\.main\.jwt\.json\.[0-9a-f]+\.tmp>/,
      /rename\("[^"]*\.tmp", "[^"]*secret\.main\.jwt\.json"/,
      /fsync\(\d+<[^>]*config\/secrets>/,
      /fsync\(\d+<[^>]*config>/,
      /write\(1<[^>]*>, "said so"/,
    ].map((call) => stderr.search(call))
    expect(order).to.not.include(-1)
    expect(order).to.deep.equal(order.toSorted((one, other) => one - other))
  })
})
